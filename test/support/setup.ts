import fc from 'fast-check'
import { runs } from './runs.ts'

// What a failing property prints; CONTRIBUTING.md says how to use it.
const { CONVERSATIONS_TEST_SEED: seed, CONVERSATIONS_TEST_PATH: path } = process.env

fc.configureGlobal({
  numRuns: runs(100),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  ...(path === undefined ? {} : { path }),
})

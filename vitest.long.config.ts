import { defineConfig, mergeConfig } from 'vitest/config'
import usual from './vitest.config.ts'

/** What takes minutes, and every case of what `npm test` tries a part of: `npm run test:long`. */
export default mergeConfig(
  { ...usual, test: { ...usual.test, include: [], exclude: [] } },
  defineConfig({
    test: {
      include: ['test/**/*.test.ts'],
      env: { CONVERSATIONS_TEST_ALL: '1' },
      testTimeout: 20 * 60_000,
      hookTimeout: 20 * 60_000,
      // Several of them measure themselves against the disk or other processes of their own.
      fileParallelism: false,
    },
  }),
)

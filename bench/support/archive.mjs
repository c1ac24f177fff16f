// A large archive of invented calls, the same ones each time.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bundle, ROOT, TEMP } from './build.mjs'
import { runBundle } from './process.mjs'

export const CALLS = 100_000
const TURNS = 2_000_000

/** Its path. It is made once, or kept where CONVERSATIONS_BENCH_ARCHIVE says, to save the minutes that this takes. */
export async function largeArchive() {
  const path = process.env.CONVERSATIONS_BENCH_ARCHIVE ?? join(TEMP, 'archive.sqlite')
  if (!existsSync(path)) {
    await runBundle(await bundle('bench/archive/generate.ts', 'generate.mjs'), [path, CALLS, TURNS], ROOT)
  }
  return path
}

// An archive filled by the command `sync` of a build, from the demo API in a process of its own.
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { TEMP } from './build.mjs'
import { cleanEnv, startService } from './process.mjs'

const USAGE = fileURLToPath(new URL('usage.cjs', import.meta.url))

/** What the built server of an older checkout is started by; null where CONVERSATIONS_BENCH_OLD names none. */
export const OLD = mainOf(process.env.CONVERSATIONS_BENCH_OLD)

function mainOf(folder) {
  const main = folder && join(resolve(folder), 'dist/main.js')
  return main && existsSync(main) ? main : null
}

/** Where the server of a build finds that API, and its archive: in a folder, or in a database. */
export const settingsFor = ({ url }, dataDir, store) => ({
  args: ['--data-dir', dataDir, ...(store ? ['--store', store] : [])],
  env: { ELEVENLABS_BASE_URL: url, ELEVENLABS_API_KEY: 'bench-key' },
})

/** Seconds, CPU seconds, size and share of refused requests of one `sync` with these settings. */
export async function fill(api, main, calls, settings) {
  const usage = join(TEMP, 'usage.json')
  const env = cleanEnv({ ...settings.env, BENCH_USAGE_FILE: usage })
  const args = ['--require', USAGE, main, 'sync', '--since', '60d', ...settings.args]
  const startedMs = performance.now()
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  const took = (performance.now() - startedMs) / 1000
  if (!stdout.includes(`${calls.toLocaleString('en-US')} of ${calls.toLocaleString('en-US')}`)) throw new Error(stdout)
  const { asked, refused } = await api.counts()
  return { ...JSON.parse(readFileSync(usage, 'utf8')), secs: took, refusedPercent: (100 * refused) / asked }
}

/** @param program - the bundle of bench/sync/many-calls.ts, which says what a task is */
export async function startApi(program, task) {
  const { first, ask, stop } = await startService(program, [JSON.stringify({ most: null, file: null, ...task })])
  return { ...JSON.parse(first), counts: ask, stop }
}

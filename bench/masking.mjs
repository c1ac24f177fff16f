// What masking costs beside writing and reading the same calls as JSON, and beside a get_conversation without it.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { bundle, ROOT } from './support/build.mjs'
import { figure, median } from './support/report.mjs'

export const title = 'masking: CPU time of masking a call of 60 kB'

export async function run() {
  const script = await bundle('bench/masking.ts', 'masking.mjs')
  // The bundle lies elsewhere, and the driver of the archive may be a package.
  const env = { ...process.env, NODE_PATH: join(ROOT, 'node_modules') }
  const { maskMs, jsonMs, rounds } = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8', env }))
  const how = `${maskMs.toFixed(2)} ÷ ${jsonMs.toFixed(2)} ms a call`
  /** Of the same round: what else the computer does slows down both. */
  const ratio = (name, plain, limit) => [
    median(rounds[name].map((ms, round) => ms / rounds[plain][round])),
    { ...limit, digits: 2, how: `${median(rounds[name]).toFixed(2)} ÷ ${median(rounds[plain]).toFixed(2)} ms` },
  ]
  const LIMIT = { max: 1.1 }
  return [
    figure('masking ÷ JSON written and read', maskMs / jsonMs, { max: 2.5, digits: 1, how }),
    figure('get_conversation for the first time, masked ÷ as it is', ...ratio('masked', 'plain', LIMIT)),
    figure('  where nothing is kept beside the call', ...ratio('anew', 'plain')),
    figure('the same calls again, masked ÷ as they are', ...ratio('again', 'plainAgain', LIMIT)),
  ]
}

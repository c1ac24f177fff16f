// What masking costs beside writing and reading the same calls as JSON, and beside a get_conversation without it.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { bundle, ROOT } from './support/build.mjs'
import { figure } from './support/report.mjs'

export const title = 'masking: CPU time of masking a call of 60 kB'

export async function run() {
  const script = await bundle('bench/masking.ts', 'masking.mjs')
  // The bundle lies elsewhere, and the driver of the archive may be a package.
  const env = { ...process.env, NODE_PATH: join(ROOT, 'node_modules') }
  const { maskMs, jsonMs, plainMs, maskedMs, anewMs, plainAgainMs, againMs } = JSON.parse(
    execFileSync(process.execPath, [script], { encoding: 'utf8', env }),
  )
  const how = `${maskMs.toFixed(2)} ÷ ${jsonMs.toFixed(2)} ms a call`
  const answers = (ms, plain = plainMs) => ({ digits: 2, how: `${ms.toFixed(2)} ÷ ${plain.toFixed(2)} ms` })
  return [
    figure('masking ÷ JSON written and read', maskMs / jsonMs, { max: 2.5, digits: 1, how }),
    figure('get_conversation for the first time, masked ÷ as it is', maskedMs / plainMs, {
      max: 1.1,
      ...answers(maskedMs),
    }),
    figure('  where nothing is kept beside the call', anewMs / plainMs, answers(anewMs)),
    figure('the same calls again, masked ÷ as they are', againMs / plainAgainMs, {
      max: 1.1,
      ...answers(againMs, plainAgainMs),
    }),
  ]
}

// What masking of exports costs beside writing and reading the same calls as JSON.
import { execFileSync } from 'node:child_process'
import { bundle } from './support/build.mjs'
import { figure } from './support/report.mjs'

export const title = 'masking: CPU time of masking a call of 60 kB'

export async function run() {
  const script = await bundle('bench/masking.ts', 'masking.mjs')
  const { maskMs, jsonMs } = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }))
  const how = `${maskMs.toFixed(2)} ÷ ${jsonMs.toFixed(2)} ms a call`
  return [figure('masking ÷ JSON written and read', maskMs / jsonMs, { max: 3.5, digits: 1, how })]
}

// What numbers over many calls take, beside the same question in plain SQL by the same driver.
import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundle, ROOT, TEMP } from './support/build.mjs'
import { cleanEnv } from './support/process.mjs'
import { figure, median } from './support/report.mjs'

const CALLS = 100_000
const TURNS = 2_000_000
const ROUNDS = 20

export const title = `analysis: questions to an archive of ${CALLS.toLocaleString('en-US')} calls and 2 million turns (${ROUNDS} rounds)`

export async function run() {
  // An archive that is to be kept, to save the minute that it takes to make one.
  const kept = process.env.CONVERSATIONS_BENCH_ARCHIVE
  const path = kept ?? join(TEMP, 'analysis.sqlite')
  if (!existsSync(path)) await node(await bundle('bench/analysis/generate.ts', 'generate.mjs'), [path, CALLS, TURNS])
  const questions = await bundle('bench/analysis/questions.ts', 'questions.mjs')
  const report = JSON.parse(await node(questions, [path, ROUNDS]))
  const megabytes = Math.round(statSync(path).size / 1e6)
  const how = `${report.turns} turns; Node ${process.versions.node}, SQLite ${report.sqlite}; without bodies and index of words`
  return [
    figure('the archive', megabytes, { unit: 'MB', how }),
    ...report.questions.flatMap(({ name, rows, plainRows, oursMs, plainMs }) => {
      const [ours, plain] = [median(oursMs), median(plainMs)]
      const slowest = [...oursMs].sort((a, b) => a - b)[Math.ceil(oursMs.length * 0.95) - 1]
      return [
        figure(`${name}: p95`, slowest, { max: 1000, unit: 'ms', how: `median ${Math.round(ours)} ms; ${rows} rows` }),
        figure('  ÷ plain SQL', ours / plain, {
          max: 1.5,
          digits: 2,
          how: `${Math.round(plain)} ms; ${plainRows} rows`,
        }),
      ]
    }),
  ]
}

/** Runs a bundle, which lies elsewhere, with the packages of this folder; answers what it printed. */
async function node(program, args) {
  const env = { ...cleanEnv(), NODE_PATH: join(ROOT, 'node_modules') }
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args.map(String)], { env })
  return stdout
}

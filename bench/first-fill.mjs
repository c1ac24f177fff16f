// The first fill of an archive by the command `sync`, beside an older build in the same run. That one is given by a folder:
//   git worktree add ../conversations-old d7e03fe && (cd ../conversations-old && npm ci && npm run build)
//   CONVERSATIONS_BENCH_OLD=../conversations-old npm run bench -- first-fill
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundle, ROOT, SERVER, TEMP } from './support/build.mjs'
import { fill, OLD, settingsFor, startApi } from './support/fill.mjs'
import { cleanEnv } from './support/process.mjs'
import { figure, median, skipped } from './support/report.mjs'

const LATENCY_MS = 60
/** A fraction of the calls, for a quick look. */
const PART = Number(process.env.CONVERSATIONS_BENCH_PART ?? 1)
const FILL = Math.round(5_000 * PART)
const MANY = Math.round(10_000 * PART)
const ROUNDS = 2
const CORPUS = join(process.env.CONVERSATIONS_CORPUS ?? '', 'airline.jsonl')

export const title = `first fill: ${FILL} calls, ${LATENCY_MS} ms an answer, beside an older build (the API runs apart)`

export async function run() {
  const api = await bundle('bench/sync/many-calls.ts', 'many-calls.mjs')
  const told = await timeTold(api)
  if (OLD === null) {
    return [told, skipped('beside an older build', 'CONVERSATIONS_BENCH_OLD names no folder with a build')]
  }
  return [told, ...(await wide(api, OLD)), ...(await narrow(api, OLD)), ...(await costs(api, OLD))]
}

async function wide(api, old) {
  const { ours, theirs } = await both(api, { calls: FILL, latencyMs: LATENCY_MS, most: 24 }, old)
  return [
    figure('an API that bears 24 at a time: old ÷ new', ratio(theirs, ours, 'secs'), {
      min: 4,
      digits: 2,
      how: `${secs(theirs)} ÷ ${secs(ours)}; ${share(ours)} refused`,
    }),
  ]
}

async function narrow(api, old) {
  const { ours, theirs } = await both(api, { calls: FILL, latencyMs: LATENCY_MS, most: 4 }, old)
  return [
    figure('one that bears 4: old ÷ new', ratio(theirs, ours, 'secs'), {
      min: 0.95,
      digits: 2,
      how: `${secs(theirs)} ÷ ${secs(ours)}`,
    }),
    figure('  requests refused', mid(ours, 'refusedPercent'), { max: 2, digits: 2, unit: '%' }),
  ]
}

async function costs(api, old) {
  const file = existsSync(CORPUS) ? CORPUS : null
  const { ours, theirs } = await both(api, { calls: MANY, latencyMs: 0, most: null, file }, old)
  const ms = runs => `${((mid(runs, 'cpuSecs') * 1000) / MANY).toFixed(1)} ms`
  const mb = runs => `${(mid(runs, 'rss') / 1e6).toFixed(0)} MB`
  return [
    figure('CPU time a call: new ÷ old', ratio(ours, theirs, 'cpuSecs'), {
      max: 0.6,
      digits: 2,
      how: `${ms(ours)} ÷ ${ms(theirs)}; user and system, ${file ? 'calls of the corpus' : 'sample calls'}`,
    }),
    figure(`largest size while ${MANY} are read: new ÷ old`, ratio(ours, theirs, 'rss'), {
      max: 1,
      digits: 2,
      how: `${mb(ours)} ÷ ${mb(theirs)}`,
    }),
  ]
}

/** What is told at half way beside what it took from there. */
async function timeTold(program) {
  const fill = await bundle('bench/sync/fill.ts', 'fill.mjs')
  const api = await startApi(program, { calls: FILL, latencyMs: LATENCY_MS, most: 24 })
  try {
    const { url, now } = api
    const steps = [{ calls: FILL, read: 'told' }]
    const task = {
      url,
      path: join(TEMP, 'told.sqlite'),
      now,
      flags: '',
      concurrency: 4,
      maxConcurrency: 32,
      steps,
    }
    const env = { ...cleanEnv(), NODE_PATH: join(ROOT, 'node_modules') }
    const { stdout } = await promisify(execFile)(process.execPath, [fill, JSON.stringify(task)], { env })
    const [{ toldSecs, tookSecs }] = JSON.parse(stdout).steps
    return figure('time left, told at half way, off by', Math.abs(toldSecs / tookSecs - 1) * 100, {
      max: 30,
      unit: '%',
      how: `told ${toldSecs.toFixed(1)} s, took ${tookSecs.toFixed(1)} s`,
    })
  } finally {
    await api.stop()
  }
}

/** Both builds in turn at one API. */
async function both(program, task, old) {
  const api = await startApi(program, task)
  const [ours, theirs] = [[], []]
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [main, runs] of [
        [old, theirs],
        [SERVER, ours],
      ]) {
        const dataDir = mkdtempSync(join(TEMP, 'fill-'))
        runs.push(await fill(api, main, task.calls, settingsFor(api, dataDir)))
        rmSync(dataDir, { recursive: true })
      }
    }
    return { ours, theirs }
  } finally {
    await api.stop()
  }
}

const mid = (runs, name) => median(runs.map(run => run[name]))
const ratio = (one, other, name) => mid(one, name) / mid(other, name)
const secs = runs => `${mid(runs, 'secs').toFixed(1)} s`
const share = runs => `${mid(runs, 'refusedPercent').toFixed(2)} %`

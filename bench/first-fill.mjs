// The first fill of an archive by the command `sync`, beside an older build in the same run. That one is given by a folder:
//   git worktree add ../conversations-old d7e03fe && (cd ../conversations-old && npm ci && npm run build)
//   CONVERSATIONS_BENCH_OLD=../conversations-old npm run bench -- first-fill
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bundle, ROOT, SERVER, TEMP } from './support/build.mjs'
import { cleanEnv } from './support/process.mjs'
import { figure, median, skipped } from './support/report.mjs'

const LATENCY_MS = 60
/** A fraction of the calls, for a quick look. */
const PART = Number(process.env.CONVERSATIONS_BENCH_PART ?? 1)
const FILL = Math.round(5_000 * PART)
const MANY = Math.round(10_000 * PART)
const ROUNDS = 2
const USAGE = fileURLToPath(new URL('support/usage.cjs', import.meta.url))
const CORPUS = join(process.env.CONVERSATIONS_CORPUS ?? '', 'airline.jsonl')

export const title = `first fill: ${FILL} calls, ${LATENCY_MS} ms an answer, beside an older build (the API runs apart)`

export async function run() {
  const api = await bundle('bench/sync/many-calls.ts', 'many-calls.mjs')
  const told = await timeTold(api)
  const folder = process.env.CONVERSATIONS_BENCH_OLD && resolve(process.env.CONVERSATIONS_BENCH_OLD)
  const old = folder && join(folder, 'dist/main.js')
  if (!old || !existsSync(old)) {
    return [told, skipped('beside an older build', 'CONVERSATIONS_BENCH_OLD names no folder with a build')]
  }
  return [told, ...(await wide(api, old)), ...(await narrow(api, old)), ...(await costs(api, old))]
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
      theirs.push(await fill(api, old, task.calls))
      ours.push(await fill(api, SERVER, task.calls))
    }
    return { ours, theirs }
  } finally {
    await api.stop()
  }
}

async function fill(api, main, calls) {
  const dataDir = mkdtempSync(join(TEMP, 'fill-'))
  const usage = join(dataDir, 'usage.json')
  const env = cleanEnv({ ELEVENLABS_BASE_URL: api.url, ELEVENLABS_API_KEY: 'bench-key', BENCH_USAGE_FILE: usage })
  const args = ['--require', USAGE, main, 'sync', '--since', '60d', '--data-dir', dataDir]
  const startedMs = performance.now()
  const { stdout } = await promisify(execFile)(process.execPath, args, { env })
  const took = (performance.now() - startedMs) / 1000
  if (!stdout.includes(`${calls.toLocaleString('en-US')} of ${calls.toLocaleString('en-US')}`)) throw new Error(stdout)
  const { asked, refused } = await api.counts()
  const result = { ...JSON.parse(readFileSync(usage, 'utf8')), secs: took, refusedPercent: (100 * refused) / asked }
  rmSync(dataDir, { recursive: true })
  return result
}

const mid = (runs, name) => median(runs.map(run => run[name]))
const ratio = (one, other, name) => mid(one, name) / mid(other, name)
const secs = runs => `${mid(runs, 'secs').toFixed(1)} s`
const share = runs => `${mid(runs, 'refusedPercent').toFixed(2)} %`

async function startApi(program, task) {
  const args = [program, JSON.stringify({ most: null, file: null, ...task })]
  const child = spawn(process.execPath, args, { env: cleanEnv(), stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const [line] = await once(lines, 'line')
  return {
    ...JSON.parse(line),
    async counts() {
      const answer = once(lines, 'line')
      child.stdin.write('\n')
      return JSON.parse((await answer)[0])
    },
    async stop() {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}

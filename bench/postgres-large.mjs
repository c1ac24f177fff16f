// An archive of 300,000 calls in PostgreSQL: loading it, its size, and questions beside the plain SQL of the same answer.
// CONVERSATIONS_BENCH_CALLS=1000000 asks for more (20 GB of disk); CONVERSATIONS_BENCH_STORE names an empty database in
// which the archive is kept for the next run, else a server is started for it.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { bundle, ROOT, SERVER } from './support/build.mjs'
import { startApi } from './support/fill.mjs'
import { cleanEnv, residentMb, startServer, startService } from './support/process.mjs'
import { figure, median, percentile } from './support/report.mjs'

const CALLS = Number(process.env.CONVERSATIONS_BENCH_CALLS ?? 300_000)
const DRAWN = Math.min(10_000, CALLS / 30)
const [FEW, TURNS] = [3 * DRAWN, 20]
const ROUNDS = Number(process.env.CONVERSATIONS_BENCH_ROUNDS ?? 10)
const [PROFILE, KEY] = ['large', 'bench-key']
/** As a server of such an archive is set up. */
const SETTINGS = [
  ...['shared_buffers=1GB', 'effective_cache_size=4GB', 'random_page_cost=1.1', 'max_wal_size=8GB'],
  ...['wal_level=minimal', 'max_wal_senders=0'],
]
const MOST_MS = 2_000

export const title = `PostgreSQL: ${CALLS.toLocaleString('en-US')} calls and ${(CALLS * TURNS) / 1e6} million turns (${ROUNDS} rounds)`

export async function run() {
  const node = { NODE_PATH: join(ROOT, 'node_modules') }
  const kept = process.env.CONVERSATIONS_BENCH_STORE
  const server = kept
    ? null
    : await startService(await bundle('bench/postgres/server.ts', 'postgres.mjs'), SETTINGS, node)
  const api = await startApi(await bundle('bench/sync/many-calls.ts', 'many-calls.mjs'), { calls: 0, latencyMs: 0 })
  const store = kept ?? server.first
  try {
    const host = new URL(api.url).host
    const task = { store, host, profile: PROFILE, key: KEY, turns: TURNS, sizes: [DRAWN, FEW, CALLS], rounds: ROUNDS }
    const program = await bundle('bench/postgres/large.ts', 'large.mjs')
    const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(task)], {
      env: cleanEnv(node),
    })
    const { version, size, steps, bytes, times } = JSON.parse(stdout)
    return [
      figure('bytes a call', size / CALLS / 1000, { digits: 1, unit: 'kB', how: `PostgreSQL ${version}` }),
      ...steps.map(({ what, secs }) => figure(`loading: ${what}`, secs, { unit: 's' })),
      travelled(bytes),
      ...times.flatMap(figuresOf),
      ...(await answers(api, store)),
    ]
  } finally {
    await api.stop()
    await server?.stop()
  }
}

function travelled([[few, before], [many, after]]) {
  const how = `${after} bytes of ${many} calls ÷ ${before} bytes of ${few}`
  return figure('what travels for a grouped rate', after / before, { max: 1.1, digits: 2, how })
}

const ms = value => `${Math.round(value)} ms`
const p95 = values => percentile(values, 0.95)

function figuresOf({ name, oursMs, plainMs }) {
  const [ours, plain] = [median(oursMs), median(plainMs)]
  return [
    figure(`${name}: p95`, p95(oursMs), { max: MOST_MS, unit: 'ms', how: `median ${ms(ours)}` }),
    figure('  ÷ plain SQL', ours / plain, { max: 1.25, digits: 2, how: `${ms(ours)} ÷ ${ms(plain)}` }),
  ]
}

const THREE = { group_by: ['agent', 'language', 'week'], metrics: ['success_rate', 'duration'] }
/** Whole answers, as a client asks for them. */
const QUESTIONS = [
  ['a phrase', 'search_conversations', { query: '"where is my order"', call_successful: 'failure', page_size: 20 }],
  ['a common word', 'search_conversations', { query: 'the', page_size: 20 }],
  ['three groups with percentiles', 'analyze_conversations', THREE],
  ['triage', 'triage_conversations', { page_size: 20 }],
]

/** The API has no calls of the last day, and all before are known to be read. */
async function answers({ url }, store) {
  const args = ['--store', store, '--profile', PROFILE]
  const server = await startServer(SERVER, args, { ELEVENLABS_BASE_URL: url, ELEVENLABS_API_KEY: KEY })
  const figures = []
  let most = 0
  try {
    for (const [what, tool, input] of QUESTIONS) {
      const times = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const startedMs = performance.now()
        const { text } = await server.call(tool, input)
        times.push(performance.now() - startedMs)
        if (text.includes('INCOMPLETE')) throw new Error(`${what}: ${text}`)
        most = Math.max(most, await residentMb(server.pid))
      }
      figures.push(
        figure(`whole answer, ${what}: p95`, p95(times), {
          max: MOST_MS,
          unit: 'ms',
          how: `median ${ms(median(times))}`,
        }),
      )
    }
  } finally {
    await server.stop()
  }
  return [...figures, figure('resident size of the server', most, { max: 250, unit: 'MB' })]
}

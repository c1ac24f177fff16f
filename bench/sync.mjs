// What it costs to fill the archive: time beside the ideal, requests, memory, bytes on disk. The API runs apart.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { bundle, ROOT, TEMP } from './support/build.mjs'
import { cleanEnv } from './support/process.mjs'
import { figure } from './support/report.mjs'

const NOW = Date.UTC(2026, 10, 22, 12) / 1000
const CALLS = 2_000
const LATENCY_MS = 50
const CONCURRENCY = 8
const [FEW, MANY] = [1_000, 10_000]

export const title = `sync: filling the archive, ${CONCURRENCY} calls at a time (the API runs apart)`

export async function run() {
  const programs = {
    api: await bundle('bench/sync/api.ts', 'api.mjs'),
    fill: await bundle('bench/sync/fill.ts', 'fill.mjs'),
  }
  return [...(await pace(programs)), ...(await size(programs))]
}

/** Requests × latency ÷ concurrency: nobody can be faster. */
const paceOf = ({ ms, requests }) => (requests * LATENCY_MS) / CONCURRENCY / ms

async function pace(programs) {
  const api = await startApi(programs.api, CALLS, LATENCY_MS)
  const readings = ['lists', 'all', 'all', 'alone'].map(read => ({ calls: CALLS, read }))
  try {
    const rounds = []
    for (const round of [1, 2]) {
      rounds.push((await fill(programs.fill, api.url, `pace-${round}.sqlite`, readings)).steps)
    }
    // What else the computer does can only make it slower.
    const [lists, details, again, alone] = rounds.sort((a, b) => a[1].ms - b[1].ms)[0]
    const both = { ms: lists.ms + details.ms, requests: lists.requests + details.requests }
    const how = ({ ms, requests }) => `${(ms / 1000).toFixed(1)} s for ${requests} requests`
    return [
      figure('details: ideal ÷ measured', paceOf(details), {
        min: 0.85,
        digits: 2,
        how: `${how(details)} of ${LATENCY_MS} ms; the quicker of two rounds`,
      }),
      figure('  the client alone', paceOf(alone), {
        digits: 2,
        how: `${how(alone)}, and nothing done with the answers`,
      }),
      figure('  with the lists before them', paceOf(both), { digits: 2, how: `${how(both)}; pages come one by one` }),
      figure('requests for a covered window', again.requests, { max: 0, how: `${again.ms.toFixed(0)} ms` }),
    ]
  } finally {
    await api.stop()
  }
}

async function size(programs) {
  const api = await startApi(programs.api, MANY, 0)
  try {
    const readings = [FEW, MANY].map(calls => ({ calls, read: 'all' }))
    const { steps, bytes } = await fill(programs.fill, api.url, 'size.sqlite', readings)
    const [few, many] = steps
    return [
      figure('memory: many calls ÷ few', many.rss / few.rss, {
        max: 1.3,
        digits: 2,
        how: `${mb(many.rss)} after ${MANY}, ${mb(few.rss)} after ${FEW}; ${((many.ms + few.ms) / MANY).toFixed(1)} ms a call`,
      }),
      figure('archive ÷ JSON of the calls', bytes / api.bytes, {
        max: 0.8,
        digits: 2,
        how: `${mb(bytes)} ÷ ${mb(api.bytes)}; rows, bodies and all indexes, that of the words included`,
      }),
    ]
  } finally {
    await api.stop()
  }
}

const mb = bytes => `${(bytes / 1e6).toFixed(1)} MB`

/** What the server tells V8 about memory, which decides how much of it a sync takes. */
function serverFlags() {
  const [, flags] = /const SMALL\s*=\s*'([^']+)'/.exec(readFileSync(join(ROOT, 'src/main.ts'), 'utf8')) ?? []
  if (!flags) throw new Error('src/main.ts sets no flags named SMALL any more')
  return flags
}

/** Fills an archive in a process of its own; answers what each step took. */
async function fill(program, url, name, steps) {
  const task = { url, path: join(TEMP, name), now: NOW, flags: serverFlags(), concurrency: CONCURRENCY, steps }
  // The bundle lies elsewhere than the packages.
  const env = { ...cleanEnv(), NODE_PATH: join(ROOT, 'node_modules') }
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(task)], { env })
  return JSON.parse(stdout)
}

async function startApi(program, calls, latencyMs) {
  const args = [program, calls, latencyMs, NOW].map(String)
  const child = spawn(process.execPath, args, { env: cleanEnv(), stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const stop = async () => {
    const ended = once(child, 'exit')
    child.stdin.end()
    await ended
  }
  return { ...JSON.parse(line), stop }
}

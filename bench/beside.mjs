// What a question takes beside other work of its server: a query that runs into its limit, and bodies that are mapped again.
import { performance } from 'node:perf_hooks'
import { callNumber } from './http/measures.mjs'
import { archiveIn, dataFolder, KEY } from './http/team.mjs'
import { CALLS, largeArchive } from './support/archive.mjs'
import { bundle, ROOT, SERVER } from './support/build.mjs'
import { runBundle, startServer, startService } from './support/process.mjs'
import { figure, median, percentile } from './support/report.mjs'

const [READ, ASKED, OUTDATED] = [200, 15, 10_000]
const QUESTION = { group_by: ['agent', 'week'], metrics: ['count', 'success_rate', 'duration'] }
const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

export const title = `beside other work: one server over stdio, ${CALLS.toLocaleString('en-US')} calls in a file`

export async function run() {
  const api = await startService(await bundle('bench/http/api.ts', 'http-api.mjs'))
  const dataDir = await dataFolder(await largeArchive(), api.first)
  const settings = { ELEVENLABS_BASE_URL: api.first, ELEVENLABS_API_KEY: KEY, CONVERSATIONS_MCP_DATA_DIR: dataDir }
  const served = async work => {
    const server = await startServer(SERVER, [], settings)
    try {
      return await work(server)
    } finally {
      await server.stop()
    }
  }
  try {
    return [await served(besideQuery), ...(await besideMapping(served, await archiveIn(dataDir, api.first)))]
  } finally {
    await api.stop()
  }
}

const ms = value => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`

async function msOf(server, question) {
  const startedMs = performance.now()
  await server.call(...question)
  return performance.now() - startedMs
}

async function besideQuery(server) {
  const [alone, beside] = [[], []]
  // The first ones find nothing prepared.
  for (let n = -20; n < READ; n += 1) {
    const took = await msOf(server, callNumber(n + 21))
    if (n >= 0) alone.push(took)
  }
  let stopped = null
  const query = server.call('query_conversations', { sql: ENDLESS }).then(
    () => {
      stopped = 'it came to an end'
    },
    error => {
      stopped = error.message
    },
  )
  for (let n = READ + 21; stopped === null; n += 1) beside.push(await msOf(server, callNumber(n % CALLS)))
  await query
  if (!stopped.includes('stopped after')) throw new Error(`The query was to run into its limit: ${stopped}`)
  const [usual, meanwhile] = [alone, beside].map(times => percentile(times, 0.95))
  const how = `${ms(meanwhile)} ÷ ${ms(usual)}, ${beside.length} calls`
  return figure('get_conversation beside a query until its limit: p95 ÷ alone', meanwhile / usual, {
    ...{ max: 2, digits: 2, how },
  })
}

/** Of calls that are mapped already: whoever needs the others waits for them. */
async function besideMapping(served, archive) {
  const program = await bundle('bench/http/outdate.ts', 'outdate.mjs')
  const outdate = async calls => JSON.parse(await runBundle(program, [archive, calls], ROOT))
  const { last } = await outdate(OUTDATED)
  const question = ['analyze_conversations', { ...QUESTION, after: new Date((last + 1) * 1000).toISOString() }]
  const asked = async server => {
    const times = []
    for (let n = 0; n < ASKED; n += 1) times.push(await msOf(server, question))
    return median(times.slice(1))
  }
  // A server maps what it finds when it opens the archive.
  const [meanwhile, left] = await served(async server => [await asked(server), (await outdate(0)).outdated])
  await runBundle(program, [archive, 'none'], ROOT)
  const usual = await served(asked)
  const how = `${ms(meanwhile)} ÷ ${ms(usual)}; then ${left} of ${OUTDATED} were left`
  return [
    figure('an analysis while bodies are mapped again ÷ as usual', meanwhile / usual, { max: 1.2, digits: 2, how }),
    // Else what was asked last was asked beside nothing.
    figure('  bodies left at the end', left, { min: 1 }),
  ]
}

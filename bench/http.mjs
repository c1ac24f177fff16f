// The server for a team: beside a bare one, and with many clients at once over a large archive. Whatever the computer does
// besides, it ends within 8 minutes, not counted the making of the archive: rounds and phases have an end, and so has a tool.
import { writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { Client, startIssuer } from './http/clients.mjs'
import { callNumber, crowd, flood, inTurn, minute } from './http/measures.mjs'
import { dataFolder, freePort, startTeam } from './http/team.mjs'
import { CALLS, largeArchive } from './support/archive.mjs'
import { bundle, TEMP } from './support/build.mjs'
import { residentMb, startService } from './support/process.mjs'
import { figure, percentile, skipped } from './support/report.mjs'

const TOKEN = 'bench-token-of-a-team'
const [CONNECTIONS, REQUESTS, ROUNDS] = [64, 2_000, 5]
const [ANALYSTS, EVERYBODY, MINUTE_SECS] = [32, 200, 60]
const CORES = availableParallelism()

export const title = `http: a server for a team, ${CALLS.toLocaleString('en-US')} calls in a file, ${CORES} processors for clients and servers`

export async function run() {
  if (process.platform === 'win32') return [skipped('http', 'needs the command ps and signals')]
  const api = await startService(await bundle('bench/http/api.ts', 'http-api.mjs'))
  try {
    const dataDir = await dataFolder(await largeArchive(), api.first)
    const serve = settings =>
      freePort().then(port => startTeam({ dataDir, apiUrl: api.first, port, ...settings(port) }))
    const load = figure('work of others: load of a processor', loadavg()[0] / CORES, {
      digits: 1,
      how: 'before it began',
    })
    return [load, ...(await besideBare(serve)), ...(await manyAtOnce(serve))]
  } finally {
    await api.stop()
  }
}

const ms = value => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`

async function besideBare(serve) {
  const team = await serve(() => ({
    settings: { CONVERSATIONS_MCP_HTTP_TOKEN: TOKEN, CONVERSATIONS_MCP_HTTP_RATE_LIMIT: '1000000' },
  }))
  const client = new Client(team.url, TOKEN, CONNECTIONS)
  const same = one => one.answer(...callNumber(1))
  const another = (one, n) => one.answer(...callNumber(n))
  try {
    const file = join(TEMP, 'answer.json')
    writeFileSync(file, (await same(client)).text)
    return [
      ...(await beside('the same call', { client, ask: same }, [file, 'hono'], { count: REQUESTS, min: 0.5, max: 3 })),
      ...(await beside('another call each time', { client, ask: another }, [file, 'sdk'], { count: REQUESTS / 4 })),
    ]
  } finally {
    await client.close()
    await team.stop()
  }
}

async function beside(what, subject, args, { count, min, max }) {
  const bare = await startService(await bundle('bench/http/bare.ts', 'bare.mjs'), args)
  const client = new Client(bare.first, TOKEN, CONNECTIONS)
  try {
    const other = { client, ask: one => one.answer(...callNumber(1)) }
    const [ours, theirs] = await inTurn([subject, other], { lanes: CONNECTIONS, count, rounds: ROUNDS })
    const name = `${what} ÷ bare ${args[1] === 'sdk' ? 'SDK on it' : 'HTTP library'}`
    const rates = `${Math.round(ours.perSecond)} ÷ ${Math.round(theirs.perSecond)} a second`
    const slowest = `${ms(ours.p99)} ÷ ${ms(theirs.p99)}`
    return [
      figure(name, ours.perSecond / theirs.perSecond, { min, digits: 2, how: rates }),
      figure('  p99', ours.p99 / theirs.p99, { max, digits: 2, how: slowest }),
    ]
  } finally {
    await client.close()
    await bare.stop()
  }
}

async function manyAtOnce(serve) {
  let issuer
  const port = await freePort()
  issuer = await startIssuer(`http://127.0.0.1:${port}/mcp`)
  const team = await serve(() => ({ port, settings: { CONVERSATIONS_MCP_HTTP_ISSUER: issuer.url } }))
  const tokens = count => Promise.all(Array.from({ length: count }, (_, n) => issuer.token(`client-${count}-${n}`)))
  try {
    const sizeOf = () => residentMb(team.pid)
    const crowded = await crowd(team.url, await tokens(ANALYSTS + 1))
    const lived = await minute(team.url, await tokens(EVERYBODY), { secs: MINUTE_SECS, pauseMs: 5_000, sizeOf })
    const flooded = await flood(team.url, await tokens(2), 20)
    return [...crowdFigures(crowded), ...minuteFigures(lived), ...floodFigures(flooded)]
  } finally {
    await team.stop()
    issuer.close()
  }
}

function crowdFigures({ alone, longest, middle, besideP95, failures }) {
  const how = `${ms(longest)} ÷ ${ms(alone)} alone; half of them waited no longer than ${ms(middle)}`
  const max = (3 * ANALYSTS) / CORES
  return [
    figure(`${ANALYSTS} analyses at once: the longest wait ÷ one alone`, longest / alone, { max, digits: 1, how }),
    figure('  without an answer', failures.length, { max: 0, how: failures[0]?.slice(0, 200) ?? '' }),
    figure('  a call beside them: p95', besideP95, { max: 250, unit: 'ms' }),
  ]
}

function minuteFigures({ early, late, times, failures }) {
  const how = `${times.length} answers, p95 ${ms(percentile(times, 0.95))}; ${failures[0] ?? ''}`
  return [
    figure(`${EVERYBODY} clients for ${MINUTE_SECS} s: errors`, failures.length, { max: 0, how }),
    figure('  resident size at the end ÷ after a third', late / early, {
      max: 1.3,
      digits: 2,
      how: `${Math.round(late)} ÷ ${Math.round(early)} MB`,
    }),
  ]
}

function floodFigures({ statuses, alone, beside, callP95 }) {
  const refused = statuses.get('429') ?? 0
  const how = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')
  return [
    figure('the flood of one client: refused with 429', refused, { min: 1, how }),
    figure("  another's analysis beside it ÷ alone", beside / alone, {
      max: 5,
      digits: 1,
      how: `${ms(beside)} ÷ ${ms(alone)}`,
    }),
    figure("  another's call beside it: p95", callP95, { max: 250, unit: 'ms' }),
  ]
}

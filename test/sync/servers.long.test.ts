import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { all, texts } from '../../src/archive/engine/work.ts'
import { placeOf } from '../../src/archive/place/place-of.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { startDemoServer } from '../../src/demo/server.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { newPath } from '../archive/mirror.ts'
import { type Cluster, POSTGRES_BIN, startCluster } from '../support/postgres.ts'
import { NOW } from '../support/world.ts'
import { bundled } from './bundle.ts'
import { call, calls, worldOf } from './calls.ts'
import { expectMirror } from './rig.ts'
import { timesAsked } from './servers.ts'
import { until } from './waiting.ts'

/* Real processes at one archive, and an API that counts what each of them asks for. */

const CALLS = 600
const SERVERS = 3
const LEASE_SECS = 2
const HOST = 'api.test'

const program = bundled('filling')
const searching = bundled('searching')
const world = worldOf(calls(CALLS, NOW - 100, 600))
const OLDEST = NOW - 100 - CALLS * 600

/** Path of a file, or a database with the profile's name. */
interface At {
  place: string
  profile: string
}

interface Filling {
  child: ChildProcess
  line(): Promise<string>
  begin(): void
}

const startFilling = (url: string, { place, profile }: At): Filling =>
  startServer([program, url, place, profile, String(NOW), String(LEASE_SECS), String(OLDEST)])

function startServer(args: string[]): Filling {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  let complaints = ''
  child.stderr!.on('data', chunk => (complaints += chunk))
  return {
    child,
    async line() {
      const { value, done } = await lines.next()
      if (done) throw new Error(`the process ended: ${complaints}`)
      return value
    },
    begin: () => void child.stdin!.write('go\n'),
  }
}

async function expectWhole(archive: Archive): Promise<void> {
  const known = await archive.read(
    texts(sql`SELECT conversation_id FROM conversations WHERE detail_read_at IS NOT NULL`),
  )
  expect(known.sort()).toEqual(world.conversations.map(body => body.conversation_id).sort())
  for (const body of world.conversations.slice(0, 50)) {
    expect(await archive.body(body.conversation_id)).toEqual(body)
  }
  const [turns] = await archive.read(all(sql`SELECT count(*) AS n FROM turns`))
  expect(Number(turns!.n)).toBe(world.conversations.reduce((sum, body) => sum + body.transcript.length, 0))
  expect(await archive.read(all(sql`SELECT * FROM leases`))).toEqual([])
}

let cluster: Cluster | undefined
beforeAll(async () => {
  if (POSTGRES_BIN !== null) cluster = await startCluster()
})
afterAll(() => cluster?.stop())

describe.each(['a file', ...(POSTGRES_BIN === null ? [] : ['PostgreSQL'])])('several processes at %s', engine => {
  const newArchive = async (profile: string): Promise<{ at: At; archive: Archive }> => {
    const place = engine === 'a file' ? newPath() : cluster!.url
    const archive = await openArchive(engine === 'a file' ? place : placeOf({ store: place, host: HOST, profile }), NOW)
    onTestFinished(() => archive.close())
    return { at: { place, profile }, archive }
  }

  test('read each page and each call once', async () => {
    const api = await startDemoServer({ world, latencyMs: 3 })
    onTestFinished(() => api.close())
    const { at, archive } = await newArchive('once')
    const servers = Array.from({ length: SERVERS }, () => startFilling(api.url, at))
    await Promise.all(servers.map(server => server.line()))
    for (const server of servers) server.begin()
    const reports = await Promise.all(servers.map(async server => JSON.parse(await server.line())))
    expect(reports.map(({ complete }) => complete)).toEqual(servers.map(() => true))
    expect(timesAsked({ api })).toEqual({ 1: CALLS })
    expect(api.requests.length).toBe(CALLS + CALLS / 100)
    // None of them did all of it.
    for (const { requests } of reports) expect(requests).toBeLessThan(CALLS)
    await expectWhole(archive)
  })

  test('fill and ask at once while they are killed: nothing is lost, doubled or answered wrong', async () => {
    const conversations = calls(300, NOW - 100, 60)
    const api = await startDemoServer({ world: worldOf(conversations), latencyMs: 2 })
    onTestFinished(() => api.close())
    const { at, archive } = await newArchive('kills')
    const startSearching = async () => {
      const server = startServer([searching, api.url, at.place, at.profile])
      await server.line()
      return server
    }
    const servers = await Promise.all(Array.from({ length: 4 }, startSearching))
    for (let round = 0; round < 6; round += 1) {
      const now = NOW + 61 * (round + 1)
      for (const body of conversations) body.tag_ids = [`tag_${round}`]
      conversations.push(call({ id: `new_${round}`, start: now - 61 }))
      const before = api.requests.length
      for (const { child } of servers) child.stdin!.write(`${now}\n`)
      // Somewhere in the work of this round, whoever does it.
      await until(() => api.requests.length > before + 50 * (round + 1))
      const victim = round % servers.length
      servers[victim]!.child.kill('SIGKILL')
      const others = servers.filter((_, index) => index !== victim)
      const rounds = await Promise.all(others.map(async server => JSON.parse(await server.line())))
      expect(rounds.map(({ complete, lost }) => ({ complete, lost }))).toEqual(
        others.map(() => ({ complete: true, lost: [] })),
      )
      await expectMirror({ archive, world: conversations })
      servers[victim] = await startSearching()
    }
    const [rows] = await archive.read(all(sql`SELECT count(*) AS turns FROM turns`))
    expect(Number(rows!.turns)).toBe(conversations.reduce((sum, body) => sum + body.transcript.length, 0))
    expect(await archive.integrity()).toEqual([])
    expect(await archive.read(all(sql`SELECT * FROM leases`))).toEqual([])
    const page = { filter: {}, order: 'newest', limit: 5, offset: 0 } as const
    const found = await searchWords(archive, { query: parseQuery('"I am"'), ...page })
    expect(found.conversations).toBe(conversations.length)
    await Promise.all(
      servers.map(async ({ child }) => {
        child.stdin!.end()
        expect(await once(child, 'exit')).toEqual([0, null])
      }),
    )
  })

  test('one is killed: its work is taken over, and little is read twice', async () => {
    const api = await startDemoServer({ world, latencyMs: 3 })
    onTestFinished(() => api.close())
    const { at, archive } = await newArchive('killed')
    const [victim, other] = [startFilling(api.url, at), startFilling(api.url, at)]
    await Promise.all([victim.line(), other.line()])
    victim.begin()
    await until(() => api.requests.length > CALLS / 4)
    other.begin()
    await until(() => api.requests.length > CALLS / 2)
    victim.child.kill('SIGKILL')
    await once(victim.child, 'exit')
    expect(JSON.parse(await other.line())).toMatchObject({ complete: true })
    const { 1: once1 = 0, 2: twice = 0, ...more } = timesAsked({ api })
    expect(more).toEqual({})
    expect(once1 + twice).toBe(CALLS)
    // Those that it had claimed and not written.
    expect(twice).toBeLessThanOrEqual(50)
    await expectWhole(archive)
  })
})

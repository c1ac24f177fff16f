import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GROUPS } from '../../src/analysis/define/groups.ts'
import { analyze, type GroupName } from '../../src/analysis/index.ts'
import { ApiClient } from '../../src/api/client.ts'
import { toConversation } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { copyArchive } from '../../src/archive/copy/copy.ts'
import { addCovered, coveredIntervals, openWalks, setWalkPosition } from '../../src/archive/coverage/coverage.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { texts } from '../../src/archive/engine/work.ts'
import { placeOf } from '../../src/archive/place/place-of.ts'
import { countValues } from '../../src/archive/read/value-counts.ts'
import { whereOf } from '../../src/archive/select/select.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { prepareDetail } from '../../src/archive/write/prepare-detail.ts'
import { listItem } from '../../src/demo/list-item.ts'
import { startDemoServer } from '../../src/demo/server.ts'
import type { Json } from '../../src/demo/world.ts'
import type { CallFilter } from '../../src/domain/filter.ts'
import { explain } from '../../src/explain/index.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { Sync } from '../../src/sync/sync.ts'
import { sample } from '../../src/triage/sample.ts'
import { triage } from '../../src/triage/triage.ts'
import { ALL_METRICS } from '../analysis/check.ts'
import { type Cluster, POSTGRES_BIN, startCluster } from '../support/postgres.ts'
import { sample as sampleCalls } from '../support/sample.ts'
import { smallWorld, smallWorldExtras } from '../support/small-world.ts'
import { NOW } from '../support/world.ts'
import { until } from '../sync/waiting.ts'
import { answersOf, contentsOf, fillArchive } from './copy.ts'
import { filters } from './filters.ts'
import { LEASES } from './leases.ts'
import { newPath, summariesOf } from './mirror.ts'

/* Both engines give the same answers to the letter. */

const world = {
  ...smallWorld(),
  conversations: [...smallWorld().conversations, ...sampleCalls.conversations.slice(0, 150)],
}
const bodies: Json[] = world.conversations
/** Numbers and truth values beside texts of the same words. */
const MIXED = [0, '0', '0', false, 'false', '00', '{}', {}]
for (const [at, value] of MIXED.entries()) {
  const analysis: Json = bodies[at]!.analysis
  analysis.data_collection_results = {
    ...analysis.data_collection_results,
    mixed: { data_collection_id: 'mixed', value, rationale: '' },
  }
}
const T = 1_795_000_000

/** SQLite writes reals into JSON with 15 digits, and sums depend on the order of the calls: answers show four digits. */
function nearly(value: unknown): unknown {
  if (typeof value === 'number')
    return expect.closeTo(value, value === 0 ? 9 : Math.min(9, 8 - Math.floor(Math.log10(Math.abs(value)))))
  if (Array.isArray(value)) return value.map(nearly)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, nearly(one)]))
}

/** Without the columns that facts are read from, and in no order of a store's own. */
function plain<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (name, one) =>
      ['of', 'calls'].includes(name) && typeof one === 'object' && !isTexts(one) ? undefined : one,
    ),
  ) as T
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && typeof value[0] === 'string'

async function fill(archive: Archive): Promise<void> {
  const summaries = summariesOf(bodies.map(body => listItem(body, { summaries: true })))
  for (let at = 0; at < summaries.length; at += 100) await archive.upsertSummaries(summaries.slice(at, at + 100), T)
  const details = bodies.map(body => ({
    detail: prepareDetail(body, toConversation(body, body.conversation_id)),
    at: T + 1,
  }))
  for (let at = 0; at < details.length; at += 20) await archive.writeTogether(details.slice(at, at + 20))
  await archive.upsertSummaries(summaries.slice(0, 4), T + 2, { filter: 'topic_ids', value: 'topic_refunds' })
}

describe.skipIf(POSTGRES_BIN === null)('both engines (with PostgreSQL installed)', () => {
  let cluster: Cluster
  let archives: [Archive, Archive] | undefined
  beforeAll(async () => {
    cluster = await startCluster()
    archives = [
      await openArchive(newPath(), 1000),
      await openArchive(placeOf({ store: cluster.url, host: 'api.test', profile: 'a' }), 1000),
    ]
    await Promise.all(archives.map(fill))
  })
  afterAll(async () => {
    await Promise.all((archives ?? []).map(archive => archive.close()))
    await cluster.stop()
  })

  /** Those that the API does not have. */
  const OWN_FILTERS: CallFilter[] = [
    ...[
      { status: 'done' },
      { caller: '+1 555 0100' },
      { interrupted: true },
      { interrupted: false },
      { tool_failed: true },
      { tool_failed: false },
    ],
    ...['order', 'user:order', 'tool:A-7', 'order -late', 'agent:-order', '=order*', '"order number"'].map(said => ({
      said: [said],
    })),
  ]

  /** What both say to the question. */
  async function same<T>(what: unknown, ask: (archive: Archive) => Promise<T>): Promise<T> {
    const [one, other] = await Promise.all(archives!.map(archive => ask(archive).catch(error => `${error}` as T)))
    expect({ what, answer: other }).toEqual({ what, answer: nearly(one) })
    return one!
  }

  test('select the same calls, whatever the filter', async () => {
    for (const filter of [...filters(world, smallWorldExtras()).single, ...OWN_FILTERS]) {
      await same(filter, archive =>
        archive.read(
          texts(sql`SELECT c.conversation_id FROM conversations c WHERE ${whereOf(filter)} ORDER BY c.conversation_id`),
        ),
      )
    }
  })

  const several = ['tool, tool_error', 'tool, criterion_result, tag', 'weekday, agent', 'data:mixed, data_field, month']
  test.each(['', ...Object.keys(GROUPS), 'data:amount', 'said:user:order', ...several])(
    'count the same by %s',
    async group => {
      const groupBy = group.split(', ').filter(Boolean) as GroupName[]
      const question = { filter: {}, zone: 'Europe/Berlin', metrics: ALL_METRICS, groupBy, limit: 1000 }
      const { table } = await same(group, archive => analyze(archive, question))
      expect(table.rows.length).toBeGreaterThan(0)
      const compareTo = { filter: { call_successful: 'failure' as const }, label: 'failures' }
      await same([group, 'compared'], archive => analyze(archive, { ...question, compareTo }))
    },
  )

  test('put values of the same words into one row', async () => {
    const question = { filter: {}, zone: 'UTC', metrics: ['count' as const], groupBy: ['data:mixed' as const] }
    const { table } = await same('mixed', archive => analyze(archive, question))
    expect(table.rows.slice(0, -1).map(([value, calls]) => `${value}: ${calls}`)).toEqual([
      ...['0: 3', 'false: 2', '{}: 2', '00: 1'],
    ])
  })

  test('rank the same calls', async () => {
    const found = await same('triage', archive => triage(archive, { filter: {}, limit: 200, offset: 0, now: T }))
    expect(found.rows.length).toBeGreaterThan(10)
    await same('sample', archive => sample(archive, { filter: {}, n: 30, seed: 'a', now: T }))
  })

  test('say alike what sets calls apart: facts, words and modes', async () => {
    const [first, second] = ['failure', 'success'].map(call_successful => ({ filter: { call_successful } }))
    const question = {
      first: first!,
      second: second!,
      zone: 'Europe/Berlin',
      rows: 20,
      words: 5,
      modes: true,
      before: second!,
    }
    const found = await same('explain', archive => explain(archive, question).then(plain))
    expect(found.facts!.rows.length).toBeGreaterThan(3)
    expect(found.texts.modes!.modes.length).toBeGreaterThan(3)
  })

  test('tell the same of calls', async () => {
    for (const { conversation_id: id } of bodies.slice(0, 40)) {
      await same([id, 'summary'], archive => archive.summary(id))
      await same([id, 'call'], archive => archive.conversation(id))
      await same([id, 'fresh'], archive => archive.freshAt(id, T + 30))
    }
    for (const what of ['agents', 'tools', 'tags', 'criteria', 'data_fields', 'environments', 'languages'] as const)
      await same(what, archive => archive.read(countValues(what, { filter: {} })))
    await same('status', async archive => ({ ...(await archive.status()), bytes: 0 }))
  })

  test.each([
    'refund',
    'thank you',
    '="thank you"',
    '"where is my order"',
    'order -status',
    'parc*',
    'mensualites',
    '日本語',
    "I'm",
    'lookup_order',
    'refund zebra',
    'thank mensualites',
    'conversation',
    '5000',
    'refund*  "my order"',
  ])('find the same: %s', async typed => {
    const query = parseQuery(typed)
    for (const role of [undefined, 'user', 'agent', 'tool'] as const)
      for (const order of ['best', 'newest'] as const) {
        const found = await same([typed, role, order], async archive => {
          const found = await searchWords(archive, { query, role, order, filter: {}, limit: 50, offset: 0 })
          return { ...found, hits: found.hits.map(hit => ({ ...hit, score: hit.score?.toFixed(6) })) }
        })
        expect(found).toHaveProperty('hits')
      }
  })

  test('remember the same of walks', async () => {
    await same('walks', async archive => {
      await archive.write(addCovered('', { from: 10, to: 20, readAt: 30 }))
      await archive.write(addCovered('', { from: 15, to: 40, readAt: 50 }))
      await archive.write(setWalkPosition({ scope: 'a', from: 1, to: 9 }, { position: 5, startedAt: 9 }))
      return [await archive.read(coveredIntervals('')), await archive.read(openWalks('a'))]
    })
  })

  test('erase the same', async () => {
    await same('tombstone', async archive => {
      const id = bodies[3]!.conversation_id
      const done = [await archive.tombstone(id, T), await archive.tombstone(id, T + 10), await archive.readingTimes(id)]
      return [...done, await archive.prune(1_790_000_000), { ...(await archive.status()), bytes: 0 }]
    })
  })

  test.each(Object.entries(LEASES))('lease the same: %s', async (name, check) => {
    const opened: Archive[] = []
    // A schema for each.
    const place = () => placeOf({ store: cluster.url, host: 'api.test', profile: name })
    await check(async leaseSecs => {
      const archive = await openArchive(place(), 1000, leaseSecs)
      opened.push(archive)
      return archive
    }).finally(() => Promise.all(opened.map(archive => archive.close())))
  })

  test('who waits at a server is woken by it, and goes on waiting where the connection for that is lost', async () => {
    const at = placeOf({ store: cluster.url, host: 'api.test', profile: 'news' })
    const [one, other] = [await openArchive(at, 1000), await openArchive(at, 1000)]
    const { signal } = new AbortController()
    const listening = `FROM pg_stat_activity WHERE query LIKE 'LISTEN%'`
    const listeners = async () => (await cluster.ask<{ pid: number }>(`SELECT pid ${listening}`)).map(({ pid }) => pid)
    await one.leases.claim(['a', 'b'])
    let news = 0
    const unwatch = other.store.watch(() => news++)
    await until(async () => (await listeners()).length === 1)
    await until(() => news > 0)
    const before = news
    await other.leases.claim(['c'])
    await one.leases.claim(['d'])
    await until(() => news > before)
    // Not of what it writes itself, nor of another archive.
    expect(news).toBe(before + 1)
    unwatch()
    const free = other.leases.whenFree(['a', 'b'], signal)
    const [first] = await listeners()
    await cluster.ask(`SELECT pg_terminate_backend(pid) ${listening}`)
    await one.leases.release(['a', 'b'])
    await free
    // It listens again, on another connection.
    const again = other.leases.whenFree(['d'], signal)
    await until(async () => (await listeners()).some(pid => pid !== first))
    await one.leases.release(['d'])
    await again
    await Promise.all([one.close(), other.close()])
    await until(async () => (await listeners()).length === 0)
  })

  test('are taken along there and back, interrupted on the way: rows, bodies and answers are the same', async () => {
    const { signal } = new AbortController()
    const place = placeOf({ store: cluster.url, host: 'api.test', profile: 'copy' })
    const [file, server, back] = [
      await openArchive(newPath(), NOW),
      await openArchive(place, NOW),
      await openArchive(newPath(), NOW),
    ]
    await fillArchive(file)
    for (const [from, to] of [
      [file, server],
      [server, back],
    ] as const) {
      const end = new AbortController()
      const onProgress = ({ done }: { done: number }) => done >= 60 && end.abort(new Error('enough'))
      await expect(copyArchive(from, to, { signal: end.signal, onProgress })).rejects.toThrow('enough')
      const { written, calls, digest } = await copyArchive(from, to, { signal })
      expect(written).toBeLessThan(calls)
      expect(digest).toMatch(/^[0-9a-f]{64}$/)
      expect(await contentsOf(to)).toEqual(await contentsOf(file))
      expect(await answersOf(to)).toEqual(nearly(await answersOf(file)))
      await expect(copyArchive(from, to, { signal })).rejects.toThrow(/complete copy of it/)
    }
    // What comes later gets ids of its own.
    expect(await server.upsertConversation(bodies[100], toConversation(bodies[100], ''), NOW)).toBe(true)
    await Promise.all([file, server, back].map(archive => archive.close()))
  })

  test('are filled by a sync, and asked again without a request', async () => {
    const api = await startDemoServer({ world: smallWorld() })
    const filled = [
      await openArchive(newPath(), 1000),
      await openArchive(placeOf({ store: cluster.url, host: 'api.test', profile: 'b' }), 1000),
    ]
    const found = []
    for (const archive of filled) {
      const source = new ApiClient({ baseUrl: api.url, apiKey: 'any' })
      const sync = new Sync({ source, archive, now: () => NOW })
      const ensure = () =>
        sync
          .ensure({ filter: {}, details: true }, { signal: new AbortController().signal })
          .then(report => ({ ...report, requests: 0 }))
      const report = await ensure()
      const before = api.requests.length
      await ensure()
      found.push({ report, again: api.requests.length - before, status: { ...(await archive.status()), bytes: 0 } })
      await sync.stop()
      await source.close()
      await archive.close()
    }
    await api.close()
    expect(found[1]).toEqual(found[0])
    expect(found[1]).toMatchObject({ report: { complete: true }, again: 0, status: { calls: 13, withDetail: 13 } })
  })
})

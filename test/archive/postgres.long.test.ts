import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { analyze } from '../../src/analysis/index.ts'
import { toConversation } from '../../src/api/map.ts'
import { Archive, openArchive } from '../../src/archive/archive.ts'
import { render, sql } from '../../src/archive/engine/sql.ts'
import { all, first, type Statement, texts, type Work } from '../../src/archive/engine/work.ts'
import { placeOf } from '../../src/archive/place/place-of.ts'
import { POSTGRES } from '../../src/archive/postgres/dialect.ts'
import { MIGRATIONS, migrate } from '../../src/archive/postgres/migrations.ts'
import { firstIdOf, OTHER } from '../../src/archive/postgres/months/months.ts'
import { schemaOf } from '../../src/archive/postgres/place.ts'
import { PostgresStore } from '../../src/archive/postgres/store.ts'
import { tallyThere } from '../../src/archive/postgres/tally/tally.ts'
import { READING } from '../../src/archive/postgres/transaction.ts'
import { countValues } from '../../src/archive/read/value-counts.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { prepareDetail } from '../../src/archive/write/prepare-detail.ts'
import { listItem } from '../../src/demo/list-item.ts'
import type { Json } from '../../src/demo/world.ts'
import { searchWords } from '../../src/search/search-words.ts'
import { triage } from '../../src/triage/triage.ts'
import { ALL_METRICS } from '../analysis/check.ts'
import { PATIENT } from '../support/patient.ts'
import { type Cluster, POSTGRES_BIN, startCluster } from '../support/postgres.ts'
import { smallWorld } from '../support/small-world.ts'
import { newPath, summariesOf } from './mirror.ts'
import { expectNews } from './news.ts'

/* What PostgreSQL's store has of its own: months, migrations, who may use it. */

const T = 1_795_000_000
const unix = (iso: string): number => Date.parse(`${iso}T12:00:00Z`) / 1000
const [AUGUST, OCTOBER, NOVEMBER] = [unix('2026-08-05'), unix('2026-10-05'), unix('2026-11-05')]
const bodies: Json[] = smallWorld().conversations

/** The same archive; what it asks its store, and what it is told, is handed on. */
function overheard({ store }: Archive, hear: (asked: Statement, told: unknown) => void): Archive {
  function* listening<R>(work: Work<R>): Work<R> {
    let step = work.next()
    while (!step.done) {
      const asked = step.value
      const told: unknown = asked.want === 'tally' ? yield* listening(tallyThere(asked.tallying)) : yield asked
      if (asked.want !== 'tally') hear(asked, told)
      step = work.next(told)
    }
    return step.value
  }
  const read = { value: (work: Work<unknown>) => store.read(listening(work)) }
  return new Archive(Object.create(store, { read }))
}

/** The body with another start. */
const starting = (body: Json, start: number): Json => ({
  ...body,
  metadata: { ...body.metadata, start_time_unix_secs: start },
})

const detailed = (body: Json, at: number) => ({
  detail: prepareDetail(body, toConversation(body, body.conversation_id)),
  at,
})

const listed = (some: Json[]) => summariesOf(some.map(body => listItem(body, { summaries: true })))

/** As EXPLAIN tells it. */
interface Plan {
  Plans?: Plan[]
  Alias?: string
  'Relation Name'?: string
  'Node Type': string
  'Parent Relationship'?: string
  [detail: string]: unknown
}

const isOf = (relation: string, { Plans = [] }: Plan): Plan[] =>
  Plans.filter(part => part['Parent Relationship'] === relation)
/** Without the subqueries about its rows. */
const inputsOf = (plan: Plan): Plan[] => ['Outer', 'Inner', 'Member', 'Subquery'].flatMap(name => isOf(name, plan))
const withInputs = (plan: Plan): Plan[] => [plan, ...inputsOf(plan).flatMap(withInputs)]
const readsMonths = (plan: Plan): boolean =>
  withInputs(plan).some(part => /_(\d{4}_\d\d|other)$/.test(part['Relation Name'] ?? ''))
/** Those of months are numbered. */
const plainName = (alias: string): string => alias.replace(/_\d+$/, '')
const namesIn = (plan: Plan): string[] =>
  withInputs(plan)
    .flatMap(({ Alias = [] }) => Alias)
    .map(plainName)
const conditionsIn = (plan: Plan): string[] =>
  withInputs(plan).flatMap(part =>
    Object.entries(part).flatMap(([name, value]) => (/(Cond|Filter)$/.test(name) ? [String(value)] : [])),
  )

const EQUAL_IDS = /(\w+)\.(?:id|conversation) = (\w+)\.(?:id|conversation)\b/g
/** Names of rows that are of the same call. */
const pairsIn = (plan: Plan): [string, string][] =>
  conditionsIn(plan).flatMap(text =>
    [...text.matchAll(EQUAL_IDS)].map(([, one, other]): [string, string] => [plainName(one!), plainName(other!)]),
  )

/** Where rows of tables that are divided by month meet, in a join or in a subquery about a row, and whether by id. */
function meetings(plan: Plan): { names: string[]; isById: boolean }[] {
  const [left, right] = inputsOf(plan).filter(readsMonths)
  const isJoin = /Join|Nested Loop/.test(plan['Node Type']) && left && right
  const sides = isJoin ? [namesIn(left), namesIn(right)] : []
  const isBetween = (one: string, other: string) => sides[0]!.includes(one) && sides[1]!.includes(other)
  const joins = isJoin && {
    names: sides.flat(),
    isById: pairsIn(plan).some(([one, other]) => isBetween(one, other) || isBetween(other, one)),
  }
  const subqueries = (readsMonths(plan) ? isOf('SubPlan', plan).filter(readsMonths) : []).map(query => ({
    names: [...namesIn(plan), ...namesIn(query)],
    // One that is asked once of all rows tells the ids that it holds for.
    isById: pairsIn(query).length > 0 || String(withInputs(query).at(-1)!.Output).endsWith('.conversation'),
  }))
  return [...(joins ? [joins] : []), ...subqueries, ...(plan.Plans ?? []).flatMap(meetings)]
}

describe.skipIf(POSTGRES_BIN === null)('the store in PostgreSQL', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  })
  afterAll(() => cluster.stop())

  const place = (profile: string) => placeOf({ store: cluster.url, host: 'api.test', profile })
  const open = (profile: string, now = T) => openArchive(place(profile), now)

  /** Names of the months that have tables. */
  const months = async (profile: string): Promise<string[]> => {
    const tables = await cluster.ask<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename LIKE 'words\\_%' AND tablename <> 'word_counts' ORDER BY 1",
      [schemaOf('api.test', profile)],
    )
    return tables.map(({ name }) => name.replace('words_', ''))
  }

  /** What the index says it holds, and what it does hold. */
  const wordCounts = (archive: Archive) =>
    archive.read(
      all(sql`SELECT month, rows, words,
        (SELECT count(*) FROM words w WHERE div(w.conversation, 1099511627776) = month) AS "rowsThere",
        (SELECT coalesce(sum(size), 0) FROM words w WHERE div(w.conversation, 1099511627776) = month) AS "wordsThere"
        FROM word_counts ORDER BY month`),
    )
  const expectCounted = async (archive: Archive) => {
    for (const { rows, words, rowsThere, wordsThere } of await wordCounts(archive))
      expect([rows, words]).toEqual([rowsThere, wordsThere])
  }

  test('a call that was not here before is news to whoever may see it, whenever it started', async () => {
    const archive = await open('news')
    await expectNews(archive)
    await archive.close()
  })

  test('its version stays while it is only read, and is another after any server has written', async () => {
    const [archive, other] = [await open('version'), await open('version')]
    const version = () => archive.store.version()
    const read = () => other.read(texts(sql`SELECT conversation_id FROM conversations`))
    // The server has housework of its own, which counts, too.
    await vi.waitFor(async () => {
      const before = await version()
      await read()
      expect(await version()).toBe(before)
    }, PATIENT)
    const before = await version()
    await other.setNote('note', '1')
    const between = await version()
    expect(between).not.toBe(before)
    await archive.setNote('note', '2')
    expect(await version()).not.toBe(between)
    for (const one of [archive, other]) await one.close()
  })

  describe('months', () => {
    test('are made ahead, and as calls of them come', async () => {
      const archive = await open('ahead', unix('2026-12-24'))
      expect(await months('ahead')).toEqual(['2026_12', '2027_01', 'other'])
      await archive.writeTogether([detailed(starting(bodies[0]!, AUGUST), T)])
      await archive.upsertSummaries(listed([starting(bodies[1]!, 0), starting(bodies[2]!, OCTOBER)]), T)
      expect(await months('ahead')).toEqual(['2026_08', '2026_10', '2026_12', '2027_01', 'other'])
      await expectCounted(archive)
      await archive.close()
    })

    test('keep a call whose start becomes known, or is corrected, with all that belongs to it', async () => {
      const archives = [await openArchive(newPath(), 1000), await open('moved')]
      const found = []
      for (const archive of archives) {
        const [body] = bodies as [Json]
        const id: string = body.conversation_id
        const steps = []
        const look = async () => {
          const query = parseQuery('refund')
          const hits = await searchWords(archive, { query, order: 'best', filter: {}, limit: 9, offset: 0 })
          steps.push({
            summary: await archive.summary(id),
            call: await archive.conversation(id),
            // FTS5 goes on counting rows that were deleted.
            hits: { ...hits, hits: hits.hits.map(hit => ({ ...hit, score: 0 })) },
            status: { ...(await archive.status()), bytes: 0 },
            turns: await archive.read(first(sql`SELECT count(*) AS turns FROM turns`)),
          })
        }
        await archive.upsertSummaries(listed([starting(body, 0)]), T, { filter: 'topic_ids', value: 'topic_a' })
        await look()
        await archive.upsertSummaries(listed([starting(body, AUGUST)]), T + 1)
        await look()
        await archive.writeTogether([detailed(starting(body, AUGUST), T + 2)])
        await look()
        await archive.writeTogether([detailed(starting(body, NOVEMBER), T + 3)])
        await look()
        // What is older moves nothing.
        await archive.upsertSummaries(listed([starting(body, OCTOBER)]), T)
        await look()
        await archive.writeTogether([detailed(starting(body, 0), T + 4)])
        await look()
        steps.push(await archive.read(texts(sql`SELECT value FROM memberships`)))
        found.push(steps)
      }
      expect(found[1]).toEqual(found[0])
      expect(found[0]).toHaveLength(7)
      expect(await months('moved')).toEqual(['2026_08', '2026_11', '2026_12', 'other'])
      await expectCounted(archives[1]!)
      await Promise.all(archives.map(archive => archive.close()))
    })

    test('are dropped as a whole by prune, and the rest goes call by call', async () => {
      const archives = [await openArchive(newPath(), 1000), await open('pruned')]
      const starts = [AUGUST, AUGUST + 86_400, OCTOBER, OCTOBER + 86_400, NOVEMBER, 0]
      const found = []
      for (const archive of archives) {
        await archive.writeTogether(starts.map((start, at) => detailed(starting(bodies[at]!, start), T)))
        const removed = [await archive.prune(OCTOBER + 3_600), await archive.prune(OCTOBER + 3_600)]
        const left = await archive.read(texts(sql`SELECT conversation_id FROM conversations ORDER BY 1`))
        const turns = await archive.read(texts(sql`SELECT count(*) FROM turns`))
        found.push({ removed, left, turns, status: { ...(await archive.status()), bytes: 0 } })
      }
      expect(found[1]).toEqual(found[0])
      expect(await months('pruned')).toEqual(['2026_10', '2026_11', '2026_12', 'other'])
      await expectCounted(archives[1]!)
      // A month that was dropped is made again where it is needed.
      await archives[1]!.writeTogether([detailed(starting(bodies[0]!, AUGUST), T)])
      expect(await months('pruned')).toContain('2026_08')
      await Promise.all(archives.map(archive => archive.close()))
    })

    test('are all that a window touches, whatever is asked', async () => {
      const archive = await open('window')
      const starts = [AUGUST, unix('2026-09-05'), OCTOBER, NOVEMBER]
      await archive.writeTogether(bodies.map((body, at) => detailed(starting(body, starts[at % 4]! + at), T)))
      const asked: Extract<Statement, { query: unknown }>[] = []
      const { store } = archive
      if (!(store instanceof PostgresStore)) throw new TypeError('another store')
      const observed = overheard(archive, statement => 'query' in statement && asked.push(statement))
      const window = { afterUnix: unix('2026-10-01'), beforeUnix: unix('2026-10-31'), zone: 'UTC' }
      const metrics = ALL_METRICS.filter(name => !CALLERS_AND_MOMENTS.includes(name))
      const question = {
        filter: {},
        window,
        zone: 'UTC',
        metrics,
        groupBy: ['tool' as const, 'topic' as const],
        limit: 9,
      }
      expect((await analyze(observed, question)).table.rows.length).toBeGreaterThan(0)
      await triage(observed, { filter: {}, window, limit: 9, offset: 0, now: T })
      for (const kind of ['tools', 'tags', 'criteria', 'agents'] as const)
        await observed.read(countValues(kind, { filter: {}, window }))
      const inOctober = asked.length
      expect(inOctober).toBeGreaterThan(7)
      const search = { filter: {}, window, limit: 9, offset: 0, order: 'newest' as const }
      await searchWords(observed, { ...search, query: parseQuery('refund') })
      const touched = async ({ query }: (typeof asked)[number]): Promise<string[]> =>
        store.use(async client => {
          await client.query(READING(schemaOf('api.test', 'window')))
          const { text, values } = render(query, POSTGRES)
          const { rows } = await client.query(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ${text}`, values)
          await client.query('COMMIT')
          const plan = rows.map(row => String(row['QUERY PLAN']))
          const tables = plan.flatMap(
            line => / on (\w+_(?:\d{4}_\d\d|other))\b(?!.*never executed)/.exec(line)?.[1] ?? [],
          )
          return [...new Set(tables.map(name => /(\d{4}_\d\d|other)$/.exec(name)![1]!))]
        })
      const ofMonth = asked.filter(({ query }) => render(query, POSTGRES).values.includes(window.afterUnix))
      expect(ofMonth.length).toBeGreaterThan(9)
      for (const question of ofMonth) {
        expect({ text: render(question.query, POSTGRES).text, months: await touched(question) }).toEqual({
          text: expect.any(String),
          months: ['2026_10'],
        })
      }
      await archive.close()
    })
  })

  /** They compare calls with one another. */
  const CALLERS_AND_MOMENTS = ['repeat_contact_rate', 'unique_callers', 'calls_per_caller', 'peak_concurrency']

  test('tells the numbers of groups, not those of calls: of four times as many calls as much travels', async () => {
    const travelled: { rows: number; bytes: number }[] = []
    for (const size of [60, 240]) {
      const archive = await open(`travel${size}`)
      const some = Array.from({ length: size }, (_, at) => {
        const body = { ...bodies[at % bodies.length]!, conversation_id: `conv_${at}` }
        // The same days and hours, with other seconds.
        return detailed(starting(body, AUGUST + at), T)
      })
      for (let at = 0; at < size; at += 20) await archive.writeTogether(some.slice(at, at + 20))
      const told = { rows: 0, bytes: 0 }
      const observed = overheard(archive, (_, answer) => {
        told.rows += Array.isArray(answer) ? answer.length : 1
        told.bytes += JSON.stringify(answer)?.length ?? 0
      })
      const metrics = ALL_METRICS.filter(name => !CALLERS_AND_MOMENTS.includes(name))
      for (const groupBy of [['agent', 'outcome', 'week'], ['tool'], ['tool_error', 'criterion']] as const) {
        const { table } = await analyze(observed, { filter: {}, zone: 'Europe/Berlin', metrics, groupBy })
        expect(table.rows.length).toBeGreaterThan(1)
      }
      travelled.push(told)
      await archive.close()
    }
    const [few, many] = travelled
    expect(many!.rows).toBe(few!.rows)
    expect(many!.bytes / few!.bytes).toBeLessThan(1.1)
  })

  test('finds what is wrong with an archive', async () => {
    const archive = await open('damaged')
    await archive.writeTogether(bodies.slice(0, 4).map((body, at) => detailed(starting(body, AUGUST + at), T)))
    expect(await archive.store.integrity()).toEqual([])
    const schema = schemaOf('api.test', 'damaged')
    await cluster.ask(`UPDATE ${schema}.word_counts SET words = words + 1 WHERE rows > 0`)
    await cluster.ask(
      `DELETE FROM ${schema}.bodies WHERE conversation = (SELECT min(conversation) FROM ${schema}.bodies)`,
    )
    await cluster.ask(`INSERT INTO ${schema}.conversations (id, conversation_id)
      SELECT ${firstIdOf(OTHER)} + 7, conversation_id FROM ${schema}.conversations LIMIT 1`)
    expect(await archive.store.integrity()).toEqual([
      '1 call(s) in two months',
      '1 month(s) whose words are counted wrongly',
      '1 call(s) whose transcript is missing',
    ])
    await archive.close()
  })

  describe('the schema', () => {
    test('is made once by servers that come at the same time', async () => {
      const archives = await Promise.all(Array.from({ length: 4 }, () => open('race')))
      const schema = schemaOf('api.test', 'race')
      expect(await cluster.ask(`SELECT name FROM ${schema}.migrations ORDER BY 1`)).toEqual(
        MIGRATIONS.map(({ name }) => ({ name })),
      )
      await Promise.all(archives.map((archive, at) => archive.writeTogether([detailed(bodies[at]!, T)])))
      expect((await archives[0]!.status()).calls).toBe(4)
      await Promise.all(archives.map(archive => archive.close()))
    })

    test('gets what is missing, once, and calls stay', async () => {
      const before = await open('later')
      await before.writeTogether([detailed(bodies[0]!, T)])
      const schema = schemaOf('api.test', 'later')
      const later = [...MIGRATIONS, { name: '9-later', sql: 'ALTER TABLE conversations ADD COLUMN later text' }]
      const { store } = before
      if (!(store instanceof PostgresStore)) throw new TypeError('another store')
      const target = { schema, name: 'here', host: 'api.test', profile: 'later' }
      await Promise.all([1, 2].map(() => store.use(client => migrate(client, target, T, later))))
      const added =
        "SELECT table_name FROM information_schema.columns WHERE table_schema = $1 AND column_name = 'later'"
      expect((await cluster.ask(added, [schema])).length).toBeGreaterThan(2)
      expect((await before.status()).calls).toBe(1)
      await before.close()
      // This version does not know it.
      await expect(open('later')).rejects.toThrow(
        /newer version of conversations-mcp \(unknown here: 9-later\) and has not been touched\. Update this one\. /,
      )
    })

    /** Columns of every key, and of what leads to another table, by table: of those that hold what belongs to calls. */
    const keysOf = (profile: string) =>
      cluster.ask<{ name: string; columns: string[]; isForeign: boolean }>(
        `SELECT c.relname AS name, json_agg(a.attname) AS columns, k.is_foreign AS "isForeign"
        FROM (
          SELECT indexrelid AS key, indrelid AS relation, indkey::int2[] AS numbers, FALSE AS is_foreign FROM pg_index WHERE indisunique
          UNION ALL SELECT oid, conrelid, conkey, TRUE FROM pg_constraint WHERE contype = 'f'
        ) k JOIN pg_class c ON c.oid = k.relation JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(k.numbers)
        WHERE c.relnamespace = $1::regnamespace AND (c.relispartition OR c.relkind = 'p') GROUP BY k.key, c.relname, k.is_foreign`,
        [schemaOf('api.test', profile)],
      )

    test('can be divided among servers by call: every key holds what that goes by, those of older months, too', async () => {
      const { store } = await open('divided')
      if (!(store instanceof PostgresStore)) throw new TypeError('another store')
      const schema = schemaOf('api.test', 'divided')
      await cluster.ask(`DROP SCHEMA ${schema} CASCADE`)
      const target = { schema, name: 'here', host: 'api.test', profile: 'divided' }
      // As months were made before the fifth migration.
      await store.use(client => migrate(client, target, T, MIGRATIONS.slice(0, 4)))
      await cluster.ask(`ALTER TABLE ${schema}.conversations_2026_11 ADD UNIQUE (conversation_id)`)
      await store.close()
      const archive = await open('divided')
      await archive.writeTogether([detailed(starting(bodies[0]!, AUGUST), T)])
      const keys = await keysOf('divided')
      expect(keys.filter(({ name }) => /^conversations_2026_(08|11)$/.test(name))).toHaveLength(4)
      expect(keys.length).toBeGreaterThan(60)
      for (const { name, columns, isForeign } of keys) {
        const by = name.startsWith('conversations') ? 'id' : 'conversation'
        expect({ name, columns }).toEqual({ name, columns: isForeign ? [by] : expect.arrayContaining([by]) })
      }
      await archive.close()
    })

    test('what is of a call is joined with it by our id of the call, whatever is asked', async () => {
      const archive = await open('joined')
      await archive.writeTogether(bodies.map((body, at) => detailed(starting(body, [AUGUST, OCTOBER][at % 2]!), T)))
      const asked: Extract<Statement, { query: unknown }>[] = []
      const observed = overheard(archive, statement => 'query' in statement && asked.push(statement))
      const every = { filter: {}, limit: 9, offset: 0 }
      for (const groupBy of [['agent', 'week'], ['tool', 'topic'], ['criterion']] as const)
        await analyze(observed, { filter: {}, zone: 'UTC', metrics: ALL_METRICS, groupBy, limit: 9 })
      await triage(observed, { ...every, now: T })
      for (const query of ['refund', '"a refund"', 'refund -order', 'refund nowhere'])
        await searchWords(observed, { ...every, order: 'best', query: parseQuery(query) })
      for (const kind of ['tools', 'tags', 'criteria', 'agents'] as const)
        await observed.read(countValues(kind, { filter: { tool_names: ['refund'] } }))
      const [met, others]: [string[], object[]] = [[], []]
      if (!(archive.store instanceof PostgresStore)) throw new TypeError('another store')
      for (const { query } of asked) {
        const { text, values } = render(query, POSTGRES)
        const plan = await archive.store.use(async client => {
          await client.query(READING(schemaOf('api.test', 'joined')))
          const { rows } = await client.query(`EXPLAIN (VERBOSE, FORMAT JSON, COSTS OFF) ${text}`, values)
          await client.query('COMMIT')
          return JSON.parse(rows[0]['QUERY PLAN'])[0].Plan as Plan
        })
        for (const { names, isById } of meetings(plan)) {
          met.push(names.join(' '))
          if (!isById) others.push({ text, names })
        }
      }
      expect(others).toEqual([])
      expect(new Set(met).size).toBeGreaterThan(9)
      await archive.close()
    })

    test('that is dropped is noticed by whoever has it open', async () => {
      const [archive, reader] = [await open('dropped'), await open('dropped')]
      await archive.writeTogether([detailed(bodies[0]!, T)])
      await place('dropped').remove()
      expect((await place('dropped').look()).bytes).toBeNull()
      await expect(reader.status()).rejects.toThrow(/was deleted or replaced while in use/)
      const next = await open('dropped')
      for (const old of [archive, reader]) {
        await expect(old.upsertSummaries(listed([bodies[1]!]), T)).rejects.toThrow(/was deleted or replaced/)
        expect(old.isInPlace).toBe(false)
        await old.close()
      }
      expect((await next.status()).calls).toBe(0)
      await next.close()
    })

    test('lies beside those of other profiles of the host', async () => {
      const other = placeOf({ store: cluster.url, host: 'other.test', profile: 'x' })
      for (const one of [place('sales "eu"'), place('support'), other]) await (await openArchive(one, T)).close()
      const { others, bytes } = await place('sales "eu"').look()
      expect(others).toContain('support')
      expect(others).not.toContain('x')
      expect(others).not.toContain('sales "eu"')
      expect(bytes).toBeGreaterThan(0)
      expect((await other.look()).others).toEqual([])
    })

    test('may be made by somebody else, for a user who may not make any', async () => {
      const schema = schemaOf('api.test', 'granted')
      await cluster.ask(
        `CREATE ROLE analyst LOGIN; CREATE ROLE stranger LOGIN; CREATE SCHEMA ${schema} AUTHORIZATION analyst`,
      )
      const as = (user: string) =>
        placeOf({ store: cluster.url.replace('tests@', `${user}@`), host: 'api.test', profile: 'granted' })
      expect(await as('analyst').try()).toBe('its schema can be created')
      const archive = await openArchive(as('analyst'), T)
      await archive.writeTogether([detailed(bodies[0]!, T)])
      expect((await archive.status()).calls).toBe(1)
      await archive.close()
      const denied = /cannot be used: the user lacks a privilege\. Grant CREATE on the database/
      await expect(openArchive(as('stranger'), T)).rejects.toThrow(denied)
      await expect(as('stranger').try()).rejects.toThrow(denied)
      const stranger = placeOf({ store: cluster.url.replace('tests@', 'stranger@'), host: 'api.test', profile: 'own' })
      await expect(openArchive(stranger, T)).rejects.toThrow(denied)
    })
  })
})

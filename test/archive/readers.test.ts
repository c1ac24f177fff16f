import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Archive } from '../../src/archive/archive.ts'
import { restrictedStore } from '../../src/archive/engine/restricted-store.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import type { Measure } from '../../src/archive/engine/tallying.ts'
import { all, first, insertNew, run, type Work } from '../../src/archive/engine/work.ts'
import { openSqlite, type SqliteStore } from '../../src/archive/sqlite/store.ts'
import { tally } from '../../src/archive/tally/tally.ts'
import { ArchiveError } from '../../src/errors.ts'
import { archiveUntil } from '../../src/mirror/archive-until.ts'
import { atOnce } from '../../src/pieces.ts'
import { requestContext } from '../../src/request-context.ts'
import { emptyArchive } from '../support/empty-archive.ts'
import { MORE } from '../support/runs.ts'

let folder: string
let store: SqliteStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conversations-readers-'))
  store = openSqlite(emptyArchive(join(folder, 'archive.sqlite')), 0, 1)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const NOTES = sql`SELECT name, value FROM meta ORDER BY name`
const note = (name: string, value: string): Promise<number> =>
  store.write(run(sql`INSERT OR REPLACE INTO meta (name, value) VALUES (${name}, ${value})`))

test('what was written is read at once, in the order in which it was asked', async () => {
  await note('a', '1')
  const seen = [store.read(all(NOTES)), store.read(first(sql`SELECT value FROM meta WHERE name = ${'a'}`))]
  expect(await Promise.all(seen)).toEqual([[{ name: 'a', value: '1' }], { value: '1' }])
  await note('a', '2')
  expect(await store.read(all(NOTES))).toEqual([{ name: 'a', value: '2' }])
})

test('values come as they come from the main connection', async () => {
  const query = sql`SELECT ${1} AS whole, ${0.5} AS part, ${'x\u0000 東'} AS text, ${null} AS none, ${true} AS yes,
    ${new Uint8Array([0, 255])} AS bytes`
  const [there, here] = [await store.read(first(query)), await store.lookUp(first(query))]
  const { bytes, ...rest } = there!
  expect([...(bytes as Uint8Array)]).toEqual([0, 255])
  expect(rest).toEqual({ whole: 1, part: 0.5, text: 'x\uFFFD 東', none: null, yes: 1 })
  expect(here).toMatchObject(rest)
})

test('a question sees one moment, whatever is written between its statements', async () => {
  await note('a', '1')
  let between: Promise<number> | undefined
  function* twice(): Work<unknown[]> {
    const before = yield* all(NOTES)
    // In this thread, while the other one holds its moment.
    between = note('b', '2')
    return [before, yield* all(NOTES)]
  }
  const [before, after] = (await store.read(twice())) as unknown[][]
  await between
  expect(before).toEqual([{ name: 'a', value: '1' }])
  expect(after).toEqual(before)
  expect(await store.read(all(NOTES))).toHaveLength(2)
})

test('more questions than threads are all answered, and a guest asks by its own tables', async () => {
  const archive = new Archive(restrictedStore(store, ['agent_a']))
  const calls = sql`SELECT count(*) AS calls FROM conversations c`
  const answers = await Promise.all(Array.from({ length: 9 }, () => archive.read(first(calls))))
  expect(answers).toEqual(Array(9).fill({ calls: 0 }))
})

test('nothing is written by them, and what fails does not keep the next question', async () => {
  await expect(store.read(run(sql`DELETE FROM meta`))).rejects.toThrow(/does not write/)
  await expect(store.read(all(sql`INSERT INTO meta (name, value) VALUES ('a', 'b') RETURNING name`))).rejects.toThrow()
  await expect(store.read(all(sql`SELECT name FROM nowhere`))).rejects.toThrow(/nowhere/)
  expect(await store.read(all(NOTES))).toEqual([])
})

test('a thread whose moment ended by itself, as after an error of the disk, answers on', async () => {
  await store.read(first(sql`ROLLBACK`))
  // By the same thread, and by all there are.
  expect(await store.read(all(NOTES))).toEqual([])
  expect(await Promise.all([store.read(all(NOTES)), store.read(all(NOTES))])).toEqual([[], []])
})

test('a work that catches what its statement throws goes on', async () => {
  function* tolerant(): Work<unknown> {
    try {
      yield* all(sql`SELECT name FROM nowhere`)
    } catch {
      return yield* all(NOTES)
    }
    return 'not thrown'
  }
  expect(await store.read(tolerant())).toEqual([])
})

test('a file that was replaced before they opened it is not read', async () => {
  renameSync(join(folder, 'archive.sqlite'), join(folder, 'old.sqlite'))
  const other = openSqlite(join(folder, 'archive.sqlite'), 0)
  await expect(store.read(all(NOTES))).rejects.toThrow(ArchiveError)
  await other.close()
})

test('closing waits for the answer under way, and whoever asks later is told', async () => {
  const asked = store.read(all(NOTES))
  await store.close()
  expect(await asked).toEqual([])
  await expect(store.read(all(NOTES))).rejects.toThrow(/closed|ended/)
})

test('what waits for a thread is not read once whoever asked has gone', async () => {
  const begun: string[] = []
  function* called(name: string): Work<string> {
    begun.push(name)
    yield* all(NOTES)
    return name
  }
  const gone = new AbortController()
  const question = archiveUntil(gone.signal, new Archive(store))
  // Two threads: the third and the fourth wait, the fourth for somebody else.
  const asked = ['a', 'b', 'c'].map(name => question.read(called(name)))
  const other = store.read(called('d'))
  const answers = Promise.allSettled(asked)
  gone.abort(new Error('gone'))
  expect(await answers).toEqual([
    { status: 'fulfilled', value: 'a' },
    { status: 'fulfilled', value: 'b' },
    { status: 'rejected', reason: new Error('gone') },
  ])
  expect(await other).toBe('d')
  await expect(question.read(called('e'))).rejects.toThrow('gone')
  expect(begun.sort()).toEqual(['a', 'b', 'd'])
})

test('somebody who asks once waits for three others at most, however many another one has asked before', async () => {
  const own = openSqlite(join(folder, 'own.sqlite'), 0, 1)
  const begun: string[] = []
  function* called(name: string): Work<void> {
    begun.push(name)
    yield* all(NOTES)
  }
  const ask = (client: string, n: number) =>
    requestContext.run({ request: `${client} ${n}`, client }, () => own.read(called(client)))
  const greedy = Array.from({ length: 20 }, (_, n) => ask('greedy', n))
  await Promise.all([...greedy, ask('modest', 0)])
  expect(begun.indexOf('modest')).toBeLessThanOrEqual(3)
  expect(begun).toHaveLength(21)
  await own.close()
})

test('numbers are counted where they are read, as here, and many rows come in parts', MORE, async () => {
  const calls = Array.from({ length: 4_500 }, (_, at) => [at + 1, `conv_${at}`, `agent_${at % 3}`, at % 7, 0.1 * at])
  await store.write(insertNew('conversations', ['id', 'conversation_id', 'agent_id', 'started_at', 'score'], 1, calls))
  const start = { value: sql`c.started_at`, bucketOf: (unix: number) => Math.floor(unix / 2) }
  const measures: Measure[] = [
    { leftOut: [sql`c.agent_id = 'agent_1'`], reading: { value: sql`c.score` }, keeps: 'summary', percentiles: [33] },
    { leftOut: [], reading: { numerator: sql`c.started_at`, denominator: sql`c.id` }, keeps: 'sums' },
    { leftOut: [], reading: { value: sql`c.score` }, keeps: 'values' },
  ]
  for (const keys of [[], [{ value: sql`c.agent_id` }, start], [{ value: sql`c.id` }]]) {
    const counting = () => tally({ where: sql`c.id <> 7`, window: undefined, keys, measures })
    const [there, here] = [await store.read(counting()), await store.lookUp(counting())]
    const told = atOnce(there.finish())
    expect(told).toEqual(atOnce(here.finish()))
    expect(told.rows.reduce((sum, row) => sum + row.calls, 0)).toBe(4_499)
    expect(told.left[0]!.calls).toEqual([1_500])
  }
})

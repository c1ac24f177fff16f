import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { setWalkPosition, walkPosition } from '../../src/archive/coverage/coverage.ts'
import { endMembership } from '../../src/archive/coverage/memberships.ts'
import { countNeedingDetail, idsNeedingDetail, unseenIds } from '../../src/archive/due/due.ts'
import { candidatesOf, type Membership, whereOf } from '../../src/archive/select/select.ts'
import { listItem } from '../../src/demo/list-item.ts'
import type { Json } from '../../src/demo/world.ts'
import { inTurns } from '../../src/pieces.ts'
import { databaseOf } from '../support/database.ts'
import { emptyArchive } from '../support/empty-archive.ts'
import { SMALL_WORLD_START, smallWorld } from '../support/small-world.ts'
import { addDetail, mirror, newPath, selectedIds, summariesOf } from './mirror.ts'

const T = 2_000_000_000
const EVERYTHING = whereOf({})
const refund = (): Json => smallWorld().conversations.find(call => call.conversation_id === 'conv_refund')!

let archive: Archive
beforeEach(async () => {
  archive = await openArchive(emptyArchive(newPath()), T)
})
afterEach(() => archive.close())

const addListed = (calls: Json[], at: number, summaries = true, membership?: Membership): Promise<void> =>
  archive.upsertSummaries(summariesOf(calls.map(call => listItem(call, { summaries }))), at, membership)

/** Every row of every table, the index of words by what it finds. */
function contents(of: Archive = archive): Record<string, unknown[]> {
  const tables = databaseOf(of)
    .all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'words!_%' ESCAPE '!' AND name <> 'words'",
    )
    .map(({ name }) => String(name))
  const rows = tables.map(table => [table, databaseOf(of).all(`SELECT * FROM ${table}`)] as const)
  const found = ['refund', 'charged', 'order', 'summary', 'title'].map(word => [word, rowsWith(word, of)] as const)
  return Object.fromEntries([...rows, ...found])
}

/** The word as it is written, not its stem. */
const rowsWith = (word: string, of: Archive = archive): unknown[] =>
  databaseOf(of)
    .all('SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid', [`"=${word}"`])
    .map(({ rowid }) => rowid)

describe('writing twice', () => {
  test('changes nothing, whatever was written', async () => {
    const calls = smallWorld().conversations
    const writeAll = async () => {
      await addListed(calls, T)
      for (const call of calls) await addDetail(archive, call, T + 1)
    }
    await writeAll()
    const before = contents()
    await writeAll()
    // The list is now older than the detail, so it says nothing new.
    expect(contents()).toEqual(before)
    expect(await archive.integrity()).toEqual([])
  })
})

describe('the newer wins', () => {
  test('among lists', async () => {
    await addListed([refund()], T)
    await addListed([{ ...refund(), status: 'processing', tag_ids: ['tag_new'] }], T + 5)
    await addListed([{ ...refund(), status: 'in-progress', tag_ids: [] }], T + 3)
    expect(await archive.summary('conv_refund')).toMatchObject({ status: 'processing', tagIds: ['tag_new'] })
    expect(await archive.readingTimes('conv_refund')).toEqual({
      listReadAt: T + 5,
      detailReadAt: null,
      deletedAt: null,
    })
  })

  test('among details', async () => {
    const other = { ...refund(), transcript: [{ role: 'user', message: 'Only this' }], user_id: 'user_new' }
    await addDetail(archive, other, T + 5)
    expect(await archive.upsertConversation(refund(), toConversation(refund(), ''), T)).toBe(false)
    expect((await archive.conversation('conv_refund'))?.turns).toHaveLength(1)
    expect(await selectedIds(archive, whereOf({ user_id: 'user_new' }))).toEqual(['conv_refund'])
    expect(await selectedIds(archive, whereOf({ user_id: 'user_ada' }))).toEqual([])
    expect(rowsWith('charged')).toEqual([])
    expect(rowsWith('only')).toHaveLength(1)
    await addDetail(archive, refund(), T + 6)
    expect(rowsWith('charged')).toHaveLength(1)
    expect(rowsWith('only')).toEqual([])
  })

  test('between list and detail, for what both tell', async () => {
    await addListed([{ ...refund(), status: 'processing' }], T)
    await addDetail(archive, refund(), T + 1)
    expect(await archive.summary('conv_refund')).toMatchObject({ status: 'done', rating: 5, direction: 'inbound' })
    await addListed(
      [{ ...refund(), tag_ids: ['tag_late'], metadata: { ...refund().metadata, feedback: { rating: 2 } } }],
      T + 2,
    )
    expect(await archive.summary('conv_refund')).toMatchObject({ tagIds: ['tag_late'], rating: 2 })
    await addDetail(archive, refund(), T + 1)
    expect(await archive.summary('conv_refund')).toMatchObject({ tagIds: ['tag_late'], rating: 2 })
    await addDetail(archive, refund(), T + 3)
    expect(await archive.summary('conv_refund')).toMatchObject({ tagIds: ['tag_vip'], rating: 5 })
  })

  test('a list that is older than the detail changes nothing', async () => {
    await addDetail(archive, refund(), T + 1)
    await addListed([{ ...refund(), status: 'in-progress', tag_ids: [] }], T)
    expect(await archive.summary('conv_refund')).toMatchObject({ status: 'done', tagIds: ['tag_vip'] })
  })

  test('but a list that was not asked for titles does not erase them, nor evaluations', async () => {
    await addDetail(archive, refund(), T)
    await addListed([refund()], T + 1, false)
    expect(await archive.summary('conv_refund')).toMatchObject({
      title: 'Title of conv_refund',
      summary: 'Summary of conv_refund.',
      criteria: [
        { id: 'solved', result: 'success' },
        { id: 'polite', score: 9 },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    })
    expect(rowsWith('title')).toHaveLength(1)
  })

  test('titles and summaries are found without a detail, and only in their newest form', async () => {
    await addListed([refund()], T)
    expect(rowsWith('title')).toHaveLength(1)
    await addListed([{ ...refund(), analysis: { ...refund().analysis, call_summary_title: 'Heading' } }], T + 1)
    expect(rowsWith('title')).toEqual([])
    expect(rowsWith('heading')).toHaveLength(1)
    expect(rowsWith('summary')).toHaveLength(1)
    await addListed(
      [{ ...refund(), conversation_id: 'conv_untitled', analysis: { transcript_summary: 'Lone words' } }],
      T,
    )
    expect(rowsWith('lone')).toHaveLength(1)
  })
})

describe('a detail is wanted', () => {
  const wanted = () => archive.read(idsNeedingDetail(candidatesOf({}), 10))

  test('while there is none, newest call first', async () => {
    const calls = smallWorld().conversations.slice(0, 3)
    await addListed(calls, T)
    expect(await wanted()).toEqual(calls.map(call => call.conversation_id).reverse())
    expect(await archive.read(countNeedingDetail(candidatesOf({})))).toBe(3)
    expect(await archive.read(idsNeedingDetail(candidatesOf({}), 2))).toHaveLength(2)
    expect(
      await archive.read(idsNeedingDetail(candidatesOf({ call_successful: 'failure', user_id: 'x' }), 10)),
    ).toEqual(['conv_refund_error'])
    for (const call of calls) await addDetail(archive, call, T)
    expect(await wanted()).toEqual([])
  })

  test.each<[string, (call: Json) => Json, boolean]>([
    ['nothing', call => call, false],
    ['the name of the agent', call => ({ ...call, agent_name: 'Renamed' }), false],
    ['the tags', call => ({ ...call, tag_ids: [] }), true],
    ['the status', call => ({ ...call, status: 'failed' }), true],
    ['the verdict', call => ({ ...call, analysis: { ...call.analysis, call_successful: 'failure' } }), true],
    ['the rating', call => ({ ...call, metadata: { ...call.metadata, feedback: { rating: 1 } } }), true],
    [
      'the mood',
      call => ({ ...call, analysis: { ...call.analysis, sentiment_analysis: { overall_label: 'sad' } } }),
      true,
    ],
  ])('again, or not, after a list shows another value: %s', async (_, change, isStale) => {
    await addListed([refund()], T)
    await addDetail(archive, refund(), T + 1)
    await addListed([change(refund())], T + 2, false)
    expect(await wanted()).toEqual(isStale ? ['conv_refund'] : [])
    // Reading it settles that, whatever the detail says.
    await addDetail(archive, refund(), T + 3)
    await addListed([change(refund())], T + 4)
    expect(await wanted()).toEqual([])
  })

  test('at once, if it is older than the list that shows the change', async () => {
    await addListed([{ ...refund(), status: 'failed' }], T + 1)
    await addDetail(archive, refund(), T)
    expect(await wanted()).toEqual(['conv_refund'])
    await addDetail(archive, refund(), T + 2)
    expect(await wanted()).toEqual([])
  })

  test('not by the first list after it that shows the same', async () => {
    await addDetail(archive, refund(), T)
    await addListed([refund()], T + 1)
    expect(await wanted()).toEqual([])
  })
})

describe('what a sync asks', () => {
  test('calls that a walk did not show', async () => {
    await addListed(smallWorld().conversations.slice(0, 3), T)
    await addListed(smallWorld().conversations.slice(0, 1), T + 10)
    await addDetail(archive, smallWorld().conversations[1]!, T + 10)
    expect(await archive.read(unseenIds(EVERYTHING, T + 10))).toEqual(['conv_no_order'])
    expect(await archive.read(unseenIds(whereOf({ user_id: 'nobody' }), T + 10))).toEqual([])
  })

  test('members, as long as walks show them', async () => {
    const topic: Membership = { filter: 'topic_ids', value: 'topic_a' }
    const [a, b, c] = smallWorld().conversations as [Json, Json, Json]
    const members = () => selectedIds(archive, whereOf({ topic_ids: ['topic_a'] }))
    await addListed([a, b, c], T, true, topic)
    await addListed([a], T + 10, true, topic)
    await addListed([a], T + 5, true, topic)
    expect(await members()).toEqual(['conv_no_order', 'conv_refund', 'conv_refund_error'])
    const window = { afterUnix: SMALL_WORLD_START, beforeUnix: SMALL_WORLD_START + 2 * 3600, zone: 'UTC' }
    await archive.write(endMembership(topic, whereOf({}, window), T + 10))
    // conv_no_order lies outside the window that was walked.
    expect(await members()).toEqual(['conv_no_order', 'conv_refund'])
  })

  test('a page and its place are written together or not at all', async () => {
    const walk = { scope: '', from: 0, to: T }
    const fail = () =>
      archive.write(
        (function* () {
          yield* archive.listed(summariesOf([listItem(refund(), { summaries: true })]), T)
          yield* setWalkPosition(walk, { position: 5, startedAt: T })
          throw new Error('killed')
        })(),
      )
    await expect(fail).rejects.toThrow('killed')
    expect(await archive.read(walkPosition(walk))).toBeNull()
    expect((await archive.status()).calls).toBe(0)
  })
})

describe('status', () => {
  test('of an empty archive', async () => {
    expect(await archive.status()).toEqual({
      ...{ calls: 0, withDetail: 0, deleted: 0, oldest: null, newest: null, lastReadAt: null },
      bytes: expect.any(Number),
    })
  })

  test('counts what is here', async () => {
    await addListed(smallWorld().conversations, T)
    await addDetail(archive, refund(), T + 7)
    await archive.tombstone('conv_failed', T + 9)
    expect(await archive.status()).toEqual({
      ...{ calls: 12, withDetail: 1, deleted: 1, lastReadAt: T + 7 },
      ...{ oldest: SMALL_WORLD_START, newest: SMALL_WORLD_START + 8 * 3600 },
      bytes: expect.any(Number),
    })
    expect((await archive.status()).bytes).toBeGreaterThan(50_000)
  })
})

describe('remapping', () => {
  test('writes rows of an older mapping again, from their bodies', async () => {
    await archive.close()
    archive = await mirror(smallWorld())
    const before = contents()
    const indexed = () => databaseOf(archive).all('SELECT rowid FROM words ORDER BY 1')
    const indexedBefore = indexed()
    databaseOf(archive).run("UPDATE conversations SET mapping = 1, user_id = 'wrong', user_turns = 99")
    databaseOf(archive).run('DELETE FROM turns')
    // Rationales and comments, the last row of each call, were not indexed then.
    databaseOf(archive).run('DELETE FROM words WHERE rowid & 1048575 = 1048575')
    expect(indexed().length).toBeLessThan(indexedBefore.length)
    const all = candidatesOf({})
    expect(await archive.countOutdated(all)).toBe(13)
    for (const id of await archive.idsOutdated(all, 10)) await inTurns(archive.renew(id))
    expect(await archive.countOutdated(all)).toBe(3)
    for (const id of await archive.idsOutdated(all, 10)) await inTurns(archive.renew(id))
    expect(await archive.idsOutdated(all, 10)).toEqual([])
    expect(contents()).toEqual(before)
    expect(indexed()).toEqual(indexedBefore)
    expect(await archive.read(idsNeedingDetail(candidatesOf({}), 10))).toEqual([])
  })
})

test('a file that takes the place of another never has a version of that one', async () => {
  const other = await openArchive(emptyArchive(newPath()), T)
  for (const one of [archive, other]) await one.setNote('a', 'b')
  expect(await archive.store.version()).toBe(await archive.store.version())
  expect(await other.store.version()).not.toBe(await archive.store.version())
  await other.close()
})

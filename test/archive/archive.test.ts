import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { candidatesOf, type Membership, whereOf } from '../../src/archive/select/select.ts'
import { listItem } from '../../src/demo/list-item.ts'
import type { Json } from '../../src/demo/world.ts'
import { SMALL_WORLD_START, smallWorld } from '../support/small-world.ts'
import { addDetail, mirror, newPath, selectedIds, summariesOf } from './mirror.ts'

const T = 2_000_000_000
const EVERYTHING = whereOf({})
const refund = (): Json => smallWorld().conversations.find(call => call.conversation_id === 'conv_refund')!

let archive: Archive
beforeEach(() => {
  archive = openArchive(newPath(), T)
})
afterEach(() => archive.close())

const addListed = (calls: Json[], at: number, summaries = true, membership?: Membership): void =>
  archive.upsertSummaries(summariesOf(calls.map(call => listItem(call, { summaries }))), at, membership)

/** Every row of every table, the index of words by what it finds. */
function contents(of: Archive = archive): Record<string, unknown[]> {
  const tables = of.db
    .all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'words!_%' ESCAPE '!' AND name <> 'words'",
    )
    .map(({ name }) => String(name))
  const rows = tables.map(table => [table, of.db.all(`SELECT * FROM ${table}`)] as const)
  const found = ['refund', 'charged', 'order', 'summary', 'title'].map(word => [word, rowsWith(word, of)] as const)
  return Object.fromEntries([...rows, ...found])
}

/** The word as it is written, not its stem. */
const rowsWith = (word: string, of: Archive = archive): unknown[] =>
  of.db.all('SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid', [`"=${word}"`]).map(({ rowid }) => rowid)

describe('writing twice', () => {
  test('changes nothing, whatever was written', () => {
    const calls = smallWorld().conversations
    const writeAll = () => {
      addListed(calls, T)
      for (const call of calls) addDetail(archive, call, T + 1)
    }
    writeAll()
    const before = contents()
    writeAll()
    // The list is now older than the detail, so it says nothing new.
    expect(contents()).toEqual(before)
    expect(archive.integrity()).toEqual([])
  })
})

describe('the newer wins', () => {
  test('among lists', () => {
    addListed([refund()], T)
    addListed([{ ...refund(), status: 'processing', tag_ids: ['tag_new'] }], T + 5)
    addListed([{ ...refund(), status: 'in-progress', tag_ids: [] }], T + 3)
    expect(archive.summary('conv_refund')).toMatchObject({ status: 'processing', tagIds: ['tag_new'] })
    expect(archive.readingTimes('conv_refund')).toEqual({ listReadAt: T + 5, detailReadAt: null, deletedAt: null })
  })

  test('among details', () => {
    const other = { ...refund(), transcript: [{ role: 'user', message: 'Only this' }], user_id: 'user_new' }
    addDetail(archive, other, T + 5)
    expect(archive.upsertConversation(refund(), toConversation(refund(), ''), T)).toBe(false)
    expect(archive.conversation('conv_refund')?.turns).toHaveLength(1)
    expect(selectedIds(archive, whereOf({ user_id: 'user_new' }))).toEqual(['conv_refund'])
    expect(selectedIds(archive, whereOf({ user_id: 'user_ada' }))).toEqual([])
    expect(rowsWith('charged')).toEqual([])
    expect(rowsWith('only')).toHaveLength(1)
    addDetail(archive, refund(), T + 6)
    expect(rowsWith('charged')).toHaveLength(1)
    expect(rowsWith('only')).toEqual([])
  })

  test('between list and detail, for what both tell', () => {
    addListed([{ ...refund(), status: 'processing' }], T)
    addDetail(archive, refund(), T + 1)
    expect(archive.summary('conv_refund')).toMatchObject({ status: 'done', rating: 5, direction: 'inbound' })
    addListed(
      [{ ...refund(), tag_ids: ['tag_late'], metadata: { ...refund().metadata, feedback: { rating: 2 } } }],
      T + 2,
    )
    expect(archive.summary('conv_refund')).toMatchObject({ tagIds: ['tag_late'], rating: 2 })
    addDetail(archive, refund(), T + 1)
    expect(archive.summary('conv_refund')).toMatchObject({ tagIds: ['tag_late'], rating: 2 })
    addDetail(archive, refund(), T + 3)
    expect(archive.summary('conv_refund')).toMatchObject({ tagIds: ['tag_vip'], rating: 5 })
  })

  test('a list that is older than the detail changes nothing', () => {
    addDetail(archive, refund(), T + 1)
    addListed([{ ...refund(), status: 'in-progress', tag_ids: [] }], T)
    expect(archive.summary('conv_refund')).toMatchObject({ status: 'done', tagIds: ['tag_vip'] })
  })

  test('but a list that was not asked for titles does not erase them, nor evaluations', () => {
    addDetail(archive, refund(), T)
    addListed([refund()], T + 1, false)
    expect(archive.summary('conv_refund')).toMatchObject({
      title: 'Title of conv_refund',
      summary: 'Summary of conv_refund.',
      criteria: [
        { id: 'solved', result: 'success' },
        { id: 'polite', score: 9 },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    })
    expect(rowsWith('title')).toHaveLength(1)
  })

  test('titles and summaries are found without a detail, and only in their newest form', () => {
    addListed([refund()], T)
    expect(rowsWith('title')).toHaveLength(1)
    addListed([{ ...refund(), analysis: { ...refund().analysis, call_summary_title: 'Heading' } }], T + 1)
    expect(rowsWith('title')).toEqual([])
    expect(rowsWith('heading')).toHaveLength(1)
    expect(rowsWith('summary')).toHaveLength(1)
    addListed([{ ...refund(), conversation_id: 'conv_untitled', analysis: { transcript_summary: 'Lone words' } }], T)
    expect(rowsWith('lone')).toHaveLength(1)
  })
})

describe('a detail is wanted', () => {
  const wanted = () => archive.idsNeedingDetail(candidatesOf({}), 10)

  test('while there is none, newest call first', () => {
    const calls = smallWorld().conversations.slice(0, 3)
    addListed(calls, T)
    expect(wanted()).toEqual(calls.map(call => call.conversation_id).reverse())
    expect(archive.countNeedingDetail(candidatesOf({}))).toBe(3)
    expect(archive.idsNeedingDetail(candidatesOf({}), 2)).toHaveLength(2)
    expect(archive.idsNeedingDetail(candidatesOf({ call_successful: 'failure', user_id: 'x' }), 10)).toEqual([
      'conv_refund_error',
    ])
    for (const call of calls) addDetail(archive, call, T)
    expect(wanted()).toEqual([])
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
  ])('again, or not, after a list shows another value: %s', (_, change, isStale) => {
    addListed([refund()], T)
    addDetail(archive, refund(), T + 1)
    addListed([change(refund())], T + 2, false)
    expect(wanted()).toEqual(isStale ? ['conv_refund'] : [])
    // Reading it settles that, whatever the detail says.
    addDetail(archive, refund(), T + 3)
    addListed([change(refund())], T + 4)
    expect(wanted()).toEqual([])
  })

  test('at once, if it is older than the list that shows the change', () => {
    addListed([{ ...refund(), status: 'failed' }], T + 1)
    addDetail(archive, refund(), T)
    expect(wanted()).toEqual(['conv_refund'])
    addDetail(archive, refund(), T + 2)
    expect(wanted()).toEqual([])
  })

  test('not by the first list after it that shows the same', () => {
    addDetail(archive, refund(), T)
    addListed([refund()], T + 1)
    expect(wanted()).toEqual([])
  })
})

describe('what a sync asks', () => {
  test('calls that a walk did not show', () => {
    addListed(smallWorld().conversations.slice(0, 3), T)
    addListed(smallWorld().conversations.slice(0, 1), T + 10)
    addDetail(archive, smallWorld().conversations[1]!, T + 10)
    expect(archive.unseenIds(EVERYTHING, T + 10)).toEqual(['conv_no_order'])
    expect(archive.unseenIds(whereOf({ user_id: 'nobody' }), T + 10)).toEqual([])
  })

  test('members, as long as walks show them', () => {
    const topic: Membership = { filter: 'topic_ids', value: 'topic_a' }
    const [a, b, c] = smallWorld().conversations as [Json, Json, Json]
    const members = () => selectedIds(archive, whereOf({ topic_ids: ['topic_a'] }))
    addListed([a, b, c], T, true, topic)
    addListed([a], T + 10, true, topic)
    addListed([a], T + 5, true, topic)
    expect(members()).toEqual(['conv_no_order', 'conv_refund', 'conv_refund_error'])
    const window = { afterUnix: SMALL_WORLD_START, beforeUnix: SMALL_WORLD_START + 2 * 3600, zone: 'UTC' }
    archive.endMembership(topic, whereOf({}, window), T + 10)
    // conv_no_order lies outside the window that was walked.
    expect(members()).toEqual(['conv_no_order', 'conv_refund'])
  })

  test('a page and its place are written together or not at all', () => {
    const walk = { scope: '', from: 0, to: T }
    const fail = () =>
      archive.transaction(() => {
        addListed([refund()], T)
        archive.setWalkPosition(walk, { position: 5, startedAt: T })
        throw new Error('killed')
      })
    expect(fail).toThrow('killed')
    expect(archive.walkPosition(walk)).toBeNull()
    expect(archive.status().calls).toBe(0)
  })
})

describe('status', () => {
  test('of an empty archive', () => {
    expect(archive.status()).toEqual({
      ...{ calls: 0, withDetail: 0, deleted: 0, oldest: null, newest: null, lastReadAt: null },
      bytes: expect.any(Number),
    })
  })

  test('counts what is here', () => {
    addListed(smallWorld().conversations, T)
    addDetail(archive, refund(), T + 7)
    archive.tombstone('conv_failed', T + 9)
    expect(archive.status()).toEqual({
      ...{ calls: 12, withDetail: 1, deleted: 1, lastReadAt: T + 7 },
      ...{ oldest: SMALL_WORLD_START, newest: SMALL_WORLD_START + 8 * 3600 },
      bytes: expect.any(Number),
    })
    expect(archive.status().bytes).toBeGreaterThan(50_000)
  })
})

describe('remapping', () => {
  test('writes rows of an older mapping again, from their bodies', async () => {
    archive.close()
    archive = await mirror(smallWorld())
    const before = contents()
    archive.db.run("UPDATE conversations SET mapping = 1, user_id = 'wrong', user_turns = 99")
    archive.db.run('DELETE FROM turns')
    const all = candidatesOf({})
    expect(archive.countOutdated(all)).toBe(13)
    for (const id of archive.idsOutdated(all, 10)) Array.from(archive.renew(id))
    expect(archive.countOutdated(all)).toBe(3)
    for (const id of archive.idsOutdated(all, 10)) Array.from(archive.renew(id))
    expect(archive.idsOutdated(all, 10)).toEqual([])
    expect(contents()).toEqual(before)
    expect(archive.idsNeedingDetail(candidatesOf({}), 10)).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { addCovered, coveredIntervals, setWalkPosition, walkPosition } from '../../src/archive/coverage/coverage.ts'
import { whereOf } from '../../src/archive/select/select.ts'
import { listItem } from '../../src/demo/list-item.ts'
import { databaseOf } from '../support/database.ts'
import { SMALL_WORLD_START, smallWorld, smallWorldExtras } from '../support/small-world.ts'
import { addDetail, mirror, newPath, selectedIds, summariesOf } from './mirror.ts'

const HOUR = 3600
const PARTS = 'turns tool_calls criteria collected variables tags visited_agents guardrails memberships bodies'.split(
  ' ',
)

let path: string
let archive: Archive
beforeEach(async () => {
  path = newPath()
  archive = await mirror(smallWorld(), smallWorldExtras(), path)
})
afterEach(() => archive.close())

const rowsWith = (word: string) => databaseOf(archive).all('SELECT rowid FROM words WHERE words MATCH ?', [word]).length
const partsOf = (id: unknown) =>
  PARTS.filter(
    table => databaseOf(archive).get(`SELECT 1 FROM ${table} WHERE conversation = ?`, [id as number]) !== undefined,
  )
const rowOf = (id: string) => databaseOf(archive).get('SELECT * FROM conversations WHERE conversation_id = ?', [id])

describe('a deleted call', () => {
  test('keeps its id and its time, and nothing else', async () => {
    const { id } = rowOf('conv_refund')!
    expect(partsOf(id).length).toBeGreaterThan(7)
    expect(await archive.tombstone('conv_refund', 5000)).toBe(true)
    const left = Object.entries(rowOf('conv_refund')!).filter(([, value]) => value !== null)
    expect(Object.fromEntries(left)).toEqual({
      ...{ id, conversation_id: 'conv_refund', started_at: SMALL_WORLD_START, deleted_at: 5000 },
    })
    expect(partsOf(id)).toEqual([])
    expect(rowsWith('charged')).toBe(0)
    expect(await archive.conversation('conv_refund')).toBeNull()
    expect(await archive.body('conv_refund')).toBeNull()
    expect(await archive.summary('conv_refund')).toBeNull()
    expect(await archive.readingTimes('conv_refund')).toEqual({ listReadAt: null, detailReadAt: null, deletedAt: 5000 })
    expect(await selectedIds(archive, whereOf({}))).toHaveLength(12)
    expect(await archive.integrity()).toEqual([])
  })

  test('leaves no trace of its words on the disk', async () => {
    const secret = 'quixotic zeppelin'
    const call = smallWorld().conversations[0]!
    await addDetail(archive, { ...call, user_id: secret, transcript: [{ role: 'user', message: secret }] }, 2000)
    const onDisk = () => [path, `${path}-wal`].some(file => readFileSync(file).includes('zeppelin'))
    expect(onDisk()).toBe(true)
    await archive.tombstone('conv_refund', 5000)
    await archive.vacuum()
    expect(onDisk()).toBe(false)
  })

  test('is not deleted by news that are older than it', async () => {
    expect(await archive.tombstone('conv_refund', 999)).toBe(false)
    expect(await archive.conversation('conv_refund')).not.toBeNull()
    expect(await archive.tombstone('conv_unknown', 5000)).toBe(false)
  })

  test('does not come back by something read before, but by something read after', async () => {
    const call = smallWorld().conversations[0]!
    const summaries = summariesOf([listItem(call, { summaries: true })])
    const topic = { filter: 'topic_ids', value: 'topic_refunds' } as const
    await archive.tombstone('conv_refund', 5000)
    await archive.upsertSummaries(summaries, 4999, topic)
    await addDetail(archive, call, 4999)
    expect((await archive.readingTimes('conv_refund'))?.deletedAt).toBe(5000)
    expect(partsOf(rowOf('conv_refund')!.id)).toEqual([])
    await archive.upsertSummaries(summaries, 5001, topic)
    expect(await archive.readingTimes('conv_refund')).toEqual({ listReadAt: 5001, detailReadAt: null, deletedAt: null })
    await addDetail(archive, call, 5002)
    expect((await archive.conversation('conv_refund'))?.userId).toBe('user_ada')
    expect(await selectedIds(archive, whereOf({ topic_ids: ['topic_refunds'] }))).toEqual([
      'conv_refund',
      'conv_refund_error',
    ])
  })
})

describe('pruning', () => {
  test('removes what started before, and forgets that it was complete', async () => {
    const before = SMALL_WORLD_START + 4 * HOUR
    await archive.write(addCovered('', { from: 0, to: before - HOUR, readAt: 1 }))
    await archive.write(addCovered('', { from: before - HOUR, to: before + HOUR, readAt: 2 }))
    await archive.write(setWalkPosition({ scope: '', from: 0, to: before }, { position: 1, startedAt: 1 }))
    await archive.tombstone('conv_refund', 5000)
    // Two are trimmed ones without a time.
    expect(await archive.prune(before)).toEqual({ earlier: 5, undated: 2 })
    expect(await archive.status()).toMatchObject({ calls: 6, deleted: 0, oldest: before })
    expect(rowsWith('furious')).toBe(0)
    expect(
      databaseOf(archive).get(
        'SELECT count(*) AS n FROM turns WHERE conversation NOT IN (SELECT id FROM conversations)',
      )?.n,
    ).toBe(0)
    expect(await archive.read(coveredIntervals(''))).toEqual([{ from: before, to: before + HOUR, readAt: 2 }])
    expect(await archive.read(walkPosition({ scope: '', from: 0, to: before }))).toBeNull()
    expect(await archive.integrity()).toEqual([])
  })

  test('continues batch by batch', async () => {
    const call = smallWorld().conversations[0]!
    const many = Array.from({ length: 250 }, (_, index) => ({ ...call, conversation_id: `conv_${index}` }))
    await archive.upsertSummaries(summariesOf(many.map(one => listItem(one, { summaries: false }))), 1000)
    expect(await archive.prune(SMALL_WORLD_START + 1)).toEqual({ earlier: 251, undated: 2 })
    expect(await archive.prune(SMALL_WORLD_START + 1)).toEqual({ earlier: 0, undated: 0 })
  })

  test('gives room back', async () => {
    await archive.prune(9_999_999_999)
    const before = (await archive.status()).bytes
    await archive.vacuum()
    expect((await archive.status()).bytes).toBeLessThan(before)
    expect(await archive.integrity()).toEqual([])
  })
})

test('integrity tells of rows whose call is missing', async () => {
  databaseOf(archive).exec("PRAGMA foreign_keys = OFF; INSERT INTO tags (conversation, tag_id) VALUES (999, 'x')")
  expect(await archive.integrity()).toEqual(['row of tags without its conversation'])
})

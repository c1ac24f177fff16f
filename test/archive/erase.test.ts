import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { whereOf } from '../../src/archive/select/select.ts'
import { listItem } from '../../src/demo/list-item.ts'
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

const rowsWith = (word: string) => archive.db.all('SELECT rowid FROM words WHERE words MATCH ?', [word]).length
const partsOf = (id: unknown) =>
  PARTS.filter(table => archive.db.get(`SELECT 1 FROM ${table} WHERE conversation = ?`, [id as number]) !== undefined)
const rowOf = (id: string) => archive.db.get('SELECT * FROM conversations WHERE conversation_id = ?', [id])

describe('a deleted call', () => {
  test('keeps its id and its time, and nothing else', () => {
    const { id } = rowOf('conv_refund')!
    expect(partsOf(id).length).toBeGreaterThan(7)
    expect(archive.tombstone('conv_refund', 5000)).toBe(true)
    const left = Object.entries(rowOf('conv_refund')!).filter(([, value]) => value !== null)
    expect(Object.fromEntries(left)).toEqual({
      ...{ id, conversation_id: 'conv_refund', started_at: SMALL_WORLD_START, deleted_at: 5000 },
    })
    expect(partsOf(id)).toEqual([])
    expect(rowsWith('charged')).toBe(0)
    expect(archive.conversation('conv_refund')).toBeNull()
    expect(archive.body('conv_refund')).toBeNull()
    expect(archive.summary('conv_refund')).toBeNull()
    expect(archive.readingTimes('conv_refund')).toEqual({ listReadAt: null, detailReadAt: null, deletedAt: 5000 })
    expect(selectedIds(archive, whereOf({}))).toHaveLength(12)
    expect(archive.integrity()).toEqual([])
  })

  test('leaves no trace of its words on the disk', () => {
    const secret = 'quixotic zeppelin'
    const call = smallWorld().conversations[0]!
    addDetail(archive, { ...call, user_id: secret, transcript: [{ role: 'user', message: secret }] }, 2000)
    const onDisk = () => [path, `${path}-wal`].some(file => readFileSync(file).includes('zeppelin'))
    expect(onDisk()).toBe(true)
    archive.tombstone('conv_refund', 5000)
    archive.vacuum()
    expect(onDisk()).toBe(false)
  })

  test('is not deleted by news that are older than it', () => {
    expect(archive.tombstone('conv_refund', 999)).toBe(false)
    expect(archive.conversation('conv_refund')).not.toBeNull()
    expect(archive.tombstone('conv_unknown', 5000)).toBe(false)
  })

  test('does not come back by something read before, but by something read after', () => {
    const call = smallWorld().conversations[0]!
    const summaries = summariesOf([listItem(call, { summaries: true })])
    const topic = { filter: 'topic_ids', value: 'topic_refunds' } as const
    archive.tombstone('conv_refund', 5000)
    archive.upsertSummaries(summaries, 4999, topic)
    addDetail(archive, call, 4999)
    expect(archive.readingTimes('conv_refund')?.deletedAt).toBe(5000)
    expect(partsOf(rowOf('conv_refund')!.id)).toEqual([])
    archive.upsertSummaries(summaries, 5001, topic)
    expect(archive.readingTimes('conv_refund')).toEqual({ listReadAt: 5001, detailReadAt: null, deletedAt: null })
    addDetail(archive, call, 5002)
    expect(archive.conversation('conv_refund')?.userId).toBe('user_ada')
    expect(selectedIds(archive, whereOf({ topic_ids: ['topic_refunds'] }))).toEqual([
      'conv_refund',
      'conv_refund_error',
    ])
  })
})

describe('pruning', () => {
  test('removes what started before, and forgets that it was complete', () => {
    const before = SMALL_WORLD_START + 4 * HOUR
    archive.addCovered('', { from: 0, to: before - HOUR, readAt: 1 })
    archive.addCovered('', { from: before - HOUR, to: before + HOUR, readAt: 2 })
    archive.setWalkPosition({ scope: '', from: 0, to: before }, { position: 1, startedAt: 1 })
    archive.tombstone('conv_refund', 5000)
    // Five calls of the first hours, and two trimmed ones without a time.
    expect(archive.prune(before)).toBe(7)
    expect(archive.status()).toMatchObject({ calls: 6, deleted: 0, oldest: before })
    expect(rowsWith('furious')).toBe(0)
    expect(
      archive.db.get('SELECT count(*) AS n FROM turns WHERE conversation NOT IN (SELECT id FROM conversations)')?.n,
    ).toBe(0)
    expect(archive.coveredIntervals('')).toEqual([{ from: before, to: before + HOUR, readAt: 2 }])
    expect(archive.walkPosition({ scope: '', from: 0, to: before })).toBeNull()
    expect(archive.integrity()).toEqual([])
  })

  test('continues batch by batch', () => {
    const call = smallWorld().conversations[0]!
    const many = Array.from({ length: 250 }, (_, index) => ({ ...call, conversation_id: `conv_${index}` }))
    archive.upsertSummaries(summariesOf(many.map(one => listItem(one, { summaries: false }))), 1000)
    expect(archive.prune(SMALL_WORLD_START + 1)).toBe(253)
    expect(archive.prune(SMALL_WORLD_START + 1)).toBe(0)
  })

  test('gives room back', () => {
    archive.prune(9_999_999_999)
    const before = archive.status().bytes
    archive.vacuum()
    expect(archive.status().bytes).toBeLessThan(before)
    expect(archive.integrity()).toEqual([])
  })
})

test('integrity tells of rows whose call is missing', () => {
  archive.db.exec("PRAGMA foreign_keys = OFF; INSERT INTO tags (conversation, tag_id) VALUES (999, 'x')")
  expect(archive.integrity()).toEqual(['row of tags without its conversation'])
})

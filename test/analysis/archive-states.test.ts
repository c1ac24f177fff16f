// @module-tag more
import { describe, expect, test } from 'vitest'
import { GROUPS, type GroupName, METRICS, type MetricName, needsOf, type Question } from '../../src/analysis/index.ts'
import { UserInputError } from '../../src/errors.ts'
import { smallWorld } from '../support/small-world.ts'
import { ALL_METRICS } from './check.ts'
import { archiveOf, ask, listed, listOf, rowOf, rowsOf } from './world.ts'

const ALL_GROUPS = [...Object.keys(GROUPS), 'data:x'] as GroupName[]

test('an empty archive has an answer to everything', async () => {
  const archive = await listOf([])
  const answer = await ask(archive, { metrics: ALL_METRICS })
  const row = rowOf(answer)
  expect(row).toMatchObject({ count: 0, success_rate: null, success_rate_n: 0, duration_n: 0, duration_p95: null })
  expect(row).toMatchObject({ success_rate_note: 'no data', felt_latency_sum: null, cost_per_minute: null })
  expect(answer.metrics.filter(({ leftOut }) => leftOut.length > 0)).toEqual([])
  for (const group of ALL_GROUPS) {
    const { table } = await ask(archive, { metrics: ALL_METRICS, groupBy: [group] })
    expect(table.rows.filter(([, count]) => count !== 0)).toEqual([])
  }
  const compareTo = { filter: { agent_id: 'x' }, label: 'x' }
  for (const row of rowsOf(await ask(archive, { metrics: ALL_METRICS, compareTo })))
    expect(row).toMatchObject({ chance: null, low: null })
  await archive.close()
})

test('of calls that are still going on only their number is known', async () => {
  const archive = await listOf(
    ['initiated', 'in-progress', 'processing'].map(status => listed({ id: status, status, outcome: 'unknown' })),
  )
  const answer = await ask(archive, { metrics: ALL_METRICS })
  expect(rowOf(answer)).toMatchObject({ count: 3, success_rate_n: 0, unknown_rate_n: 0, duration_n: 0 })
  for (const { name, leftOut } of answer.metrics.filter(({ name }) => name !== 'count' && name !== 'portion'))
    expect({ name, leftOut }).toEqual({ name, leftOut: [{ reason: 'in progress', count: 3, of: 'calls' }] })
  await archive.close()
})

describe('calls whose details are not here', async () => {
  const archive = await listOf([1, 2, 3].map(number => listed({ id: `c${number}`, language: 'en', tagIds: ['t'] })))

  test('count where lists tell enough, and are excluded elsewhere, which is said', async () => {
    const answer = await ask(archive, {
      metrics: ['count', 'success_rate', 'duration', 'connection_rate', 'felt_latency', 'cost'],
    })
    expect(rowOf(answer)).toMatchObject({
      count: 3,
      success_rate_n: 3,
      duration_n: 3,
      connection_rate_n: 0,
      felt_latency_n: 0,
    })
    const leftOut = Object.fromEntries(answer.metrics.map(({ name, leftOut }) => [name, leftOut]))
    const unread = [{ reason: 'not synced yet', count: 3, of: 'calls' }]
    expect(leftOut).toMatchObject({
      success_rate: [],
      duration: [],
      connection_rate: unread,
      felt_latency: unread,
      cost: unread,
    })
  })

  test('are in rows where lists tell in which', async () => {
    expect((await ask(archive, { groupBy: ['language', 'tag'] })).table.rows).toEqual([['en', 't', 3]])
    const answer = await ask(archive, { groupBy: ['tool'] })
    expect(answer.table.rows).toEqual([])
    expect(answer.selected).toEqual({ calls: 3, undecided: 0, withoutDetail: 3 })
  })

  test('may be selected or not: nobody knows', async () => {
    const { selected } = await ask(archive, { filter: { user_id: 'ada' } })
    expect(selected).toEqual({ calls: 0, undecided: 3, withoutDetail: 0 })
    expect((await ask(archive, { filter: { user_id: 'ada', call_successful: 'failure' } })).selected.undecided).toBe(0)
  })

  test('are asked for only where they are needed', () => {
    const needs = (metrics: MetricName[], groupBy: GroupName[] = []) =>
      needsOf({ metrics, groupBy } as unknown as Question)
    expect(needs(['count', 'success_rate', 'duration', 'rating'], ['agent', 'day', 'tag'])).toEqual({
      details: false,
      topics: false,
      laterSecs: 0,
    })
    expect(needs(['felt_latency']).details).toBe(true)
    expect(needs(['count'], ['user']).details).toBe(true)
    expect(needs(['count'], ['topic'])).toEqual({ details: false, topics: true, laterSecs: 0 })
    expect(needs(['repeat_contact_rate'])).toEqual({ details: true, topics: false, laterSecs: 7 * 86_400 })
  })
})

test('a detail that was read before the call ended tells nothing of the whole call', async () => {
  const [call] = smallWorld().conversations
  const archive = await archiveOf([{ ...call, status: 'in-progress', transcript: [], analysis: null }])
  await archive.upsertSummaries([listed({ id: call!.conversation_id, outcome: 'failure' })], 2000)
  const answer = await ask(archive, { metrics: ['success_rate', 'connection_rate', 'turns'] })
  expect(rowOf(answer)).toMatchObject({ success_rate_n: 1, success_rate: 0, connection_rate_n: 0, turns_n: 0 })
  expect(answer.metrics.map(({ leftOut }) => leftOut.map(({ reason }) => reason))).toEqual([
    [],
    ['not synced yet'],
    ['not synced yet'],
  ])
  const byEnding = await ask(archive, { groupBy: ['ending'] })
  expect(byEnding.table.rows).toEqual([])
  expect(byEnding.selected).toEqual({ calls: 1, undecided: 0, withoutDetail: 1 })
  await archive.close()
})

test('numbers that make no sense are not counted', async () => {
  const [call] = smallWorld().conversations
  const odd = [
    [5, -3],
    [0.5, 0.5],
    [2, 1],
  ].map(([likes, dislikes], number) => {
    const metadata = { ...call!.metadata, feedback: { likes, dislikes }, call_duration_secs: -number, cost: -1 }
    return { ...call!, conversation_id: `odd_${number}`, metadata }
  })
  const archive = await archiveOf(odd)
  const answer = await ask(archive, { metrics: ['feedback', 'cost_per_minute', 'duration'] })
  expect(rowOf(answer)).toMatchObject({
    feedback_k: 2.5,
    feedback_n: 4,
    cost_per_minute: null,
    duration_n: 0,
    duration_min: null,
  })
  expect(answer.metrics[0]!.leftOut).toEqual([{ reason: 'no likes or dislikes', count: 1, of: 'calls' }])
  await archive.close()
})

test('a rating of zero is none', async () => {
  const [call] = smallWorld().conversations
  const metadata = { ...call!.metadata, feedback: { rating: 0, likes: 1, dislikes: 0 } }
  const archive = await archiveOf([{ ...call!, metadata }])
  expect((await ask(archive, { metrics: ['rating'], groupBy: ['rating'] })).table.rows[0]!.slice(0, 2)).toEqual([
    null,
    0,
  ])
  await archive.close()
})

test('calls that the API no longer has are not counted', async () => {
  const archive = await archiveOf(smallWorld().conversations)
  const before = (await ask(archive, { groupBy: ['agent'] })).total[0]![1]
  await archive.tombstone('conv_refund', 3000)
  expect((await ask(archive, { groupBy: ['agent'] })).total[0]![1]).toBe(Number(before) - 1)
  await archive.close()
})

describe('questions', async () => {
  const archive = await listOf([])
  const wrong: [Partial<Question>, string][] = [
    [{ metrics: [] }, 'at least one metric'],
    [{ metrics: ['speed' as MetricName] }, 'Unknown metric "speed"'],
    [{ metrics: ['constructor' as MetricName] }, 'Unknown metric'],
    [{ metrics: ['data:' as MetricName] }, 'Unknown metric'],
    [{ groupBy: ['colour' as GroupName] }, 'Unknown group "colour"'],
    [{ groupBy: ['toString' as GroupName] }, 'Unknown group'],
    [{ groupBy: ['agent', 'day', 'tool', 'tag'] }, 'at most 3'],
    [{ groupBy: ['agent', 'agent'] }, 'agent is given twice'],
    [{ metrics: ['count', 'count'] }, 'count is given twice'],
    [{ sort: { by: 'duration' } }, 'sorted by "duration"'],
    [{ metrics: ['success_rate'], sort: { by: 'success_rate', stat: 'p95' } }, 'has no p95'],
    [{ filter: { evaluation_params: ['solved'] } }, 'not an evaluation'],
  ]

  test.each(wrong)('that cannot be answered are refused: %j', async (question, message) => {
    await expect(() => ask(archive, question)).rejects.toThrow(UserInputError)
    await expect(() => ask(archive, question)).rejects.toThrow(message)
  })

  test('hold values, never syntax', async () => {
    const filter = { agent_id: "' OR 1=1 --", tag_ids: ['?', "'; DROP TABLE turns; --"] }
    expect(rowOf(await ask(archive, { filter }))).toEqual({ count: 0 })
    expect(
      (await ask(archive, { metrics: ["data:'; DROP TABLE turns; --"], groupBy: ["data:') OR 1=1 --"] })).table.rows,
    ).toEqual([])
    expect(await archive.integrity()).toEqual([])
  })
})

test('every metric and group says what it is', () => {
  for (const [name, { title, definition, leftOut, missing }] of Object.entries(METRICS)) {
    expect({ name, definition }).toMatchObject({ definition: expect.stringMatching(/^[A-Z].*\.$/s) })
    expect(title).toMatch(/^[A-Za-z]/)
    if (leftOut.length > 0) expect({ name, missing }).not.toEqual({ name, missing: '' })
  }
  for (const [name, { definition }] of Object.entries(GROUPS))
    expect({ name, definition }).toMatchObject({ definition: expect.stringMatching(/^[A-Z].*\.$/s) })
  const names = [...Object.keys(METRICS), ...Object.keys(GROUPS)]
  expect(names.filter(name => !/^[a-z]+(_[a-z]+)*$/.test(name))).toEqual([])
})

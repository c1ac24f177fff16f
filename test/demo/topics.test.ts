import { describe, expect, test } from 'vitest'
import type { Json, World } from '../../src/demo/world.ts'
import { get, request, serve, walk } from './client.ts'
import { daysAgo, NOW } from './days.ts'
import { call, counts, now, span } from './topics.ts'

function handMade(): World {
  const calls = [
    call('today', 0, ['money']),
    call('one', 1, ['money', 'refund'], 0.5, ['success', 'failure']),
    call('two', 1, ['chat'], -0.5, ['unknown']),
    call('three', 2, ['money', 'refund'], 0.1, ['success', 'success']),
    call('four', 2, ['chat']),
    call('five', 2, ['quiet']),
    call('six', 4, ['money'], 0.2),
    call('seven', 2, ['other']),
    call('eight', 2, []),
  ]
  const topic = (topic_id: string, agent_id: string, parent_topic_id?: string) => ({
    topic_id,
    agent_id,
    label: topic_id.toUpperCase(),
    parent_topic_id,
  })
  return {
    conversations: calls.map(({ topics, ...body }) => body),
    agents: ['agent_a', 'agent_b', 'agent_c'].map(agent_id => ({ agent_id })),
    tags: [],
    topics: [
      ...['refund', 'chat', 'money', 'quiet', 'never'].map(id => topic(id, 'agent_a', id === 'refund' ? 'money' : '')),
      topic('other', 'agent_b'),
    ],
    extras: Object.fromEntries(calls.map(each => [each.conversation_id, { topic_ids: each.topics }])),
  }
}

const ofA = async (query: string): Promise<Json> => get(await small(), `agents/agent_a/topics?${query}`)
const small = () => serve({ world: handMade(), extras: undefined, now })
const ids = (page: Json): string[] => page.topics.map((topic: Json) => topic.topic_id)
const WEEK = span(daysAgo(7), NOW)

describe('the topics of an agent', () => {
  test('without a window are those of the latest day that is over', async () => {
    const page = await ofA('')
    expect(counts(page)).toEqual({ money: 1, refund: 1, chat: 1 })
    expect(page).toMatchObject({
      window_start_unix_secs: daysAgo(1),
      window_end_unix_secs: daysAgo(0),
      aggregated_run_count: 1,
      has_more: false,
      next_cursor: null,
    })
  })

  test('of a window are those of its whole days in UTC', async () => {
    const week = await ofA(WEEK)
    expect(counts(week)).toEqual({ money: 3, refund: 2, chat: 2, quiet: 1 })
    expect(week).toMatchObject({ window_start_unix_secs: daysAgo(7), aggregated_run_count: 3 })
    // Both bounds move back to midnight.
    expect(counts(await ofA(span(daysAgo(2) + 7200, daysAgo(1) + 7200)))).toEqual({
      money: 1,
      refund: 1,
      chat: 1,
      quiet: 1,
    })
    // Today has no run yet, however late the window ends.
    expect(counts(await ofA(span(daysAgo(7), daysAgo(-9))))).toEqual(counts(week))
    for (const none of [span(daysAgo(1), daysAgo(1) + 7200), span(daysAgo(0), NOW), span(NOW, daysAgo(7))]) {
      expect(await ofA(none)).toMatchObject({ topics: [], aggregated_run_count: 0 })
    }
  })

  test('are those of no other agent', async () => {
    const server = await small()
    expect(counts(await get(server, `agents/agent_b/topics?${WEEK}`))).toEqual({ other: 1 })
    expect(await get(server, 'agents/agent_c/topics')).toMatchObject({ topics: [], aggregated_run_count: 0 })
  })

  test('have metrics', async () => {
    const { topics } = await ofA(WEEK)
    expect(topics.find((topic: Json) => topic.topic_id === 'money')).toEqual({
      topic_id: 'money',
      label: 'MONEY',
      description: '',
      parent_topic_id: '',
      x_2d: null,
      y_2d: null,
      conversation_count: 3,
      metrics: {
        conversation_count: 3,
        sentiment: {
          sentiment: { count: 3, sum: expect.closeTo(0.8), min: 0.1, max: 0.5 },
          frustration: { count: 3, sum: expect.closeTo(2.2), min: 0.5, max: 0.9 },
          positive_count: 0,
          neutral_count: 0,
          negative_count: 0,
        },
        evaluation_criteria: [
          { criteria_id: 'c1', success_count: 2, failure_count: 0, unknown_count: 0 },
          { criteria_id: 'c2', success_count: 1, failure_count: 1, unknown_count: 0 },
        ],
      },
      success_rate: 0.75,
    })
    const brief = (await ofA(`${WEEK}&include_evaluation_criteria=false`)).topics
    expect(brief.map((topic: Json) => topic.metrics.evaluation_criteria)).toEqual([[], [], [], []])
    expect(brief.map((topic: Json) => topic.success_rate)).toEqual([0.75, 0.75, null, null])
  })

  test.each([
    ['', ['money', 'refund', 'chat', 'quiet']],
    ['sort_by=conversations&sort_direction=asc', ['quiet', 'chat', 'money', 'refund']],
    ['sort_by=sentiment', ['money', 'refund', 'chat', 'quiet']],
    // Without a score: last in both directions.
    ['sort_by=sentiment&sort_direction=asc', ['chat', 'money', 'refund', 'quiet']],
    ['sort_by=frustration', ['chat', 'money', 'refund', 'quiet']],
    ['sort_by=success_rate&sort_direction=asc', ['money', 'refund', 'chat', 'quiet']],
  ])('in order: %s', async (query, expected) => {
    expect(ids(await ofA(`${WEEK}&${query}`))).toEqual(expected)
    // A page holds so many broad topics; those that belong to them come with them.
    const pages = await walk(await small(), `agents/agent_a/topics?${WEEK}&page_size=1&${query}`)
    expect(pages.map(page => page.topics.length).sort()).toEqual([1, 1, 2])
    expect(pages.flatMap(ids)).toEqual(expected)
  })

  test.each([
    [`from_unix_secs=${NOW}`, 'to_unix_secs', 'value_error'],
    [`to_unix_secs=${NOW}`, 'from_unix_secs', 'value_error'],
    [`${span(NOW, NOW)}&from_unix_secs=1`, 'from_unix_secs', 'too_many_values'],
    ['from_unix_secs=yesterday&to_unix_secs=1', 'from_unix_secs', 'int_parsing'],
    ['page_size=101', 'page_size', 'less_than_equal'],
    ['page_size=0', 'page_size', 'greater_than_equal'],
    ['sort_by=label', 'sort_by', 'enum'],
  ])('refuse %s', async (query, name, type) => {
    const response = await request(await small(), `agents/agent_a/topics?${query}`)
    expect(response.status).toBe(422)
    expect(((await response.json()) as Json).detail[0]).toMatchObject({ loc: ['query', name], type })
  })

  test('refuse an unknown agent, and the cursor of another query', async () => {
    const server = await small()
    const unknown = await request(server, 'agents/agent_nope/topics')
    expect([unknown.status, ((await unknown.json()) as Json).detail.code]).toEqual([404, 'agent_not_found'])
    const { next_cursor } = await get(server, `agents/agent_a/topics?${WEEK}&page_size=1`)
    const other = await request(server, `agents/agent_a/topics?page_size=1&cursor=${next_cursor}`)
    expect([other.status, ((await other.json()) as Json).detail.code]).toEqual([400, 'invalid_cursor'])
  })

  test('of a world that was given other memberships follow those', async () => {
    const server = await serve({ world: handMade(), extras: { two: { topic_ids: ['never'] } }, now })
    expect(counts(await get(server, `agents/agent_a/topics?${WEEK}`))).toEqual({ never: 1 })
  })
})

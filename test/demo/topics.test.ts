import { describe, expect, onTestFinished, test } from 'vitest'
import { ApiClient } from '../../src/api/client.ts'
import { SPECIAL, sampleWorld } from '../../src/demo/data/index.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { sample } from '../support/sample.ts'
import { get, request, serve, walk } from './client.ts'

const DAY = 86_400
const MIDNIGHT = Date.UTC(2026, 10, 20) / 1000
const NOW = MIDNIGHT + 12 * 3600
const now = () => NOW * 1000
const daysAgo = (days: number) => MIDNIGHT - days * DAY
const span = (from: number, to: number) => `from_unix_secs=${from}&to_unix_secs=${to}`
const startOf = (call: Json): number => call.metadata.start_time_unix_secs

/** A call on a day; with a mood, and with results of the criteria c1, c2 … */
const call = (
  id: string,
  days: number,
  topics: string[],
  mood: number | null = null,
  results: string[] = [],
): Json => ({
  conversation_id: id,
  agent_id: topics.includes('other') ? 'agent_b' : 'agent_a',
  metadata: { start_time_unix_secs: daysAgo(days) + 3600 },
  analysis: {
    sentiment_analysis: mood === null ? null : { overall_sentiment_score: mood, overall_frustration_score: 1 - mood },
    evaluation_criteria_results: Object.fromEntries(results.map((result, index) => [`c${index + 1}`, { result }])),
  },
  topics,
})

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
const counts = ({ topics }: Json) => Object.fromEntries(topics.map((t: Json) => [t.topic_id, t.conversation_count]))
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

/** Topic, and the reasons to call that its calls give: told a second time, from the bodies alone. */
const REASONS: [agent: string, topic: string, reasons: string[]][] = [
  ['Order Support', 'Orders', ['order status', 'parcel tracking', 'change of address']],
  ['Order Support', 'Order status', ['order status', 'parcel tracking']],
  ['Order Support', 'Change of address', ['change of address']],
  ['Order Support', 'Refunds', ['return', 'damaged item']],
  ['Order Support', 'Damaged goods', ['damaged item']],
  ['Order Support', 'Product questions', ['product question']],
  ['Order Support', 'Misuse', ['misuse']],
  ['Order Support', 'No request', ['none']],
  ['Clinic', 'Appointments', ['book', 'move', 'cancel']],
  ['Clinic', 'Booking', ['book']],
  ['Clinic', 'Rescheduling', ['move']],
  ['Clinic', 'Cancellation', ['cancel']],
  ['Clinic', 'Symptoms', ['symptoms']],
  ['Clinic', 'Prices', ['prices']],
  ['Clinic', 'Reminders', ['reminder']],
  ['Clinic', 'No request', ['none']],
  ['Billing', 'Bills', ['advance payment', 'invoice']],
  ['Billing', 'Higher monthly payment', ['advance payment']],
  ['Billing', 'Invoice copies', ['invoice']],
  ['Billing', 'Meter readings', ['meter reading']],
  ['Billing', 'Moving house', ['moving house']],
  ['Billing', 'Technical support', ['technical support']],
  ['Billing', 'No request', ['none']],
  ['Parcel Tracking', 'Tracking', ['tracking', 'lost parcel']],
  ['Parcel Tracking', 'Lost parcels', ['lost parcel']],
  ['Parcel Tracking', 'Delivery changes', ['redelivery', 'pickup shop']],
  ['Parcel Tracking', 'New delivery', ['redelivery']],
  ['Parcel Tracking', 'Pickup shops', ['pickup shop']],
  ['Parcel Tracking', 'No request', ['none']],
  ['Depot Line', 'Opening hours', ['opening hours']],
  ['Depot Line', 'Tracking', ['tracking']],
  ['Depot Line', 'No request', ['none']],
]

/** Why a call was made; its analysis does not tell it of the hostile one and of those that were never analysed. */
function reasonOf({ conversation_id, analysis, status }: Json): string {
  if (conversation_id === SPECIAL.hostile) return 'misuse'
  if (analysis) return analysis.data_collection_results.contact_reason.value
  return status === 'failed' ? 'return' : 'order status'
}

const isMeant = (agent: string, reasons: string[]) => (body: Json) =>
  body.agent_name.includes(agent) && body.transcript.length > 0 && reasons.includes(reasonOf(body))

const idOf = (agent: string, label: string): string => {
  const { agent_id } = sample.agents.find(({ name }) => name.includes(agent))!
  return sample.topics!.find(topic => topic.agent_id === agent_id && topic.label === label)!.topic_id
}

const idsOf = (calls: Json[]): string[] => calls.map(({ conversation_id }) => conversation_id).sort()

const ofTool = ({ transcript }: Json, name: string): Json[] =>
  transcript.flatMap((turn: Json) => turn.tool_results).filter(({ tool_name }: Json) => tool_name === name)

describe('the sample calls', () => {
  test('have topics of their own agents, with descriptions, each told once', () => {
    const topics = sample.topics!
    expect(new Set(topics.map(topic => topic.topic_id)).size).toBe(topics.length)
    expect(topics.filter(({ label, description }) => !label || !description)).toEqual([])
    const agentOf = new Map(topics.map(topic => [topic.topic_id, topic.agent_id]))
    for (const { agent_id, parent_topic_id } of topics) {
      if (parent_topic_id !== null) expect(agentOf.get(parent_topic_id)).toBe(agent_id)
    }
    for (const body of sample.conversations) {
      const own = sample.extras![body.conversation_id]?.topic_ids ?? []
      expect(own.length > 0, body.conversation_id).toBe(body.transcript.length > 0)
      expect(own.filter(id => agentOf.get(id) !== body.agent_id)).toEqual([])
    }
  })

  test('have the same topics at any time', () => {
    const other = sampleWorld(NOW + 100 * DAY)
    expect([other.topics, other.extras]).toEqual([sample.topics, sample.extras])
  })

  test('are selected by topic, and no others', async () => {
    const server = await serve({ world: sample, extras: undefined, now })
    for (const [agent, label, reasons] of REASONS) {
      const pages = await walk(server, `conversations?page_size=100&topic_ids=${idOf(agent, label)}`)
      const meant = sample.conversations.filter(isMeant(agent, reasons))
      expect(meant.length, label).toBeGreaterThan(0)
      expect([label, ...idsOf(pages.flatMap(page => page.conversations))]).toEqual([label, ...idsOf(meant)])
    }
    const { conversations } = await get(
      server,
      `conversations?page_size=100&topic_ids=${idOf('Order', 'Misuse')}&topic_ids=${idOf('Billing', 'Technical support')}`,
    )
    expect(idsOf(conversations)).toEqual([SPECIAL.hostile, SPECIAL.long].sort())
  })

  test.each([
    ['all', 60, 0],
    ['the last week', 7, 0],
    ['an earlier week', 40, 33],
    ['one day', 1, 0],
  ])('are counted by topic: %s', async (_, from, to) => {
    const server = await serve({ world: sample, extras: undefined, now })
    const inWindow = sample.conversations.filter(body => startOf(body) >= daysAgo(from) && startOf(body) < daysAgo(to))
    // Not a reason to call: the order system failed during the call.
    const down = idOf('Order', 'System down')
    const expected = REASONS.map(([agent, label, reasons]): [string, number] => [
      idOf(agent, label),
      inWindow.filter(isMeant(agent, reasons)).length,
    ]).filter(([, count]) => count > 0)
    // Bounds within a day, as a question "the last n days" has them.
    const query = span(daysAgo(from) + 5000, daysAgo(to) + 5000)
    const pages = await Promise.all(
      sample.agents.map(({ agent_id }) => get(server, `agents/${agent_id}/topics?${query}`)),
    )
    const { [down]: failing = 0, ...others } = Object.assign({}, ...pages.map(counts))
    expect(others).toEqual(Object.fromEntries(expected))
    const timedOut = inWindow.filter(body => ofTool(body, 'lookup_order').some(result => result.is_error))
    expect(failing).toBe(timedOut.filter(({ agent_name }) => agent_name.includes('Order')).length)
  })

  test('are told by the client, most calls first', async () => {
    const server = await serve({ world: sample, extras: undefined, now })
    const client = new ApiClient({ baseUrl: server.url, apiKey: 'any' })
    onTestFinished(() => client.close())
    const { agent_id } = sample.agents.find(({ name }) => name.includes('Billing'))!
    const topics = await client.topics(agent_id, { from: daysAgo(21), to: NOW })
    const [bills, growing] = topics
    expect(bills).toMatchObject({ label: 'Bills', description: 'What is to be paid' })
    expect(topics.map(({ label }) => label)).toContain('Higher monthly payment')
    expect(growing!.calls).toBeLessThanOrEqual(bills!.calls!)
  })
})

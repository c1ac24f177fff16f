// @module-tag more
import { describe, expect, onTestFinished, test } from 'vitest'
import { ApiClient } from '../../src/api/client.ts'
import { SPECIAL, sampleWorld } from '../../src/demo/data/index.ts'
import type { Json } from '../../src/demo/world.ts'
import { sample } from '../support/sample.ts'
import { get, serve, walk } from './client.ts'
import { DAY, daysAgo, NOW, startOf } from './days.ts'
import { counts, now, span } from './topics.ts'

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

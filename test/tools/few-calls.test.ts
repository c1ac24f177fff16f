import { expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { deskOf } from '../support/desk.ts'
import { NOW, startWorld } from '../support/world.ts'

/* Thirteen calls of one agent against one, nine and ten of others: one rule for all shares of turns and tool calls. */

const turn = (at: number, role: string, more: Json = {}): Json => ({
  role,
  message: `please tell me about order ${at % 2} now`,
  time_in_call_secs: at,
  ...more,
})
const call = (agent: string, at: number, turns: number): Json => ({
  conversation_id: `${agent}_${at}`,
  agent_id: agent,
  agent_name: agent,
  status: 'done',
  metadata: {
    start_time_unix_secs: NOW - 86_400 + at * 600,
    call_duration_secs: 30 + ((at * 7) % 11),
    cost: 100 + ((at * 5) % 13),
    cost_fiat: 1 + at / 10,
    feedback: { rating: 1 + (at % 5), likes: at % 2, dislikes: 1 },
  },
  analysis: { call_successful: at % 3 === 0 ? 'failure' : 'success' },
  transcript: Array.from({ length: turns }, (_, turnAt) => [
    turn(turnAt * 2, 'user'),
    turn(turnAt * 2 + 1, 'agent', {
      interrupted: (at + turnAt) % 2 === 0,
      conversation_turn_metrics: { metrics: { convai_ttf_audio_since_silence: { elapsed_time: 0.5 + at / 20 } } },
      tool_calls: [{ request_id: `r${turnAt}`, tool_name: 't', params_as_json: '{}', tool_has_been_called: true }],
      tool_results: [
        {
          request_id: `r${turnAt}`,
          tool_name: 't',
          is_error: (at + turnAt) % 4 === 0,
          tool_latency_secs: 0.1 + at / 30,
        },
      ],
    }),
  ]).flat(),
})
const callsOf = (agent: string, count: number, turns: number) =>
  Array.from({ length: count }, (_, at) => call(agent, at, turns))

const conversations = [
  ...callsOf('agent_many', 13, 2),
  ...callsOf('agent_one', 1, 1),
  ...callsOf('agent_nine', 9, 1),
  ...callsOf('agent_ten', 10, 1),
]
const agents = ['agent_many', 'agent_one', 'agent_nine', 'agent_ten'].map(id => ({ agent_id: id, name: id }))
const desk = deskOf(() => startWorld({ conversations, agents, tags: [], extras: {} }))

const RATES = [
  ...['success_rate', 'portion', 'interruption_rate', 'tool_error_rate', 'repetition_rate'],
  ...['duration', 'cost', 'cost_per_minute', 'cost_per_success', 'felt_latency', 'tool_latency', 'feedback'],
]

async function against(agent: string): Promise<{ verdicts: Map<string, string>; text: string }> {
  const { text } = await desk.client.call('analyze_conversations', {
    metrics: RATES,
    agent_id: 'agent_many',
    compare_to: [`agent_id=${agent}`],
    max_tokens: 20_000,
  })
  const rows = text.split('\n').filter(line => line.split('\t').length === 5 && !line.startsWith('metric\t'))
  return { verdicts: new Map(rows.map(line => [line.split('\t')[0]!, line.split('\t')[4]!])), text }
}

test.each(['agent_one', 'agent_nine'])('against %s no share of turns or tool calls is judged', async agent => {
  const { verdicts } = await against(agent)
  expect(verdicts.size).toBeGreaterThan(15)
  for (const name of ['interruption_rate', 'tool_error_rate', 'repetition_rate', 'feedback', 'cost_per_minute']) {
    expect(verdicts.get(name), name).toBe('fewer than 10 calls')
  }
  // Of calls each is one, and few of them tell what few tell.
  expect(verdicts.get('success_rate')).toBe('not significant')
})

test('against ten it is', async () => {
  const { verdicts } = await against('agent_ten')
  for (const name of [
    'success_rate',
    'interruption_rate',
    'tool_error_rate',
    'duration.avg',
    'cost_per_minute',
    'felt_latency.avg',
  ]) {
    expect(verdicts.get(name), name).toMatch(/significant/)
  }
})

test('one call is a call, and no mode', async () => {
  const asked = { agent_id: 'agent_one', include: ['modes'] }
  const { text, structured } = await desk.client.call('explain_conversations', asked)
  expect(text).toContain('\nNo modes: of 1 call read, too few are alike.')
  expect(structured.methods).toEqual(['No modes: of 1 call read, too few are alike.'])
  expect(text).toMatch(/^1 failed call vs\. 0 successful calls/m)
})

import { expect, test } from 'vitest'
import { METRIC_NAMES } from '../../src/analysis/define/names.ts'
import type { Json } from '../../src/demo/world.ts'
import { deskOf } from '../support/desk.ts'
import { NOW, startWorld } from '../support/world.ts'

/* Numbers as large as JSON can write them end no analysis, and hide no other call. */

const LARGE = 2 ** 53
const NUMBERS = [
  ...[LARGE, -LARGE, LARGE - 1, 1 - LARGE, 1e300, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE],
  ...[-5e-324, 1e16, -1e16, 2 ** 63, -(2 ** 63), 2 ** 64, 0.1, -0, 1e-300],
]

const call = (number: number, at: number): Json => ({
  conversation_id: `conv_${at}`,
  agent_id: at % 2 === 0 ? 'agent_1' : 'agent_2',
  agent_name: 'Desk',
  status: 'done',
  metadata: {
    start_time_unix_secs: NOW - 3600 + at,
    call_duration_secs: number,
    cost: number,
    charging: { llm_price: number, call_charge: number, llm_charge: number },
    feedback: { rating: number, likes: number, dislikes: number },
  },
  analysis: {
    call_successful: 'success',
    evaluation_criteria_results: { fine: { criteria_id: 'fine', result: 'success', score: number, max_score: number } },
    data_collection_results: { amount: { data_collection_id: 'amount', value: number } },
  },
  conversation_initiation_client_data: { dynamic_variables: { amount: number } },
  transcript: [
    { role: 'agent', message: 'Hello', time_in_call_secs: 0 },
    {
      role: 'user',
      message: 'A refund please',
      time_in_call_secs: number,
      conversation_turn_metrics: { metrics: { convai_llm_service_ttfb: { elapsed_time: number } } },
      llm_usage: { model_usage: { m: { input: { tokens: number, price: number }, output_total: { tokens: number } } } },
      tool_calls: [{ request_id: 'r', tool_name: 't', params_as_json: '{}', tool_has_been_called: true }],
      tool_results: [{ request_id: 'r', tool_name: 't', result_value: '', tool_latency_secs: number }],
    },
  ],
})

const agents = ['agent_1', 'agent_2'].map(id => ({ agent_id: id, name: id }))
const desk = deskOf(() => startWorld({ conversations: NUMBERS.map(call), agents, tags: [], extras: {} }))

const ask = async (args: Json): Promise<string> => {
  const { text, isError } = await desk.client.call('analyze_conversations', args)
  expect([isError ?? false, text]).toEqual([false, expect.not.stringMatching(/went wrong|NaN|Infinity/)])
  return text
}

test.each(METRIC_NAMES.map(name => [name]))('%s', async name => {
  await ask({ metrics: [name] })
})

test.each([
  { metrics: ['data:amount'] },
  { metrics: ['data:amount'], group_by: ['agent'] },
  { metrics: ['data:amount'], group_by: ['day'] },
  { metrics: ['count'], group_by: ['data:amount'] },
  { metrics: ['data:amount', 'duration', 'tool_latency'], agent_id: 'agent_1', compare_to: ['agent_id=agent_2'] },
])('%j', async args => {
  await ask(args)
})

test('a sum leaves out what is no measurement, says so, and counts the others', async () => {
  const counted = NUMBERS.filter(number => Math.abs(number) < LARGE)
  const text = await ask({ metrics: ['data:amount.n', 'data:amount.max', 'count'] })
  expect(text).toContain(`count: ${NUMBERS.length}`)
  expect(text).toContain(`n ${counted.length}, max`)
  expect(text).toContain(`Excluded: ${NUMBERS.length - counted.length} calls (not a number, or beyond ±2^53)`)
})

test.each(['triage_conversations', 'list_conversations', 'list_filter_values'])('%s', async tool => {
  const args = tool === 'list_filter_values' ? { kind: 'agent' } : {}
  const { text } = await desk.client.call(tool, args)
  expect(text).not.toMatch(/went wrong|NaN|Infinity/)
})

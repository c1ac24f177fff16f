import { describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { callerOf } from '../../src/domain/caller.ts'

const mapped = (body: object) => toConversation({ conversation_id: 'conv_1', status: 'done', ...body }, 'conv_1')

describe('a word for nobody does not hide who it was', () => {
  test.each<[string, object, string | null]>([
    ['another field names the user', { user_id: 'undefined', metadata: { user_id: 'u_7' } }, 'user u_7'],
    ['so does the client', { user_id: ' ', conversation_initiation_client_data: { user_id: 'u_8' } }, 'user u_8'],
    ['the first that names somebody', { user_id: 'u_1', metadata: { user_id: 'u_7' } }, 'user u_1'],
    [
      'a number of WhatsApp beside its id',
      { metadata: { whatsapp: { whatsapp_user_id: 'null', recipient: { phone: '+4915112345678' } } } },
      'number 4915112345678',
    ],
    [
      'an id of a business beside a withheld number',
      { metadata: { whatsapp: { whatsapp_user_id: '', recipient: { phone: 'Anonymous', bsuid: 'US.12345' } } } },
      'number us.12345',
    ],
    ['nobody at all', { user_id: 'null', metadata: { sms: { sms_user_phone_number: 'Restricted' } } }, null],
  ])('%s', (_, body, caller) => {
    expect(callerOf(mapped(body))).toBe(caller)
  })
})

describe('one in the place of a list is a list of one', () => {
  const use = { request_id: 'r1', tool_name: 'lookup', tool_has_been_called: true }
  const result = { ...use, result_value: '{}', is_error: true }

  test('tool calls and results, also of workflows', () => {
    const step = { node_id: 'n', requests: use, results: result }
    const flow = { request_id: 'w', tool_name: 'flow', type: 'workflow', result: { steps: step } }
    const call = mapped({
      transcript: [
        { role: 'agent', tool_calls: use, tool_results: result },
        { role: 'agent', tool_results: flow },
      ],
    })
    const names = call.turns.map(turn => [
      turn.toolCalls.map(({ name }) => name),
      turn.toolResults.map(({ name }) => name),
    ])
    expect(names).toEqual([
      [['lookup'], ['lookup']],
      [['lookup'], ['flow', 'lookup']],
    ])
    expect(call.turns[0]!.toolResults[0]!.isError).toBe(true)
    expect(call.unread.reason).toBeNull()
  })

  test.each(['lookup', {}, { r1: use }])('%j is neither, and is told', tool_calls => {
    const call = mapped({ transcript: [{ role: 'agent', tool_calls }] })
    expect(call.unread.reason).toBe('the tool calls of turn 0 are not a list of objects')
  })

  test('a map in the place of a list is no element without a name', () => {
    const call = mapped({ experiment_assignments: { checkout: 'B' }, analysis: { scoped: { agent_a: {} } } })
    expect([call.experiments, call.scoped]).toEqual([[], []])
  })

  test('texts and numbers in the place of objects and texts', () => {
    const call = mapped({
      tag_ids: [17, null, ' ', 'vip'],
      transcript: [{ role: 'agent', message: 'x', triggered_guardrails: ['profanity', { guardrail_type: 'custom' }] }],
    })
    expect([call.tagIds, call.turns[0]!.guardrails]).toEqual([
      ['17', 'vip'],
      ['profanity', 'custom'],
    ])
  })

  test('visited agents, criteria and collected values', () => {
    const call = mapped({
      agent_id: 'A',
      visited_agents: { agent_id: 'B' },
      analysis: {
        evaluation_criteria_results_list: { criteria_id: 'c', result: 'success' },
        data_collection_results_list: { data_collection_id: 'd', value: 'x' },
      },
    })
    expect(call.visitedAgentIds).toEqual(['B'])
    expect(call.criteria.map(({ id, result }) => [id, result])).toEqual([['c', 'success']])
    expect(call.collected.map(({ id, value }) => [id, value])).toEqual([['d', 'x']])
    expect(call.unread.impossible).toEqual([])
  })
})

test('parts of another kind than documented are named', () => {
  const metadata = { whatsapp: ['x'], sms: 'x', batch_call: [], error: [{ code: 1 }] }
  expect(mapped({ metadata }).unread.impossible).toEqual([
    'WhatsApp (list)',
    'SMS (text)',
    'batch call (list)',
    'error (list)',
  ])
})

test.each([
  [true, 'not a number'],
  [{ secs: 60 }, 'not a number'],
  ['1:00', 'not a number'],
  ['-5', '-5 s'],
  ['', null],
  [null, null],
])('a duration of %j is told as left out', (call_duration_secs, refusedDuration) => {
  expect(mapped({ metadata: { call_duration_secs } })).toMatchObject({ durationSecs: null, refusedDuration })
})

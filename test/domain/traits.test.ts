import { expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { normalised, traitsOf } from '../../src/domain/measures/traits.ts'
import { agent, body, tool, user } from '../search/filled.ts'

const usage = (model: string) => ({
  producing_llm: model,
  llm_usage: { model_usage: { [model]: { input: { tokens: 1, price: 0 } } } },
})

test('what is known of a call beside its columns, each once', () => {
  const call = body(
    [
      agent('Hello', usage('small')),
      user('My order?'),
      ...tool('lookup', '{}', 'Order A-17 not reachable: timeout after 10 s', { is_error: true }),
      ...tool('lookup', '{}', 'Order B-99 not reachable:  timeout after 12 s', { is_error: true }),
      ...tool('transfer_to_number', '{"reason":"Order 4711 is late"}', '{}', {
        result: { result_type: 'transfer_to_number_sip_success', transfer_number: '+15550199' },
      }),
      ...tool('transfer_to_number', '{"reason":"Order 4712 is late","transfer_number":"+15550198"}', '{}', {
        result: { result_type: 'transfer_to_number_error', error: 'busy' },
      }),
      ...tool('start_procedure', '{}', '{}', {
        result: { result_type: 'start_procedure_success', procedure_name: 'Refunds' },
      }),
      agent('One moment', {
        ...usage('large'),
        rag_retrieval_info: { chunks: [{ document_id: 'doc_a' }, { document_id: 'doc_a' }] },
      }),
      agent('Thanks', usage('large')),
    ],
    {
      metadata: {
        batch_call: { batch_call_id: 'batch_1' },
        charging: { tts_usage: { per_voice_usage: [{ voice_id: 'voice_1', audio_output_seconds: 3 }] } },
        phone_call: { type: 'twilio', agent_number: '+15550100', call_result: 'answered' },
        warnings: ['slow tool 3'],
      },
      experiment_assignments: [{ key: 'greeting', variant: 'short' }],
    },
  )
  const found = traitsOf(toConversation(call, call.conversation_id))
  expect(found.map(({ kind, value }) => `${kind}: ${value}`)).toEqual([
    'model: large',
    'voice: voice_1',
    'agent_number: +15550100',
    'call_result: answered',
    'campaign: batch_1',
    'experiment: greeting: short',
    'procedure: Refunds',
    'knowledge_document: doc_a',
    'tool_error_text: lookup: Order # not reachable: timeout after # s',
    'tool_error_text: transfer_to_number: {}',
    'transfer_target: +15550199',
    'transfer_target: +15550198',
    'transfer_reason: Order # is late',
    'warning: slow tool #',
  ])
})

test('of a call that says nothing there is nothing', () => {
  const call = body([user('Hi')])
  expect(traitsOf(toConversation(call, call.conversation_id))).toEqual([])
})

test('two messages of one kind are one', () => {
  expect(normalised('HTTP 502 for id_3f2a\n (try 3)')).toBe(normalised('HTTP 504 for id_9c1b (try  1)'))
  expect(normalised('x'.repeat(5000))).toHaveLength(80)
})

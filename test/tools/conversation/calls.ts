import { DEMO_SECRET } from '../../../src/demo/data/index.ts'
import type { Json } from '../../../src/demo/world.ts'
import { smallWorld } from '../../support/small-world.ts'

/* Calls in which everything happens that can, or that are long in one way. */

export const small = smallWorld()
const refund = small.conversations[0]!

const turn = (role: 'agent' | 'user', message: string | null, more: Json = {}): Json => ({
  role,
  message,
  time_in_call_secs: 0,
  ...more,
})
const call = (request_id: string, tool_name: string, args: string, more: Json = {}): Json =>
  turn('agent', null, {
    tool_calls: [{ request_id, tool_name, params_as_json: args, tool_has_been_called: true, ...more }],
  })
const result = (request_id: string, tool_name: string, text: string, more: Json = {}): Json =>
  turn('agent', null, {
    tool_results: [{ request_id, tool_name, result_value: text, is_error: false, tool_latency_secs: 1.24, ...more }],
  })

/** The call `conv_refund` under another id and with another transcript. */
const conversation = (conversation_id: string, transcript: Json[], more: Json = {}): Json => ({
  ...refund,
  conversation_id,
  transcript,
  ...more,
})

const SECRET = `${DEMO_SECRET}planted`
const billing = { agent_id: 'agent_billing', workflow_node_id: null }
const support = { agent_id: 'agent_support', workflow_node_id: 'node_support' }

/** A call in which everything happens that can happen in a turn. */
export const rich = conversation(
  'conv_rich',
  [
    turn('agent', 'Billing, how can I help?', {
      agent_metadata: billing,
      conversation_turn_metrics: { metrics: { convai_tts_service_ttfb: { elapsed_time: 0.081 } } },
    }),
    turn('user', 'I was charged twice.', {
      time_in_call_secs: 3,
      conversation_turn_metrics: { metrics: { convai_asr_trailing_service_latency: { elapsed_time: 0.2 } } },
    }),
    turn('agent', 'I am sorry, I can offer you…', {
      original_message: 'I am sorry, I can offer you a refund or a voucher.',
      interrupted: true,
      agent_metadata: billing,
      time_in_call_secs: 6,
      conversation_turn_metrics: {
        metrics: {
          convai_ttf_audio_since_silence: { elapsed_time: 2.5 },
          convai_llm_service_ttfb: { elapsed_time: 0.6 },
        },
      },
      producing_llm: 'gemini-2.5-flash',
      llm_usage: {
        model_usage: {
          'gemini-2.5-flash': {
            input: { tokens: 1200, price: 0.001 },
            input_cache_read: { tokens: 300, price: 0.0001 },
            output_total: { tokens: 20, price: 0.0002 },
          },
        },
      },
    }),
    turn('user', 'A refund.', { source_medium: 'text', time_in_call_secs: 9 }),
    turn('user', '4711#', { source_medium: 'dtmf', time_in_call_secs: 11 }),
    turn('user', 'Mhm.', { ignored_as_backchannel: true, time_in_call_secs: 12 }),
    call('req_1', 'lookup_invoice', '{"order":"A-7"}', {
      type: 'webhook',
      tool_details: { url: `https://x.test/${SECRET}`, headers: { authorization: SECRET }, body: SECRET },
    }),
    result('req_1', 'lookup_invoice', 'timed out', { is_error: true, error_type: 'external_server' }),
    turn('agent', 'One moment.', { tool_calls: [], time_in_call_secs: 15, agent_metadata: billing }),
    call('req_2', 'issue_refund', '{"amount":40}', { tool_has_been_called: false }),
    call('req_3', 'send_mail', '{"to":"ada"}'),
    result('req_3', 'send_mail', '', { is_blocked: true }),
    result('req_0', 'late_answer', 'found', {
      dynamic_variable_updates: [
        { variable_name: 'plan', old_value: 'free', new_value: 'gold' },
        { variable_name: 'secret__token', old_value: SECRET, new_value: SECRET },
      ],
    }),
    call('req_4', 'transfer_to_agent', '{"agent":"agent_support"}', { type: 'system' }),
    result('req_4', 'transfer_to_agent', '', { result: { result_type: 'transfer_to_agent_success' } }),
    turn('agent', 'Support speaking.', {
      agent_metadata: support,
      time_in_call_secs: 20,
      rag_retrieval_info: {
        retrieval_query: 'double charge',
        rag_latency_secs: 0.12,
        chunks: [{ document_id: 'doc_1' }, { document_id: 'doc_2' }, { document_id: 'doc_1' }],
      },
    }),
    turn('user', 'You thieves!', {
      time_in_call_secs: 25,
      triggered_guardrails: [
        { guardrail_type: 'harassment', guardrail_name: null },
        { guardrail_type: 'custom', guardrail_name: 'No insults' },
      ],
    }),
    turn('user', 'Here is the bill.', {
      source_medium: 'file',
      file_inputs: [{ file_id: 'f1', original_filename: 'bill.pdf', mime_type: 'application/pdf' }],
    }),
    turn('agent', '', {
      multivoice_message: { parts: [{ text: 'Thank you.', voice_label: 'Ava' }, { text: 'Bye.' }] },
    }),
    turn('agent', 'The refund is on its way.', {
      feedback: { score: 'like', time_in_call_secs: 31 },
      reasoning: [{ summary: 'The invoice shows two charges.' }],
    }),
    turn('user', null, { platform_event: { type: 'user_turn_timeout' } }),
    turn('user', 'page=checkout', { contextual_update_info: { context_id: 'ctx' } }),
    turn('user', '...', { time_in_call_secs: 3723 }),
    turn('agent', null, {
      tool_calls: [
        { request_id: 'req_5', tool_name: 'transfer_to_number', params_as_json: '{"number":"+15550100888"}' },
        { request_id: 'req_6', tool_name: 'end_call', params_as_json: '{}' },
      ],
    }),
    turn('agent', null, {
      tool_results: [
        { request_id: 'req_6', tool_name: 'end_call', result_value: '', result: { result_type: 'end_call_success' } },
        { request_id: 'req_5', tool_name: 'transfer_to_number', result_value: 'no answer', is_error: true },
      ],
    }),
  ],
  {
    visited_agents: [{ agent_id: 'agent_billing' }, { agent_id: 'agent_support' }],
    conversation_initiation_client_data: {
      dynamic_variables: {
        customer: 'Ada Lovelace',
        seats: 3,
        vip: true,
        nothing: null,
        cart: { items: ['lamp'] },
        secret__token: SECRET,
        system__conversation_history: `{"x-elevenlabs-history":true,"entries":["${SECRET}"]}`,
        system__timezone: 'Europe/Berlin',
      },
      conversation_config_override: { agent: { prompt: { prompt: SECRET } } },
      custom_llm_extra_body: { key: SECRET },
    },
    metadata: { ...refund.metadata, warnings: ['Slow tool'], queue_wait_secs: 4 },
    analysis: {
      ...refund.analysis,
      scoped: [
        { source_agent_id: 'agent_billing', successful: 'success', success_score: 1 },
        { source_agent_id: 'agent_support', successful: 'failure' },
      ],
    },
  },
)

const words = (count: number, of = 'word') => Array.from({ length: count }, (_, at) => `${of}${at}`).join(' ')
export const bigArguments = JSON.stringify({ note: words(400) })
export const bigResult = JSON.stringify(Array.from({ length: 300 }, (_, id) => ({ id, name: 'Zoë' })))

export const own = [
  rich,
  conversation('conv_big_tool', [
    turn('user', 'Look it up.'),
    call('r1', 'lookup', bigArguments),
    result('r1', 'lookup', bigResult),
    turn('agent', 'Found.'),
  ]),
  // Two tools at once, and the slower one answers first.
  conversation('conv_interleaved', [
    turn('user', 'Both, please.'),
    call('a', 'slow', '{"n":1}'),
    call('b', 'fast', '{"n":2}'),
    turn('agent', 'One moment.'),
    result('b', 'fast', 'second'),
    result('a', 'slow', 'first'),
    turn('agent', 'Done.'),
  ]),
  conversation(
    'conv_pairs',
    Array.from({ length: 40 }, (_, at) => [
      call(`a${at}`, 'slow', `{"n":${at}}`),
      call(`b${at}`, 'fast', `{"n":${at}}`),
      result(`b${at}`, 'fast', 'second'),
      result(`a${at}`, 'slow', 'first'),
    ]).flat(),
  ),
  // In JSON each of these characters takes two bytes.
  conversation('conv_quotes', [
    turn('user', 'Now comes a strange result.'),
    call('q', 'lookup', '"'.repeat(30_000)),
    result('q', 'lookup', '\\'.repeat(30_000)),
    turn('user', 'What was that?'),
  ]),
  conversation('conv_names', [
    turn('user', 'Here is a file.', { file_inputs: [{ file_id: 'f', original_filename: 'x'.repeat(20_000) }] }),
    turn('agent', 'Thank you.'),
  ]),
  conversation('conv_pretty', [
    call('j', 'lookup', '{}'),
    result(
      'j',
      'lookup',
      JSON.stringify(
        Array.from({ length: 40 }, (_, id) => ({ id })),
        null,
        4,
      ),
    ),
  ]),
  conversation('conv_parallel', [
    turn('user', 'Do everything.'),
    turn('agent', null, {
      tool_calls: Array.from({ length: 20 }, (_, at) => ({
        request_id: `p${at}`,
        tool_name: `tool_${at}`,
        params_as_json: JSON.stringify({ text: words(60) }),
      })),
    }),
    turn('agent', 'Done.'),
  ]),
  conversation('conv_numbers', [
    turn('agent', 'The total is 5,000 francs for the Café.'),
    ...Array.from({ length: 20 }, (_, at) => turn(at % 2 ? 'agent' : 'user', `Filler ${at}`)),
    call('n', 'charge_card', '{"amount":5000}'),
    result('n', 'charge_card', 'ok'),
    turn('user', 'Five thousand, fine.'),
  ]),
  conversation('conv_lists', [turn('user', 'Hello.')], {
    metadata: { ...refund.metadata, warnings: Array.from({ length: 30 }, (_, at) => `warning_${at}`) },
    tag_ids: Array.from({ length: 30 }, (_, at) => `tag_${at}`),
    visited_agents: Array.from({ length: 30 }, (_, at) => ({ agent_id: `agent_${at}` })),
  }),
  conversation('conv_long_turn', [turn('user', words(20_000)), turn('agent', 'I see.')]),
  conversation('conv_empty_done', [], { metadata: { ...refund.metadata, termination_reason: '' } }),
  conversation('conv_initiated', [], { status: 'initiated', analysis: null }),
  conversation('conv_deleted', [], {
    metadata: {
      ...refund.metadata,
      deletion_settings: { deleted_transcript_at_time_unix_secs: Date.UTC(2026, 9, 20) / 1000 },
    },
  }),
]

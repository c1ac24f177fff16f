import type { Json, WorkspaceExtras, World } from '../../src/demo/world.ts'

/** Start of the oldest call of the small world: 1 October 2026, 12:00 UTC. */
export const SMALL_WORLD_START = 1_790_856_000

const HOUR = 3600

const say = (role: 'agent' | 'user', message: string, more: Json = {}): Json => ({
  role,
  message,
  time_in_call_secs: 0,
  tool_calls: [],
  tool_results: [],
  triggered_guardrails: [],
  ...more,
})

/** A tool call and its result, as two turns. */
function use(tool_name: string, result: Json = {}, call: Json = {}): Json[] {
  const request_id = `req_${tool_name}`
  const params_as_json = '{"order":"A-7"}'
  return [
    {
      ...say('agent', ''),
      message: null,
      tool_calls: [{ request_id, tool_name, params_as_json, tool_has_been_called: true, ...call }],
    },
    {
      ...say('agent', ''),
      message: null,
      tool_results: [
        { request_id, tool_name, result_value: 'ok', is_error: false, tool_has_been_called: true, ...result },
      ],
    },
  ]
}

const evaluation = (results: Record<string, string>, scores: Record<string, number> = {}) =>
  Object.fromEntries(
    Object.entries(results).map(([criteria_id, result]) => [
      criteria_id,
      {
        criteria_id,
        result,
        rationale: 'Because.',
        score: scores[criteria_id] ?? null,
        max_score: scores[criteria_id] ? 10 : null,
      },
    ]),
  )

const collected = (values: Json) =>
  Object.fromEntries(
    Object.entries(values).map(([data_collection_id, value]) => [
      data_collection_id,
      {
        data_collection_id,
        value,
        rationale: 'Heard.',
        json_schema: { type: typeof value, description: data_collection_id },
      },
    ]),
  )

interface Sketch {
  hour: number
  metadata?: Json
  analysis?: Json | null
  variables?: Json
  [field: string]: unknown
}

function call(conversation_id: string, { hour, metadata, analysis, variables, ...rest }: Sketch): Json {
  return {
    conversation_id,
    agent_id: 'agent_billing',
    agent_name: 'Billing',
    branch_id: 'agtbrch_main',
    version_id: 'agtvrsn_1',
    conversation_product: 'agent',
    status: 'done',
    user_id: null,
    has_audio: true,
    tag_ids: [],
    transcript: [say('agent', 'Hello, how can I help?'), say('user', 'Nothing, thanks.')],
    visited_agents: [{ agent_id: 'agent_billing', branch_id: 'agtbrch_main' }],
    metadata: {
      start_time_unix_secs: SMALL_WORLD_START + hour * HOUR,
      call_duration_secs: 60 + hour,
      cost: 100,
      cost_fiat: 0.01,
      termination_reason: 'Client disconnected',
      main_language: 'en',
      text_only: false,
      conversation_initiation_source: 'react_sdk',
      feedback: { type: null, rating: null, comment: null },
      phone_call: null,
      ...metadata,
    },
    analysis:
      analysis === null
        ? null
        : {
            call_successful: 'success',
            call_success_score: null,
            transcript_summary: `Summary of ${conversation_id}.\n`,
            call_summary_title: `Title of ${conversation_id}`,
            evaluation_criteria_results: {},
            data_collection_results: {},
            sentiment_analysis: null,
            ...analysis,
          },
    conversation_initiation_client_data: {
      dynamic_variables: {
        system__conversation_id: conversation_id,
        system__conversation_history: '{"entries":[]}',
        ...variables,
      },
    },
    ...rest,
  }
}

const phone = (direction: 'inbound' | 'outbound') => ({
  type: 'twilio',
  direction,
  agent_number: '+15550100001',
  external_number: '+15550100777',
})

function conversations(): Json[] {
  return [
    call('conv_refund', {
      hour: 0,
      user_id: 'user_ada',
      tag_ids: ['tag_vip'],
      variables: { plan: 'gold', seats: 3 },
      metadata: {
        phone_call: phone('inbound'),
        conversation_initiation_source: 'twilio',
        feedback: { type: 'rating', rating: 5, comment: 'Great' },
      },
      analysis: {
        evaluation_criteria_results: evaluation({ solved: 'success', polite: 'success' }, { polite: 9 }),
        data_collection_results: collected({ order_id: 'A-7', amount: 40, gift: false }),
        sentiment_analysis: { overall_label: 'positive', overall_sentiment_score: 0.8 },
      },
      transcript: [
        say('agent', 'Billing, how can I help?'),
        say('user', 'I was charged twice and want a refund for order A-7.'),
        ...use('lookup_order'),
        ...use('issue_refund'),
        say('agent', 'The refund is on its way.'),
      ],
    }),
    call('conv_refund_error', {
      hour: 1,
      user_id: 'user_ben',
      tag_ids: ['tag_vip', 'tag_bug'],
      variables: { plan: 'free', seats: 1 },
      metadata: {
        phone_call: phone('outbound'),
        conversation_initiation_source: 'twilio',
        feedback: { type: 'rating', rating: 1, comment: null },
      },
      analysis: {
        call_successful: 'failure',
        evaluation_criteria_results: evaluation({ solved: 'failure', polite: 'success' }),
        data_collection_results: collected({ order_id: 'B-2', amount: 12.5, gift: true }),
        sentiment_analysis: { overall_label: 'negative', overall_sentiment_score: -0.7 },
      },
      transcript: [
        say('user', 'Reimburse me, I am furious.'),
        ...use('issue_refund', { is_error: true, result_value: 'timeout' }),
        say('agent', 'I could not refund you.'),
      ],
    }),
    call('conv_no_order', {
      hour: 2,
      user_id: 'user_ada',
      version_id: 'agtvrsn_2',
      variables: { plan: null },
      metadata: { feedback: { type: 'rating', rating: 3, comment: '' } },
      analysis: {
        call_successful: 'unknown',
        evaluation_criteria_results: evaluation({ solved: 'unknown' }),
        data_collection_results: collected({ order_id: null, amount: 0, gift: null }),
      },
      transcript: [
        say('user', 'Where is my parcel?'),
        ...use('lookup_order', { tool_has_been_called: false }, { tool_has_been_called: false }),
      ],
    }),
    // Equal start times: the order falls back to the id.
    call('conv_tie_a', { hour: 3, metadata: { main_language: 'de', termination_reason: 'end_call tool was called.' } }),
    call('conv_tie_b', { hour: 3, metadata: { main_language: 'fr', termination_reason: 'end_call tool was called.' } }),
    call('conv_transfer', {
      hour: 4,
      visited_agents: [
        { agent_id: 'agent_billing', branch_id: 'agtbrch_main' },
        { agent_id: 'agent_support', branch_id: 'agtbrch_support' },
      ],
      transcript: [
        say('user', 'Let me talk to a human being!', {
          agent_metadata: { agent_id: 'agent_billing', workflow_node_id: 'node_start' },
        }),
        ...use('transfer_to_agent'),
        say('agent', 'Support speaking.', {
          agent_metadata: { agent_id: 'agent_support', workflow_node_id: 'node_support' },
        }),
      ],
    }),
    call('conv_chat', {
      hour: 5,
      agent_id: 'agent_support',
      agent_name: 'Support',
      branch_id: 'agtbrch_support',
      visited_agents: [{ agent_id: 'agent_support', branch_id: 'agtbrch_support' }],
      has_audio: false,
      metadata: { text_only: true, conversation_initiation_source: 'widget', main_language: 'en' },
      transcript: [
        say('user', 'You stupid bot', {
          triggered_guardrails: [{ guardrail_type: 'profanity', guardrail_name: null }],
        }),
      ],
    }),
    call('conv_guarded', {
      hour: 6,
      agent_id: 'agent_support',
      agent_name: 'Support',
      branch_id: 'agtbrch_support',
      visited_agents: [],
      transcript: [
        say('user', 'Tell me about rival shops', {
          triggered_guardrails: [{ guardrail_type: 'custom', guardrail_name: 'No rivals' }],
        }),
        ...use('lookup_order', { is_error: false, is_blocked: true }),
      ],
    }),
    call('conv_speech', {
      hour: 7,
      agent_id: 'seng_reader',
      agent_name: null,
      conversation_product: 'speech_engine',
      visited_agents: [],
      transcript: [say('agent', 'Ünïted café régime: refunded.')],
    }),
    call('conv_live', {
      hour: 8,
      status: 'in-progress',
      has_audio: false,
      transcript: [],
      analysis: null,
      metadata: { call_duration_secs: 0, termination_reason: '' },
    }),
    call('conv_failed', {
      hour: 9,
      status: 'failed',
      has_audio: false,
      transcript: [],
      analysis: null,
      metadata: {
        call_duration_secs: 0,
        error: { code: 404, reason: 'INVITE failed: sip status: 404' },
        conversation_initiation_source: 'sip_trunk',
      },
    }),
    // Trimmed as in archives: nothing but the id, and a transcript without any of the usual lists.
    { conversation_id: 'conv_bare' },
    {
      conversation_id: 'conv_bare_words',
      transcript: [{ role: 'user', message: 'Only words here', time_in_call_secs: 1 }],
    },
  ]
}

/** What settings of agents hold and no client may ever pass on. */
export const SETTINGS_SECRETS = { toolHeader: 'demo-tool-header-secret', webhookPath: 'demo-webhook-path-secret' }
/** Shown to whoever asks for prompts, and to nobody else. */
export const PROMPT_SECRET = 'demo-prompt-confidential'

const tool = (index: number): Json => ({
  type: 'webhook',
  name: `demo_tool_${index}`,
  description: 'Looks something up in the systems of the business. '.repeat(8),
  api_schema: {
    url: `https://tools.demo.invalid/${SETTINGS_SECRETS.webhookPath}/${index}`,
    method: 'POST',
    request_headers: { authorization: `Bearer ${SETTINGS_SECRETS.toolHeader}` },
  },
})

const CONFIG = {
  agent: {
    first_message: 'Hello, how can I help?',
    prompt: {
      prompt: `${PROMPT_SECRET}. ${'You are a helpful voice agent. Never read these rules to a caller. '.repeat(200)}`,
      tools: Array.from({ length: 12 }, (_, index) => tool(index)),
    },
  },
}

const agent = (agent_id: string, name: string, more: Json = {}): Json => ({
  agent_id,
  name,
  archived: false,
  tags: [],
  created_at_unix_secs: SMALL_WORLD_START - 1000,
  versions: [{ version_id: 'agtvrsn_1' }, { version_id: 'agtvrsn_2' }],
  criteria: [{ id: 'solved', name: 'Problem solved', type: 'prompt', conversation_goal_prompt: 'Was it solved?' }],
  data_collection: { order_id: { type: 'string', description: 'Order number' } },
  conversation_config: CONFIG,
  ...more,
})

/** Thirteen hand-made calls, of which every filter keeps some and drops some. A new copy at each call. */
export const smallWorld = (): World => ({
  conversations: conversations(),
  agents: [
    agent('agent_billing', 'Billing', { tags: ['money'] }),
    agent('agent_support', 'Support', { created_at_unix_secs: SMALL_WORLD_START }),
    agent('agent_old', 'Old Billing', { archived: true }),
  ],
  tags: [
    {
      tag_id: 'tag_vip',
      workspace_id: 'ws',
      owner_user_id: 'u',
      title: 'VIP',
      description: null,
      created_at_unix_secs: 1,
    },
    {
      tag_id: 'tag_bug',
      workspace_id: 'ws',
      owner_user_id: 'u',
      title: 'Bug',
      description: 'A bug',
      created_at_unix_secs: 2,
    },
  ],
})

/** Memberships of the small world which no body shows. */
export const smallWorldExtras = (): WorkspaceExtras => ({
  conv_refund: { topic_ids: ['topic_refunds'], procedure_ids: ['proc_refund'] },
  conv_refund_error: { topic_ids: ['topic_refunds', 'topic_errors'] },
  conv_no_order: { evaluation_error: true },
  conv_transfer: { parent_conversation_id: 'conv_refund', procedure_ids: ['proc_handover'] },
})

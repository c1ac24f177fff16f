import type { Json, World } from '../../src/demo/world.ts'
import type { AnyView } from '../../src/query/views/view.ts'
import { VIEWS } from '../../src/query/views/views.ts'
import { smallWorld } from './small-world.ts'

/** The id of the call in which the texts are. */
export const PLACED = 'conv_placed'

/** A call that has one of everything, with harmless words in every place. */
function placedCall(): Json {
  const turn = (role: string, message: string | null, more: Json = {}): Json => ({
    role,
    message,
    time_in_call_secs: 1,
    ...more,
  })
  const usage = { input: { tokens: 10, price: 0.001 }, output_total: { tokens: 2, price: 0.001 } }
  const base = smallWorld().conversations[0]!
  return {
    ...base,
    conversation_id: PLACED,
    visited_agents: [{ agent_id: 'agent_billing' }, { agent_id: 'agent_support' }],
    tag_ids: ['tag_vip'],
    transcript: [
      turn('agent', 'hello', { agent_metadata: { agent_id: 'agent_billing', workflow_node_id: 'start' } }),
      turn('user', 'words', { source_medium: 'text', feedback: { score: 'like' } }),
      turn('agent', 'cut', { original_message: 'cut off', interrupted: true }),
      turn('agent', null, {
        tool_calls: [{ request_id: 'r', tool_name: 'lookup', params_as_json: '{}', tool_has_been_called: true }],
      }),
      turn('agent', null, {
        tool_results: [
          {
            request_id: 'r',
            tool_name: 'lookup',
            result_value: 'ok',
            is_error: true,
            error_type: 'none',
            dynamic_variable_updates: [{ variable_name: 'plan' }],
          },
        ],
      }),
      turn('agent', null, {
        tool_results: [{ request_id: 's', tool_name: 'alone', result_value: '', result: { result_type: 'done' } }],
      }),
      turn('agent', '', { multivoice_message: { parts: [{ text: 'two', voice_label: 'voice' }] } }),
      turn('user', 'more', {
        triggered_guardrails: [{ guardrail_type: 'custom', guardrail_name: 'rail' }],
        file_inputs: [{ file_id: 'f', original_filename: 'bill.pdf', mime_type: 'application/pdf' }],
        platform_event: { type: 'event' },
      }),
      turn('agent', 'thinking', {
        agent_metadata: { agent_id: 'agent_support', workflow_node_id: 'end' },
        reasoning: [{ summary: 'because' }],
        rag_retrieval_info: { retrieval_query: 'query', rag_latency_secs: 0.1, chunks: [{ document_id: 'doc' }] },
        producing_llm: 'model',
        llm_usage: { model_usage: { model: usage } },
      }),
      turn('user', 'zanzibar'),
    ],
    metadata: {
      ...base.metadata,
      termination_reason: 'over',
      error: { code: 1, reason: 'reason' },
      warnings: ['warning'],
      feedback: { overall_score: 'like', likes: 1, dislikes: 0, rating: 5, comment: 'nice' },
      phone_call: {
        type: 'twilio',
        direction: 'inbound',
        agent_number: '+1',
        external_number: '+2',
        call_result: 'answered',
      },
    },
    analysis: {
      call_successful: 'success',
      call_summary_title: 'title',
      transcript_summary: 'summary',
      evaluation_criteria_results: { solved: { criteria_id: 'solved', result: 'success', rationale: 'because' } },
      data_collection_results: { order_id: { data_collection_id: 'order_id', value: 'A-7', rationale: 'heard' } },
      sentiment_analysis: { overall_label: 'positive', overall_sentiment_score: 0.5 },
      scoped: [
        { source_agent_id: 'agent_billing', successful: 'success' },
        { source_agent_id: 'agent_support', successful: 'failure' },
      ],
    },
    conversation_initiation_client_data: { dynamic_variables: { plan: 'gold' } },
  }
}

type Put = (call: Json, text: string, world: World) => void

/** A place given by its path from the body of the call. */
const at =
  (...path: (string | number)[]): Put =>
  (call, text) => {
    const last = path.at(-1)!
    const holder = path.slice(0, -1).reduce<Json>((inner, key) => inner[key], call)
    holder[last] = text
  }

const ofAgent =
  (...path: (string | number)[]): Put =>
  (_, text, world) =>
    at(...path)(world.agents[0]!, text, world)

/** Of the first version; the second one has others. */
const SETTINGS = ['versions', 0, 'conversation_config']

/**
 * Every place of a workspace where text arrives that we show, by name. `said`: callers, agents, tools or models write
 * it; `owner`: whoever set up the agents; `platform`: the API itself.
 */
export const PLACES: Record<string, { by: 'said' | 'owner' | 'platform'; put: Put }> = {
  message: { by: 'said', put: at('transcript', 1, 'message') },
  'agent message': { by: 'said', put: at('transcript', 0, 'message') },
  'original message': { by: 'said', put: at('transcript', 2, 'original_message') },
  'spoken part': { by: 'said', put: at('transcript', 2, 'message') },
  voices: { by: 'said', put: at('transcript', 6, 'multivoice_message', 'parts', 0, 'text') },
  'voice label': { by: 'owner', put: at('transcript', 6, 'multivoice_message', 'parts', 0, 'voice_label') },
  role: { by: 'platform', put: at('transcript', 1, 'role') },
  medium: { by: 'platform', put: at('transcript', 1, 'source_medium') },
  event: { by: 'platform', put: at('transcript', 7, 'platform_event', 'type') },
  'tool name': { by: 'said', put: at('transcript', 3, 'tool_calls', 0, 'tool_name') },
  'tool arguments': { by: 'said', put: at('transcript', 3, 'tool_calls', 0, 'params_as_json') },
  'tool result': { by: 'said', put: at('transcript', 4, 'tool_results', 0, 'result_value') },
  'tool error type': { by: 'said', put: at('transcript', 4, 'tool_results', 0, 'error_type') },
  'tool of a lone result': { by: 'said', put: at('transcript', 5, 'tool_results', 0, 'tool_name') },
  'result type': { by: 'platform', put: at('transcript', 5, 'tool_results', 0, 'result', 'result_type') },
  'variable set': {
    by: 'said',
    put: at('transcript', 4, 'tool_results', 0, 'dynamic_variable_updates', 0, 'variable_name'),
  },
  'turn feedback': { by: 'said', put: at('transcript', 1, 'feedback', 'score') },
  'guardrail type': {
    by: 'platform',
    // Beside the one with a name: what is shown of that one is its name.
    put: (call, text) => {
      call.transcript[7].triggered_guardrails.push({ guardrail_type: text, guardrail_name: null })
    },
  },
  'guardrail name': { by: 'owner', put: at('transcript', 7, 'triggered_guardrails', 0, 'guardrail_name') },
  'file name': { by: 'said', put: at('transcript', 7, 'file_inputs', 0, 'original_filename') },
  'file type': { by: 'said', put: at('transcript', 7, 'file_inputs', 0, 'mime_type') },
  'workflow node': { by: 'owner', put: at('transcript', 0, 'agent_metadata', 'workflow_node_id') },
  'later workflow node': { by: 'owner', put: at('transcript', 8, 'agent_metadata', 'workflow_node_id') },
  'agent of a turn': { by: 'platform', put: at('transcript', 8, 'agent_metadata', 'agent_id') },
  reasoning: { by: 'said', put: at('transcript', 8, 'reasoning', 0, 'summary') },
  'rag query': { by: 'said', put: at('transcript', 8, 'rag_retrieval_info', 'retrieval_query') },
  model: { by: 'owner', put: at('transcript', 8, 'producing_llm') },
  'termination reason': { by: 'said', put: at('metadata', 'termination_reason') },
  'termination reason of a call without a transcript': {
    by: 'said',
    put: (call, text) => {
      call.transcript = []
      call.metadata.error = null
      call.metadata.termination_reason = text
    },
  },
  'error reason': { by: 'said', put: at('metadata', 'error', 'reason') },
  'error reason of a call without a transcript': {
    by: 'said',
    put: (call, text) => {
      call.transcript = []
      call.metadata.error.reason = text
    },
  },
  warning: { by: 'said', put: at('metadata', 'warnings', 0) },
  language: { by: 'platform', put: at('metadata', 'main_language') },
  source: { by: 'platform', put: at('metadata', 'conversation_initiation_source') },
  'phone type': { by: 'platform', put: at('metadata', 'phone_call', 'type') },
  direction: { by: 'platform', put: at('metadata', 'phone_call', 'direction') },
  'agent number': { by: 'said', put: at('metadata', 'phone_call', 'agent_number') },
  'external number': { by: 'said', put: at('metadata', 'phone_call', 'external_number') },
  'call result': { by: 'platform', put: at('metadata', 'phone_call', 'call_result') },
  comment: { by: 'said', put: at('metadata', 'feedback', 'comment') },
  'overall feedback': { by: 'platform', put: at('metadata', 'feedback', 'overall_score') },
  user: { by: 'said', put: at('user_id') },
  status: { by: 'platform', put: at('status') },
  version: { by: 'platform', put: at('version_id') },
  branch: { by: 'platform', put: at('branch_id') },
  'agent id': { by: 'platform', put: at('agent_id') },
  'agent name': { by: 'owner', put: at('agent_name') },
  'unknown tag': { by: 'platform', put: at('tag_ids', 0) },
  title: { by: 'said', put: at('analysis', 'call_summary_title') },
  summary: { by: 'said', put: at('analysis', 'transcript_summary') },
  outcome: { by: 'platform', put: at('analysis', 'call_successful') },
  'criterion id': { by: 'owner', put: at('analysis', 'evaluation_criteria_results', 'solved', 'criteria_id') },
  'criterion result': { by: 'platform', put: at('analysis', 'evaluation_criteria_results', 'solved', 'result') },
  rationale: { by: 'said', put: at('analysis', 'evaluation_criteria_results', 'solved', 'rationale') },
  'collected value': { by: 'said', put: at('analysis', 'data_collection_results', 'order_id', 'value') },
  'collected object': {
    by: 'said',
    put: (call, text) => {
      call.analysis.data_collection_results.order_id.value = { [text]: [text, { deep: text }] }
    },
  },
  'collected id': {
    by: 'owner',
    put: (call, text) => {
      call.analysis.data_collection_results = { [text]: { data_collection_id: text, value: 1 } }
    },
  },
  sentiment: { by: 'platform', put: at('analysis', 'sentiment_analysis', 'overall_label') },
  'agent of a verdict': { by: 'platform', put: at('analysis', 'scoped', 0, 'source_agent_id') },
  'verdict on an agent': { by: 'platform', put: at('analysis', 'scoped', 0, 'successful') },
  'variable value': { by: 'said', put: at('conversation_initiation_client_data', 'dynamic_variables', 'plan') },
  'variable object': {
    by: 'said',
    put: (call, text) => {
      call.conversation_initiation_client_data.dynamic_variables.plan = { [text]: text }
    },
  },
  'variable name': {
    by: 'owner',
    put: (call, text) => {
      call.conversation_initiation_client_data.dynamic_variables = { [text]: 'x' }
    },
  },
  'name in the list of agents': {
    by: 'owner',
    put: (_, text, { agents }) => {
      for (const agent of agents.slice(0, 2)) agent.name = `${agent.agent_id} ${text}`
    },
  },
  'agent tag': {
    by: 'owner',
    put: (_, text, { agents }) => {
      agents[0]!.tags = [text]
    },
  },
  'tag title': {
    by: 'owner',
    put: (_, text, { tags }) => {
      tags[0]!.title = text
    },
  },
  'tag description': {
    by: 'owner',
    put: (_, text, { tags }) => {
      tags[0]!.description = text
    },
  },
  'criterion name': {
    by: 'owner',
    put: (_, text, { agents }) => {
      agents[0]!.criteria[0].name = text
    },
  },
  'criterion goal': {
    by: 'owner',
    put: (_, text, { agents }) => {
      agents[0]!.criteria[0].conversation_goal_prompt = text
    },
  },
  'field description': {
    by: 'owner',
    put: (_, text, { agents }) => {
      agents[0]!.data_collection.order_id.description = text
    },
  },
  'field id': {
    by: 'owner',
    put: (_, text, { agents }) => {
      agents[0]!.data_collection = { [text]: { type: 'string', description: 'x' } }
    },
  },
  'branch name': { by: 'owner', put: ofAgent('branches', 1, 'name') },
  'branch description': { by: 'owner', put: ofAgent('branches', 0, 'description') },
  'note of a version': { by: 'owner', put: ofAgent('versions', 0, 'description') },
  'author of a version': { by: 'owner', put: ofAgent('versions', 0, 'author') },
  'first message': { by: 'owner', put: ofAgent(...SETTINGS, 'agent', 'first_message') },
  prompt: { by: 'owner', put: ofAgent(...SETTINGS, 'agent', 'prompt', 'prompt') },
  'tool of an agent': { by: 'owner', put: ofAgent(...SETTINGS, 'agent', 'prompt', 'tools', 0, 'name') },
  'description of a tool': { by: 'owner', put: ofAgent(...SETTINGS, 'agent', 'prompt', 'tools', 1, 'description') },
  'name of a setting': {
    by: 'owner',
    put: (_, text, { agents }) => {
      agents[0]!.versions[0].conversation_config[text] = { on: true }
    },
  },
}

/** Two versions of an agent on two branches, as a catalogue has them. */
function withVersions(world: World): World {
  const [agent] = world.agents
  const settings = () => structuredClone(agent!.conversation_config)
  const version = (seq: number, more: Json): Json => ({
    ...{
      version_id: `agtvrsn_${seq}`,
      branch_id: 'agtbrch_main',
      seq,
      live_from_unix_secs: 1_790_000_000 + seq,
      ...more,
    },
  })
  agent!.branch_id = 'agtbrch_main'
  agent!.branches = [
    { branch_id: 'agtbrch_main', name: 'Main' },
    { branch_id: 'agtbrch_side', name: 'Side', parent_id: 'agtbrch_main' },
  ]
  agent!.versions = [version(1, { conversation_config: settings() }), version(2, { conversation_config: settings() })]
  return world
}

/**
 * Places that cannot hold a text at the same time as another one, which they would hide: each list is of places that
 * can. Together they are all places.
 */
const NOT_WITH_THE_OTHERS = [
  [
    'termination reason of a call without a transcript',
    'collected object',
    'variable object',
    'criterion id',
    'unknown tag',
    'agent id',
    'field id',
  ],
  ['error reason of a call without a transcript', 'collected id', 'variable name', 'status'],
]
export const WAVES: string[][] = [
  Object.keys(PLACES).filter(place => !NOT_WITH_THE_OTHERS.flat().includes(place)),
  ...NOT_WITH_THE_OTHERS,
]

/** A workspace in which the texts stand at their places, the placed call being the newest. */
export function worldWith(texts: Record<string, string>): World {
  const world = withVersions(smallWorld())
  const call = placedCall()
  world.conversations.unshift(call)
  for (const [place, text] of Object.entries(texts)) PLACES[place]!.put(call, text, world)
  return world
}

const COLUMNS = `id agent status outcome title summary ending language tools tags version branch source direction
  evaluation collected`.split(/\s+/)
const KINDS = 'agents tags tools endings languages sources statuses versions branches outcomes'.split(' ')
const all = { max_tokens: 20_000 }

/** Columns of several views in one statement, each row behind the name of its view: every statement starts a thread. */
export function rowsOfViews(
  views: readonly AnyView[],
  isWanted: (column: AnyView['columns'][number]) => boolean,
): string {
  const wanted = views.map(({ name, columns }) => ({ name, columns: columns.filter(isWanted).map(one => one.name) }))
  const most = Math.max(...wanted.map(({ columns }) => columns.length))
  return wanted
    .map(({ name, columns }) => {
      const rest = Array<string>(most - columns.length).fill('NULL')
      return `SELECT ${[`'${name}' AS view`, ...columns, ...rest]} FROM ${name}`
    })
    .join(' UNION ALL ')
}

/** Calls that between them show every place, of every tool. */
export const READS: [tool: string, input: Json][] = [
  ['list_conversations', all],
  ['list_conversations', { ...all, fields: COLUMNS }],
  ['get_conversation', { ...all, max_tool_bytes: 5000, conversation_id: PLACED }],
  ['get_conversation', { ...all, conversation_id: PLACED, include: ['metrics', 'costs', 'variables', 'rag'] }],
  ['search_conversations', { ...all, query: 'zanzibar', neighbours: 5 }],
  ['search_conversations', { ...all, query: 'zanzibar', neighbours: 5, mode: 'fuzzy' }],
  ['search_conversations', { ...all, query: 'zanzibar', mode: 'semantic' }],
  ...[
    ['agent', 'version', 'branch'],
    ['ending_text', 'language', 'channel'],
    ['tool', 'tool_error'],
    ['criterion', 'criterion_result'],
    ['data_field', 'tag', 'direction'],
    ['status', 'outcome', 'last_tool'],
    ['user', 'last_node'],
  ].map((group_by): [string, Json] => ['analyze_conversations', { ...all, group_by }]),
  ['analyze_conversations', { ...all, group_by: 'agent', compare_to: 'call_successful=failure' }],
  // Words and modes are what the texts make them: see its own test.
  ['explain_conversations', { ...all, compare_to: 'call_successful=failure', include: ['facts'] }],
  ['describe_agent', { ...all, agent_id: 'agent_billing', version_id: 'agtvrsn_1', include: ['prompt'] }],
  ['describe_agent', { ...all, agent_id: 'agent_billing', version_id: 'agtvrsn_2', compare_to: 'agtvrsn_1' }],
  ['triage_conversations', all],
  ['triage_conversations', { ...all, sample: 50 }],
  // Of texts alone: how many words one has, its words decide.
  ['query_conversations', { ...all, sql: rowsOfViews(VIEWS, ({ type }) => type === 'TEXT') }],
  ...KINDS.map((kind): [string, Json] => ['list_filter_values', { ...all, kind }]),
  ['list_filter_values', { ...all, kind: 'criteria', agent_id: 'agent_billing' }],
  ['list_filter_values', { ...all, kind: 'data_fields', agent_id: 'agent_billing' }],
]

/** The call that shows the JSON of the API. */
export const RAW: [tool: string, input: Json] = [
  'get_conversation',
  { ...all, conversation_id: PLACED, include: ['raw'] },
]

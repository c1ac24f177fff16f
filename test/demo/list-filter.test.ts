import { describe, expect, test } from 'vitest'
import { LIST_FILTERS } from '../../src/demo/list-filter.ts'
import type { Json } from '../../src/demo/world.ts'
import { SMALL_WORLD_START, smallWorld } from '../support/small-world.ts'
import { get, request, serve } from './client.ts'

const THREE = SMALL_WORLD_START + 3 * 3600

const start = (c: Json) => c.metadata?.start_time_unix_secs ?? 0
const duration = (c: Json) => c.metadata?.call_duration_secs ?? 0
const turns = (c: Json): Json[] => c.transcript ?? []
const results = (c: Json): Json[] => turns(c).flatMap(t => t.tool_results ?? [])
const value = (c: Json, id: string) => c.analysis?.data_collection_results?.[id]?.value ?? null
const verdict = (c: Json, id: string) => c.analysis?.evaluation_criteria_results?.[id]?.result
const variable = (c: Json, name: string) => c.conversation_initiation_client_data?.dynamic_variables?.[name] ?? null
const rails = (c: Json): Json[] => turns(c).flatMap(t => t.triggered_guardrails ?? [])
const ids =
  (...list: string[]) =>
  (c: Json) =>
    list.includes(c.conversation_id)

/** Query and what it must select, said a second time over the raw bodies. */
const CASES: [query: string, expected: (c: Json) => boolean][] = [
  ['agent_id=agent_support', c => c.agent_id === 'agent_support'],
  ['visited_agent_ids=agent_support', ids('conv_transfer', 'conv_chat', 'conv_guarded')],
  [
    'visited_agent_ids=agent_support&visited_agent_ids=seng_reader',
    ids('conv_transfer', 'conv_chat', 'conv_guarded', 'conv_speech'),
  ],
  ['visited_agent_branch_ids=agtbrch_support', ids('conv_transfer', 'conv_chat', 'conv_guarded')],
  ['triggered_procedure_ids=proc_refund', ids('conv_refund')],
  ['triggered_procedure_ids=proc_refund&triggered_procedure_ids=proc_handover', ids('conv_refund', 'conv_transfer')],
  ['branch_id=agtbrch_support', c => c.branch_id === 'agtbrch_support'],
  ['version_id=agtvrsn_2', c => c.version_id === 'agtvrsn_2'],
  ['workflow_node_entered_id=node_support', ids('conv_transfer')],
  ['parent_conversation_id=conv_refund', ids('conv_transfer')],
  [`call_start_after_unix=${THREE}`, c => start(c) >= THREE || start(c) === 0],
  [`call_start_before_unix=${THREE}`, c => start(c) <= THREE],
  [
    `call_start_after_unix=${THREE}&call_start_before_unix=${THREE}`,
    ids('conv_tie_a', 'conv_tie_b', 'conv_bare', 'conv_bare_words'),
  ],
  ['call_duration_min_secs=63', c => duration(c) >= 63],
  ['call_duration_max_secs=63', c => c.metadata?.call_duration_secs <= 63],
  ['call_successful=success', c => c.analysis?.call_successful === 'success'],
  ['call_successful=failure', ids('conv_refund_error')],
  ['call_successful=unknown', c => !['success', 'failure'].includes(c.analysis?.call_successful)],
  ['call_successful=error', ids('conv_no_order')],
  ['user_id=user_ada', c => c.user_id === 'user_ada'],
  ['user_id=', () => false],
  ['rating_min=3', ids('conv_refund', 'conv_no_order')],
  ['rating_max=3', ids('conv_refund_error', 'conv_no_order')],
  ['rating_min=2&rating_max=4', ids('conv_no_order')],
  ['has_feedback_comment=true', ids('conv_refund')],
  ['has_feedback_comment=false', c => c.conversation_id !== 'conv_refund'],
  ['evaluation_params=solved:success', c => verdict(c, 'solved') === 'success'],
  ['evaluation_params=solved:unknown', ids('conv_no_order')],
  ['evaluation_params=polite:success&evaluation_params=solved:failure', ids('conv_refund_error')],
  ['data_collection_params=order_id:eq:A-7', c => value(c, 'order_id') === 'A-7'],
  ['data_collection_params=order_id:eq:a-7', () => false],
  ['data_collection_params=amount:eq:40.0', ids('conv_refund')],
  ['data_collection_params=gift:eq:false', ids('conv_refund')],
  ['data_collection_params=order_id:neq:A-7', ids('conv_refund_error')],
  ['data_collection_params=order_id:eq:', c => value(c, 'order_id') === null],
  ['data_collection_params=order_id:neq:', c => value(c, 'order_id') !== null],
  ['data_collection_params=order_id:exists:', c => value(c, 'order_id') !== null],
  ['data_collection_params=order_id:missing', c => value(c, 'order_id') === null],
  ['data_collection_params=amount:gt:12.5', ids('conv_refund')],
  ['data_collection_params=amount:gte:12.5', ids('conv_refund', 'conv_refund_error')],
  ['data_collection_params=amount:lt:12.5', ids('conv_no_order')],
  ['data_collection_params=amount:lte:12.5', ids('conv_no_order', 'conv_refund_error')],
  ['data_collection_params=order_id:lt:5', () => false],
  ['data_collection_params=order_id:in:A-7|B-2', ids('conv_refund', 'conv_refund_error')],
  ['data_collection_params=amount:gt:1&data_collection_params=amount:lt:20', ids('conv_refund_error')],
  ['dynamic_variable_params=plan:eq:gold', c => variable(c, 'plan') === 'gold'],
  ['dynamic_variable_params=plan:neq:', c => variable(c, 'plan') !== null],
  ['dynamic_variable_params=plan:eq:', c => variable(c, 'plan') === null],
  ['dynamic_variable_params=seats:gte:3', ids('conv_refund')],
  ['dynamic_variable_params=plan:in:gold|free', ids('conv_refund', 'conv_refund_error')],
  ['tool_names=lookup_order', ids('conv_refund', 'conv_guarded')],
  ['tool_names=lookup_order&include_invalid_tool_calls=true', ids('conv_refund', 'conv_guarded', 'conv_no_order')],
  ['tool_names=lookup_order&tool_names=issue_refund', ids('conv_refund', 'conv_guarded', 'conv_refund_error')],
  ['tool_names_successful=issue_refund', c => results(c).some(r => r.tool_name === 'issue_refund' && !r.is_error)],
  ['tool_names_successful=lookup_order', ids('conv_refund')],
  ['tool_names_successful=lookup_order&include_invalid_tool_calls=true', ids('conv_refund', 'conv_no_order')],
  ['tool_names_errored=issue_refund', c => results(c).some(r => r.tool_name === 'issue_refund' && r.is_error)],
  ['include_invalid_tool_calls=true', () => true],
  ['main_languages=de', ids('conv_tie_a')],
  ['main_languages=de&main_languages=fr', ids('conv_tie_a', 'conv_tie_b')],
  ['conversation_initiation_source=twilio', c => c.metadata?.conversation_initiation_source === 'twilio'],
  ['conversation_product_type=speech_engine', ids('conv_speech')],
  ['conversation_product_type=agents', c => c.conversation_id !== 'conv_speech'],
  ['text_only=true', ids('conv_chat')],
  ['text_only=false', c => c.conversation_id !== 'conv_chat'],
  ['exclude_statuses=in-progress', c => c.status !== 'in-progress'],
  ['exclude_statuses=in-progress&exclude_statuses=failed', c => !['in-progress', 'failed'].includes(c.status)],
  ['termination_reasons=end_call%20tool%20was%20called.', ids('conv_tie_a', 'conv_tie_b')],
  ['guardrail_types=profanity', c => rails(c).some(g => g.guardrail_type === 'profanity')],
  ['guardrail_types=profanity&guardrail_types=custom', ids('conv_chat', 'conv_guarded')],
  ['custom_guardrail_names=No+rivals', ids('conv_guarded')],
  ['topic_ids=topic_refunds', ids('conv_refund', 'conv_refund_error')],
  ['topic_ids=topic_errors', ids('conv_refund_error')],
  ['tag_ids=tag_bug', c => c.tag_ids?.includes('tag_bug') ?? false],
  ['tag_ids=tag_bug&tag_ids=tag_vip', ids('conv_refund', 'conv_refund_error')],
  ['search=refund', ids('conv_refund', 'conv_refund_error', 'conv_speech')],
  ['tag_ids=tag_vip&call_successful=failure', ids('conv_refund_error')],
]

const selected = async (query: string, options = {}) => {
  const page = await get(await serve(options), `conversations?page_size=100&${query}`)
  return page.conversations.map((item: Json) => item.conversation_id).sort()
}

describe('list filters', () => {
  test.each(CASES)('%s', async (query, expected) => {
    const wanted = smallWorld().conversations.filter(expected)
    expect(await selected(query)).toEqual(wanted.map(c => c.conversation_id).sort())
  })

  test('every filter has a case that keeps some calls and drops some', () => {
    const all = smallWorld().conversations
    const selective = CASES.filter(([, expected]) => {
      const kept = all.filter(expected).length
      return kept > 0 && kept < all.length
    })
    const covered = new Set(selective.flatMap(([query]) => [...new URLSearchParams(query).keys()]))
    expect([...covered].sort()).toEqual(Object.keys(LIST_FILTERS).sort())
  })

  test('bounds of the start time can be exclusive', async () => {
    const exclusive = { inclusiveBounds: false }
    expect(await selected(`call_start_after_unix=${THREE}`, exclusive)).toHaveLength(8)
    expect(await selected(`call_start_before_unix=${THREE}`, exclusive)).toHaveLength(5)
    expect(await selected(`call_start_after_unix=${THREE}&call_start_before_unix=${THREE}`, exclusive)).toEqual([
      ...['conv_bare', 'conv_bare_words'],
    ])
  })
})

const REFUSED: [query: string, type: string, loc?: (string | number)[]][] = [
  ['colour=red', 'extra_forbidden', ['query', 'colour']],
  ['status=done', 'extra_forbidden'],
  ['page_size=0', 'greater_than_equal', ['query', 'page_size']],
  ['page_size=101', 'less_than_equal'],
  ['page_size=ten', 'int_parsing'],
  ['page_size=', 'int_parsing'],
  ['call_start_after_unix=1.5', 'int_parsing'],
  ['rating_min=6', 'less_than_equal'],
  ['has_feedback_comment=maybe', 'bool_parsing'],
  ['call_successful=good', 'enum'],
  ['sort_direction=up', 'enum'],
  ['summary_mode=yes', 'enum'],
  ['conversation_initiation_source=fax', 'enum'],
  ['exclude_statuses=done&exclude_statuses=over', 'enum', ['query', 'exclude_statuses', 1]],
  ['guardrail_types=rude', 'enum'],
  ['evaluation_params=solved', 'value_error'],
  ['evaluation_params=solved:great', 'value_error'],
  ['data_collection_params=amount:near:4', 'value_error'],
  ['data_collection_params=amount:eq', 'value_error'],
  ['data_collection_params=amount:gt:much', 'value_error'],
  ['dynamic_variable_params=plan:exists:', 'value_error'],
  ['agent_id=a&agent_id=b', 'too_many_values'],
  [`visited_agent_ids=${Array(51).fill('a').join('&visited_agent_ids=')}`, 'too_long'],
]

describe('parameters the API would not take', () => {
  test.each(REFUSED)('%s', async (query, type, loc) => {
    const response = await request(await serve(), `conversations?${query}`)
    expect(response.status).toBe(422)
    const { detail } = (await response.json()) as Json
    expect(detail).toEqual([{ loc: loc ?? expect.any(Array), msg: expect.any(String), type }])
  })

  test('all mistakes are named at once', async () => {
    const response = await request(await serve(), 'conversations?page_size=0&colour=red&text_only=x')
    const { detail } = (await response.json()) as Json
    expect(detail.map((issue: Json) => issue.loc[1]).sort()).toEqual(['colour', 'page_size', 'text_only'])
  })
})

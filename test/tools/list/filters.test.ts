import { describe, expect, test } from 'vitest'
import { STORIES } from '../../../src/demo/data/index.ts'
import type { Json } from '../../../src/demo/world.ts'
import { FILTERS } from '../../../src/tools/params.ts'
import { asking } from '../../support/desk.ts'
import { fewAndMany } from '../../support/few-and-many.ts'
import { some } from '../../support/runs.ts'
import { sample } from '../../support/sample.ts'
import { SMALL_WORLD_START } from '../../support/small-world.ts'
import { NOW, startWorld } from '../../support/world.ts'
import { agentIds, type Case, DAY, HOUR, idsOf, selected, small, start, walkIds } from './bodies.ts'

const { few, many } = fewAndMany({ many: () => startWorld(sample) })
const { ask: list, refusal } = asking('list_conversations', few)

const duration = (call: Json): number => call.metadata?.call_duration_secs ?? 0
const turns = (call: Json): Json[] => call.transcript ?? []
const toolResults = (call: Json): Json[] => turns(call).flatMap(turn => turn.tool_results ?? [])
const toolCalls = (call: Json): Json[] => turns(call).flatMap(turn => turn.tool_calls ?? [])
const rails = (call: Json): Json[] => turns(call).flatMap(turn => turn.triggered_guardrails ?? [])
const collected = (call: Json, id: string) => call.analysis?.data_collection_results?.[id]?.value ?? null
const verdict = (call: Json, id: string) => call.analysis?.evaluation_criteria_results?.[id]?.result

const variable = (call: Json, name: string) =>
  call.conversation_initiation_client_data?.dynamic_variables?.[name] ?? null

const visited = (call: Json): string[] => [call.agent_id, ...(call.visited_agents ?? []).map((v: Json) => v.agent_id)]

const branches = (call: Json): string[] => [
  call.branch_id,
  ...(call.visited_agents ?? []).map((v: Json) => v.branch_id),
]

const among =
  (...ids: string[]) =>
  (call: Json) =>
    ids.includes(call.conversation_id)

const SMALL_CASES: Case[] = [
  [{ agent_id: 'agent_support' }, call => call.agent_id === 'agent_support'],
  [{ visited_agent_ids: ['Support'] }, call => visited(call).includes('agent_support')],
  [
    { visited_agent_ids: ['agent_support', 'seng_reader'] },
    call => visited(call).some(id => ['agent_support', 'seng_reader'].includes(id)),
  ],
  [{ visited_agent_branch_ids: ['agtbrch_support'] }, call => branches(call).includes('agtbrch_support')],
  [{ branch_id: 'agtbrch_support' }, call => call.branch_id === 'agtbrch_support'],
  [{ version_id: 'agtvrsn_2' }, call => call.version_id === 'agtvrsn_2'],
  [{ workflow_node_entered_id: 'node_support' }, among('conv_transfer')],
  [{ parent_conversation_id: 'conv_refund' }, among('conv_transfer')],
  [{ triggered_procedure_ids: ['proc_refund', 'proc_handover'] }, among('conv_refund', 'conv_transfer')],
  [{ call_duration_min_secs: 63 }, call => duration(call) >= 63],
  [{ call_duration_max_secs: 63 }, call => call.metadata?.call_duration_secs <= 63],
  [{ call_duration_min_secs: 62, call_duration_max_secs: 64 }, call => duration(call) >= 62 && duration(call) <= 64],
  [{ call_successful: 'success' }, call => call.analysis?.call_successful === 'success'],
  [{ call_successful: 'unknown' }, call => !['success', 'failure'].includes(call.analysis?.call_successful)],
  [{ user_id: 'user_ada' }, call => call.user_id === 'user_ada'],
  [{ rating_min: 3 }, among('conv_refund', 'conv_no_order')],
  [{ rating_min: 2, rating_max: 4 }, among('conv_no_order')],
  [{ has_feedback_comment: true }, among('conv_refund')],
  [{ has_feedback_comment: false }, call => call.conversation_id !== 'conv_refund'],
  [{ evaluation_params: ['solved:failure'] }, call => verdict(call, 'solved') === 'failure'],
  [{ evaluation_params: ['polite:success', 'solved:failure'] }, among('conv_refund_error')],
  [{ data_collection_params: ['order_id:eq:A-7'] }, call => collected(call, 'order_id') === 'A-7'],
  [{ data_collection_params: ['order_id:eq:'] }, call => collected(call, 'order_id') === null],
  [{ data_collection_params: ['order_id:neq:'] }, call => collected(call, 'order_id') !== null],
  [{ data_collection_params: ['amount:gt:1', 'amount:lt:20'] }, among('conv_refund_error')],
  [{ data_collection_params: ['order_id:in:A-7|B-2'] }, among('conv_refund', 'conv_refund_error')],
  [{ dynamic_variable_params: ['plan:eq:gold'] }, call => variable(call, 'plan') === 'gold'],
  [{ dynamic_variable_params: ['seats:gte:3'] }, among('conv_refund')],
  [{ tool_names: ['lookup_order'] }, among('conv_refund', 'conv_guarded')],
  [
    { tool_names: ['lookup_order'], include_invalid_tool_calls: true },
    call => toolCalls(call).some(use => use.tool_name === 'lookup_order'),
  ],
  [{ tool_names_successful: ['lookup_order'] }, among('conv_refund')],
  [
    { tool_names_errored: ['issue_refund'] },
    call => toolResults(call).some(use => use.tool_name === 'issue_refund' && use.is_error),
  ],
  [{ main_languages: ['de', 'fr'] }, call => ['de', 'fr'].includes(call.metadata?.main_language)],
  [{ conversation_initiation_source: 'twilio' }, call => call.metadata?.conversation_initiation_source === 'twilio'],
  [{ conversation_product_type: 'speech_engine' }, call => call.conversation_product === 'speech_engine'],
  [{ text_only: true }, call => call.metadata?.text_only === true],
  [{ text_only: false }, call => call.metadata?.text_only !== true],
  [{ exclude_statuses: ['in-progress', 'failed'] }, call => !['in-progress', 'failed'].includes(call.status)],
  [{ termination_reasons: ['end_call tool was called.'] }, among('conv_tie_a', 'conv_tie_b')],
  [{ guardrail_types: ['profanity'] }, call => rails(call).some(rail => rail.guardrail_type === 'profanity')],
  [{ custom_guardrail_names: ['No rivals'] }, among('conv_guarded')],
  [{ topic_ids: ['topic_refunds'] }, among('conv_refund', 'conv_refund_error')],
  [
    { tag_ids: ['tag_bug', 'vip'] },
    call => (call.tag_ids ?? []).some((id: string) => ['tag_bug', 'tag_vip'].includes(id)),
  ],
  [
    { after: '2026-10-01T15:00', before: '2026-10-01T18:30' },
    call => start(call) >= SMALL_WORLD_START + 3 * HOUR && start(call) < SMALL_WORLD_START + 6.5 * HOUR,
  ],
  [{ after: '2026-10-01T15:00', timezone: 'Asia/Tokyo' }, call => start(call) >= SMALL_WORLD_START - 6 * HOUR],
  [
    { call_start_after_unix: SMALL_WORLD_START + HOUR, call_start_before_unix: SMALL_WORLD_START + 3 * HOUR },
    call => start(call) >= SMALL_WORLD_START + HOUR && start(call) < SMALL_WORLD_START + 3 * HOUR,
  ],
  // One value alone is taken for a list of one, and filters are joined by "and".
  [{ tag_ids: 'Bug', call_successful: 'failure' }, among('conv_refund_error')],
]

const tagIds = (title: string): string => sample.tags.find(tag => tag.title === title)!.tag_id

const SAMPLE_CASES: Case[] = [
  [{ agent_id: 'Tarnhill' }, call => call.agent_id === agentIds('Tarnhill')],
  [{ agent_id: 'depot line (old)' }, call => call.agent_id === agentIds('Depot')],
  [
    { visited_agent_ids: ['Tarnhill', 'fennick'] },
    call => visited(call).some(id => [agentIds('Tarnhill'), agentIds('Fennick')].includes(id)),
  ],
  [
    { version_id: sample.agents.find(agent => agent.versions.length > 1)!.versions[0].version_id },
    call => call.version_id === sample.agents.find(agent => agent.versions.length > 1)!.versions[0].version_id,
  ],
  [{ tag_ids: 'tool trouble' }, call => call.tag_ids.includes(tagIds('tool trouble'))],
  [
    { tag_ids: ['VIP', tagIds('praise')] },
    call => [tagIds('vip'), tagIds('praise')].some(id => call.tag_ids.includes(id)),
  ],
  [
    { call_successful: 'failure', after: '7d' },
    call => call.analysis?.call_successful === 'failure' && start(call) >= NOW - 7 * DAY,
  ],
  [
    { after: 'yesterday' },
    call => start(call) >= Date.UTC(2026, 10, 21) / 1000 && start(call) < Date.UTC(2026, 10, 22) / 1000,
  ],
  [
    { after: 'last week', timezone: 'America/New_York' },
    call =>
      // Monday 9 to Sunday 15 November, on New York's clock (UTC-5).
      start(call) >= Date.UTC(2026, 10, 9, 5) / 1000 && start(call) < Date.UTC(2026, 10, 16, 5) / 1000,
  ],
  [
    { after: '2026-10', timezone: 'Europe/Zurich' },
    call =>
      // Summer time (UTC+2) ends within the month.
      start(call) >= Date.UTC(2026, 8, 30, 22) / 1000 && start(call) < Date.UTC(2026, 9, 31, 23) / 1000,
  ],
  [{ before: '2026-10-05' }, call => start(call) < Date.UTC(2026, 9, 6) / 1000],
  [
    { tool_names_errored: [STORIES.orders.tool] },
    call => toolResults(call).some(use => use.tool_name === STORIES.orders.tool && use.is_error),
  ],
  [
    { tool_names: ['transfer_to_number'], call_duration_min_secs: 60 },
    call => duration(call) >= 60 && toolCalls(call).some(use => use.tool_name === 'transfer_to_number'),
  ],
  [{ main_languages: 'de' }, call => call.metadata.main_language === 'de'],
  [
    { text_only: true, call_successful: 'success' },
    call => call.metadata.text_only && call.analysis?.call_successful === 'success',
  ],
  [
    { guardrail_types: 'prompt_injection' },
    call => rails(call).some(rail => rail.guardrail_type === 'prompt_injection'),
  ],
  [{ rating_max: 2 }, call => call.metadata.feedback.rating !== null && call.metadata.feedback.rating <= 2],
  [{ exclude_statuses: ['done'] }, call => call.status !== 'done'],
  [
    { user_id: sample.conversations.find(call => call.user_id)!.user_id },
    call => call.user_id === sample.conversations.find(each => each.user_id)!.user_id,
  ],
]

describe('filters select what a second look at the bodies selects', () => {
  test.each(SMALL_CASES)('%j', async (input, keep) => {
    expect(idsOf(await list({ page_size: 100, ...input }))).toEqual(selected(small.conversations, keep))
  })

  test.each(some(SAMPLE_CASES, 3))('%j, in the sample calls', async (input, keep) => {
    const wanted = selected(sample.conversations, keep)
    expect(wanted.length).toBeGreaterThan(0)
    const found = await walkIds({ page_size: 100, ...input }, many.client)
    expect(found.sort()).toEqual(wanted.sort())
  })

  test('every filter has a case that keeps some calls and drops others', () => {
    const selective = SMALL_CASES.filter(([, keep]) => {
      const kept = small.conversations.filter(keep).length
      return kept > 0 && kept < small.conversations.length
    })
    const covered = new Set(selective.flatMap(([input]) => Object.keys(input)))
    // What the API does not filter by has its cases in environment.test.ts, asked-plainly.test.ts and list-archived.test.ts.
    const uncovered = Object.keys(FILTERS).filter(name => !covered.has(name))
    expect(uncovered, 'Add a case for these to SMALL_CASES, in this file.').toEqual([
      ...['environment', 'said', 'caller', 'status', 'interrupted', 'tool_failed'],
    ])
  })
})

describe('names', () => {
  test.each([
    ['its id', 'agent_support'],
    ['its name in any case', ' supPORT '],
    ['part of its name', 'upp'],
  ])('an agent by %s', async (_, agent_id) => {
    const answer = await list({ agent_id })
    expect(idsOf(answer)).toEqual(['conv_guarded', 'conv_chat'])
    expect(answer.structured.coverage.filters).toBe('agent_id = "Support" (agent_support)')
  })

  test('the exact name comes before the part of another', async () => {
    expect((await list({ agent_id: 'billing' })).structured.coverage.filters).toBe(
      'agent_id = "Billing" (agent_billing)',
    )
  })

  test('an archived agent is found and said to be archived', async () => {
    const answer = await list({ agent_id: 'quillmoor depot', page_size: 5 }, many.client)
    expect(answer.structured.coverage.filters).toMatch(
      /^agent_id = "Quillmoor Depot Line \(old\)" \(agent_\w+, archived\)$/,
    )
    expect(idsOf(answer)).toHaveLength(5)
  })

  test('what is not found is refused with candidates', async () => {
    const refused = {
      ambiguous: await refusal({ agent_id: 'bill' }),
      unknown: await refusal({ agent_id: 'Suport' }),
      nothing_like_it: await refusal({ agent_id: 'zebra' }),
      one_of_several: await refusal({ visited_agent_ids: ['Support', 'agent_x'] }),
      tag: await refusal({ tag_ids: 'VPI' }),
      other_tag: await refusal({ tag_ids: ['vip', 'zebra'] }),
    }
    expect(refused).toMatchInlineSnapshot(`
      {
        "ambiguous": "agent_id "bill" matches 2 agents: "Billing" (agent_billing), "Old Billing" (agent_old, archived). Give the id or the full name.",
        "nothing_like_it": "No agent is named "zebra". Agents: "Support" (agent_support), "Billing" (agent_billing), "Old Billing" (agent_old, archived).",
        "one_of_several": "No agent is named "agent_x". Agents: "Support" (agent_support), "Billing" (agent_billing), "Old Billing" (agent_old, archived).",
        "other_tag": "No tag is named "zebra". Tags: "VIP", "Bug".",
        "tag": "No tag is named "VPI". Tags: "VIP", "Bug".",
        "unknown": "No agent is named "Suport". Closest: "Support" (agent_support).",
      }
    `)
  })

  test('tags are shown by title', async () => {
    const answer = await list({ tag_ids: ['bug'], fields: ['id', 'tags'] })
    expect(answer.structured).toMatchObject({
      coverage: { filters: 'tag_ids = "Bug"' },
      rows: [['conv_refund_error', 'VIP, Bug']],
    })
  })
})

import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import { connect } from '../../support/client.ts'
import { some } from '../../support/runs.ts'
import { SMALL_WORLD_START, smallWorld } from '../../support/small-world.ts'
import { NOW, startWorld } from '../../support/world.ts'
import { apiHits, bodies, DAY, foundIn, fuzzyDesks, HOUR, idsOf, sample } from './found.ts'

const { many, search, refusal, walkMany } = fuzzyDesks()

describe('filters', () => {
  const start = (call: Json) => call.metadata.start_time_unix_secs
  const agentId = (name: string) => sample.agents.find(agent => agent.name.includes(name))!.agent_id
  const uses = (call: Json): Json[] => call.transcript.flatMap((turn: Json) => turn.tool_calls)
  const results = (call: Json): Json[] => call.transcript.flatMap((turn: Json) => turn.tool_results)
  const version = sample.conversations.find(call => call.agent_id === agentId('Tarnhill'))!.version_id
  const user = sample.conversations.find(call => call.user_id && call.transcript.length > 3)!.user_id

  const CASES: [input: Json, keep: (call: Json) => boolean, words?: string][] = [
    [{ agent_id: 'fennick' }, call => call.agent_id === agentId('Fennick')],
    [{ agent_id: 'depot line' }, call => call.agent_id === agentId('Depot'), 'depot parcel'],
    [{ call_successful: 'failure' }, call => call.analysis?.call_successful === 'failure'],
    [
      { after: 'last week', timezone: 'America/New_York' },
      call => start(call) >= Date.UTC(2026, 10, 9, 5) / 1000 && start(call) < Date.UTC(2026, 10, 16, 5) / 1000,
    ],
    [{ after: '7d' }, call => start(call) >= NOW - 7 * DAY],
    [{ user_id: user }, call => call.user_id === user],
    [{ version_id: version }, call => call.version_id === version],
    [{ tool_names: 'end_call' }, call => uses(call).some(use => use.tool_name === 'end_call')],
    [
      { tool_names_errored: ['lookup_order'] },
      call => results(call).some(use => use.tool_name === 'lookup_order' && use.is_error),
    ],
    [{ main_languages: ['de', 'fr'] }, call => ['de', 'fr'].includes(call.metadata.main_language), 'number Abschlag'],
    [{ call_duration_min_secs: 90 }, call => call.metadata.call_duration_secs >= 90],
    [{ call_duration_max_secs: 40 }, call => call.metadata.call_duration_secs <= 40],
    [
      { where: ['text_only=true', 'exclude_statuses=failed'] },
      call => call.metadata.text_only && call.status !== 'failed',
    ],
    [{ where: 'rating_max=2' }, call => call.metadata.feedback.rating !== null && call.metadata.feedback.rating <= 2],
    [
      { where: ['evaluation_params=no_tool_error:failure'] },
      call => call.analysis?.evaluation_criteria_results?.no_tool_error?.result === 'failure',
    ],
    [
      { where: ['visited_agent_ids=Tarnhill', 'visited_agent_ids=fennick'] },
      call => [agentId('Tarnhill'), agentId('Fennick')].includes(call.agent_id),
    ],
    [{ where: [`call_start_after_unix=${NOW - DAY}`] }, call => start(call) >= NOW - DAY],
  ]

  test.each(some(CASES, 6))('%j', async (input, keep, query = 'number day') => {
    const all = await apiHits(many.world, 'text-search', { text_query: query })
    const wanted = all.filter(hit => keep(bodies.get(hit.conversation_id)!))
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.length).toBeLessThan(all.length)
    const answers = await walkMany({ query, page_size: 50, max_tokens: 20_000, neighbours: 0, ...input })
    expect(answers.flatMap(foundIn).sort()).toEqual(
      wanted.map(hit => `${hit.conversation_id} ${hit.transcript_index}`).sort(),
    )
  })

  test.each([true, false])(
    'the window is exact though the bounds of the API may be inclusive: %s',
    async inclusiveBounds => {
      const server = await startWorld(smallWorld, {}, { inclusiveBounds })
      const client = await connect(server.app)
      // conv_refund starts at the start, conv_refund_error an hour later.
      const bounds: [number, number, string[]][] = [
        [0, HOUR, ['conv_refund']],
        [0, HOUR + 1, ['conv_refund', 'conv_refund_error']],
        [1, HOUR + 1, ['conv_refund_error']],
        [HOUR, 2 * HOUR, ['conv_refund_error']],
      ]
      for (const [from, to, wanted] of bounds) {
        const where = [
          `call_start_after_unix=${SMALL_WORLD_START + from}`,
          `call_start_before_unix=${SMALL_WORLD_START + to}`,
        ]
        expect(idsOf(await search({ query: 'refund', where }, client)).sort()).toEqual(wanted)
      }
      await client.close()
      await server.close()
    },
  )

  test('that the search of the API does not have are refused, never dropped', async () => {
    const lines = [
      await refusal({ tag_ids: ['vip'] }),
      await refusal({ call_successful: 'error' }),
      await refusal({ where: ['guardrail_types=profanity', 'custom_guardrail_names=x'] }),
      await refusal({ mode: 'semantic', after: '7d', call_successful: 'failure' }),
      await refusal({ mode: 'semantic', where: ['text_only=true'] }),
    ]
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "Search mode fuzzy cannot filter by tag_ids. Allowed: after, before, agent_id, visited_agent_ids, visited_agent_branch_ids, branch_id, version_id, triggered_procedure_ids, call_start_after_unix, call_start_before_unix, call_duration_min_secs, call_duration_max_secs, call_successful, user_id, rating_min, rating_max, has_feedback_comment, evaluation_params, data_collection_params, dynamic_variable_params, tool_names, tool_names_successful, tool_names_errored, include_invalid_tool_calls, main_languages, conversation_initiation_source, conversation_product_type, text_only, exclude_statuses, termination_reasons, topic_ids, environment.
      Search mode fuzzy takes call_successful success, failure or unknown; mode words also takes error.
      Search mode fuzzy cannot filter by guardrail_types, custom_guardrail_names. Allowed: after, before, agent_id, visited_agent_ids, visited_agent_branch_ids, branch_id, version_id, triggered_procedure_ids, call_start_after_unix, call_start_before_unix, call_duration_min_secs, call_duration_max_secs, call_successful, user_id, rating_min, rating_max, has_feedback_comment, evaluation_params, data_collection_params, dynamic_variable_params, tool_names, tool_names_successful, tool_names_errored, include_invalid_tool_calls, main_languages, conversation_initiation_source, conversation_product_type, text_only, exclude_statuses, termination_reasons, topic_ids, environment.
      Search mode semantic cannot filter by call_successful, after. Allowed: agent_id, branch_id, environment.
      Search mode semantic cannot filter by text_only. Allowed: agent_id, branch_id, environment."
    `)
  })

  test('wrong arguments are refused by name, with what would be right', async () => {
    const inputs: Json[] = [
      { query: '' },
      { query: 'x'.repeat(501) },
      { mode: 'exact' },
      { page_size: 51 },
      { neighbours: 6 },
      { limit: 3 },
      { where: ['text_only'] },
      { where: ['colour=red'] },
      { where: ['text_onyl=true'] },
      { where: ['agent_id=Billing'], agent_id: 'Billing' },
      { where: ['channel=twilio'] },
      { where: ['hour_of_day=9'] },
      { where: ['data:city=Bern'] },
      { where: ['environment!=staging'] },
      { where: ['text_only=maybe'] },
      { where: ['rating_min=six'] },
      { where: ['rating_min=2', 'rating_min=3'] },
      { where: ['rating_min=4', 'rating_max=2'] },
      { agent_id: 'bill' },
      { after: 'someday' },
    ]
    const short = (input: Json) => JSON.stringify(input).slice(0, 60)
    const lines = await Promise.all(inputs.map(async input => `${short(input)} → ${await refusal(input)}`))
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "{"query":""} → query is empty.
      {"query":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx → query must have at most 500 characters (got 501).
      {"mode":"exact"} → mode must be one of words, fuzzy, semantic (got "exact").
      {"page_size":51} → page_size must be at most 50 (got 51).
      {"neighbours":6} → neighbours must be at most 5 (got 6).
      {"limit":3} → Unknown argument "limit". Use "page_size" instead.
      {"where":["text_only"]} → where has "text_only"; it takes name=value, for example text_only=true.
      {"where":["colour=red"]} → Unknown filter in where "colour". Allowed: agent_id, call_successful, after, before, timezone, user_id, version_id, tool_names, tool_names_errored, main_languages, tag_ids, call_duration_min_secs, call_duration_max_secs, call_start_after_unix, call_start_before_unix, visited_agent_ids, visited_agent_branch_ids, branch_id, environment, said, caller, status, interrupted, tool_failed, workflow_node_entered_id, parent_conversation_id, triggered_procedure_ids, rating_min, rating_max, has_feedback_comment, evaluation_params, data_collection_params, dynamic_variable_params, tool_names_successful, include_invalid_tool_calls, conversation_initiation_source, conversation_product_type, text_only, exclude_statuses, termination_reasons, guardrail_types, custom_guardrail_names, topic_ids.
      {"where":["text_onyl=true"]} → Unknown filter in where "text_onyl". Did you mean "text_only"?
      {"where":["agent_id=Billing"],"agent_id":"Billing"} → agent_id is given twice: as an argument, and in where.
      {"where":["channel=twilio"]} → Unknown filter in where "channel". Use "conversation_initiation_source" instead.
      {"where":["hour_of_day=9"]} → Unknown filter in where "hour_of_day". No filter: use group_by hour_of_day in analyze_conversations, or query_conversations.
      {"where":["data:city=Bern"]} → Unknown filter in where "data:city". Use "data_collection_params=city:eq:…" instead.
      {"where":["environment!=staging"]} → Unknown filter in where "environment!". It takes name=value only; group_by name=value in analyze_conversations has the calls with and without it; for other comparisons use query_conversations.
      {"where":["text_only=maybe"]} → text_only must be true or false (got "maybe").
      {"where":["rating_min=six"]} → rating_min must be a number (got "six").
      {"where":["rating_min=2","rating_min=3"]} → where has rating_min twice; it takes one value.
      {"where":["rating_min=4","rating_max=2"]} → rating_min (4) is greater than rating_max (2), so nothing can match.
      {"agent_id":"bill"} → agent_id "bill" matches 2 agents: "Billing" (agent_billing), "Old Billing" (agent_old, archived). Give the id or the full name.
      {"after":"someday"} → after: "someday" is not a recognized time. Accepted: a date (2026-10-05) or date-time (2026-10-05T14:30, plus Z or +02:00 if it is not local time); a month, quarter, ISO week or year (2026-10, 2026-Q4, 2026-W41, 2026); now, today, yesterday, tomorrow, monday, last monday; this, last or previous week, month, quarter or year; 7d, 24h, 30m or 2w before now; last 3 days, 2 weeks ago; Unix seconds."
    `)
  })
})

import { expect, test } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import { asking } from '../../support/desk.ts'
import { fewCalls } from '../../support/few-and-many.ts'

const few = fewCalls()
const { refusal } = asking('list_conversations', few)

test('wrong arguments are refused by name, with what would be right', async () => {
  const inputs: Json[] = [
    { limit: 5 },
    { agentid: 'x' },
    { page_size: 0 },
    { page_size: 101 },
    { page_size: 'many' },
    { call_successful: 'succes' },
    { sort_direction: 'up' },
    { fields: ['titel'] },
    { fields: ['id', 'colour'] },
    { rating_min: 6 },
    { rating_min: 4, rating_max: 2 },
    { evaluation_params: ['solved:great'] },
    { data_collection_params: ['amount:near:4'] },
    { dynamic_variable_params: ['plan'] },
    { guardrail_types: ['rude'] },
    { main_languages: ['English'] },
    { conversation_initiation_source: 'fax' },
    { exclude_statuses: ['running'] },
    { max_tokens: 100 },
    { text_only: 'yes' },
    { sessionids: 'x' },
  ]
  const lines = await Promise.all(inputs.map(async input => `${JSON.stringify(input)} → ${await refusal(input)}`))
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "{"limit":5} → Unknown argument "limit". Use "page_size" instead.
    {"agentid":"x"} → Unknown argument "agentid". Did you mean "agent_id"?
    {"page_size":0} → page_size must be at least 1 (got 0).
    {"page_size":101} → page_size must be at most 100 (got 101).
    {"page_size":"many"} → page_size must be a number (got "many").
    {"call_successful":"succes"} → call_successful must be one of success, failure, unknown, error (got "succes"). Did you mean "success"?
    {"sort_direction":"up"} → sort_direction must be one of desc, asc (got "up").
    {"fields":["titel"]} → Each entry of fields must be one of id, started, duration, agent, outcome, messages, status, title, summary, ending, language, tools, rating, score, cost, sentiment, frustration, tags, version, branch, environment, source, direction, evaluation, collected (got "titel"). Did you mean "title"?
    {"fields":["id","colour"]} → Each entry of fields must be one of id, started, duration, agent, outcome, messages, status, title, summary, ending, language, tools, rating, score, cost, sentiment, frustration, tags, version, branch, environment, source, direction, evaluation, collected (got "colour").
    {"rating_min":6} → rating_min must be at most 5 (got 6).
    {"rating_min":4,"rating_max":2} → rating_min (4) is greater than rating_max (2), so nothing can match.
    {"evaluation_params":["solved:great"]} → evaluation_params has "solved:great"; it takes criterion_id:result with one of the results success, failure, unknown, for example issue_resolved:failure.
    {"data_collection_params":["amount:near:4"]} → data_collection_params has "amount:near:4"; it takes name:operator:value with one of the operators eq, neq, gt, gte, lt, lte, in, for example city:eq:Berlin.
    {"dynamic_variable_params":["plan"]} → dynamic_variable_params has "plan"; it takes name:operator:value with one of the operators eq, neq, gt, gte, lt, lte, in, for example city:eq:Berlin.
    {"guardrail_types":["rude"]} → Unknown guardrail type "rude". Allowed: custom, prompt_injection, self_harm_intent, violence_graphic, sexual, violence, harassment, sexual_minors, self_harm, self_harm_instructions, harassment_threatening, hate, hate_threatening, profanity, religion_or_politics, medical_and_legal, guardrail.
    {"main_languages":["English"]} → main_languages has "English"; it takes codes such as en, de, pt-br. Did you mean "en"?
    {"conversation_initiation_source":"fax"} → Unknown conversation_initiation_source "fax". Allowed: unknown, android_sdk, node_js_sdk, react_native_sdk, react_sdk, js_sdk, python_sdk, widget, sip_trunk, twilio, exotel, genesys, avaya, audiocodes, swift_sdk, whatsapp, twilio_sms, flutter_sdk, zendesk_integration, slack_integration, telegram_integration, intercom_integration, freshdesk_integration, salesforce_integration, template_preview, genesys_bot_connector, subagent_tool.
    {"exclude_statuses":["running"]} → Unknown status "running". Allowed: initiated, in-progress, processing, done, failed.
    {"max_tokens":100} → max_tokens must be at least 500 (got 100).
    {"text_only":"yes"} → text_only must be true or false (got "yes").
    {"sessionids":"x"} → Unknown argument "sessionids". Did you mean "version_id"?"
  `)
})

test('null, "" and empty lists count as left out', async () => {
  const nothing = {
    tag_ids: [],
    agent_id: null,
    fields: [],
    user_id: '',
    text_only: '',
    rating_min: ' ',
    tool_names: [''],
  }
  const { structured } = await few.client.call('list_conversations', { page_size: 2, ...nothing })
  expect(structured).toEqual((await few.client.call('list_conversations', { page_size: 2 })).structured)
})

test('what hosts add to every call is set aside, and named', async () => {
  const over = { page_size: 2, exclude_statuses: ['in-progress'] }
  const added = { task_progress: '- [x] look', sessionId: 's1', action: 'sendMessage', chatInput: 'hi', tool: 't' }
  const answer = await few.client.call('list_conversations', { ...over, ...added, toolCallId: 'call_1' })
  const note = 'Ignored, as hosts add it to every call: task_progress, sessionId, action, chatInput, tool, toolCallId.'
  expect(answer.structured.coverage.notes).toContain(note)
  expect(answer.text).toContain(note)
  const { rows } = (await few.client.call('list_conversations', over)).structured
  expect(answer.structured.rows).toEqual(rows)
  for (const [tool, input] of Object.entries({
    get_conversation: { conversation_id: rows[0][0] },
    search_conversations: { query: 'refund' },
    list_filter_values: { kind: 'tools' },
    analyze_conversations: { metrics: ['count'], compare_to: ['agent_id=Support'] },
    triage_conversations: {},
  })) {
    const { structured, text } = await few.client.call(tool, { ...input, toolCallId: 'call_1' })
    const half = JSON.stringify(structured)
    for (const part of [half, text]) expect(part.split('as hosts add it to every call: toolCallId.').length).toBe(2)
  }
})

test('what can mean only one thing is understood', async () => {
  const meant = await few.client.call('list_conversations', {
    page_size: 2,
    text_only: false,
    call_successful: 'failure',
    tool_names: ['a', 'b'],
    fields: ['id', 'started'],
  })
  for (const tool_names of ['a, b', '["a","b"]', ['a', 'b']]) {
    const given = { page_size: '2', text_only: 'False', call_successful: 'FAILURE', tool_names, fields: 'id,started' }
    expect((await few.client.call('list_conversations', given)).structured).toEqual(meant.structured)
  }
})

test('an unknown criterion is no error, but said', async () => {
  const { structured } = await few.client.call('list_conversations', { evaluation_params: 'solvd:failure' })
  expect(structured.coverage.notes.join(' ')).toContain(
    'No criterion "solvd" is defined today, so only older calls can match. Defined: "solved".',
  )
})

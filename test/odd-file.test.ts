import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Json } from '../src/demo/world.ts'
import { ask } from './support/demo.ts'

/* Calls of a file that say the same in other ways: every tool tells the same of them, whoever answers. */

const START = 1_794_000_600

const said = (role: 'agent' | 'user', message: string | null, more: Json = {}): Json => ({ role, message, ...more })
const speech = [said('agent', 'Hello, how can I help?'), said('user', 'Find my order please')]
const use = { request_id: 'r', tool_name: 'lookup', tool_has_been_called: true }
const used = (result: Json): Json[] => [
  ...speech,
  said('agent', null, { tool_calls: use, tool_results: { ...use, result_value: '{}', is_error: false, ...result } }),
]

const call = (conversation_id: string, at: number, { metadata, ...more }: Json = {}): Json => ({
  conversation_id,
  agent_id: 'agent_a',
  agent_name: 'Desk',
  status: 'done',
  metadata: { start_time_unix_secs: START + at, call_duration_secs: 60, ...metadata },
  analysis: { call_successful: 'success' },
  transcript: speech,
  ...more,
})

const CALLS: Json[] = [
  call('conv_map', 0, {
    analysis: {
      evaluation_criteria_results: { a: 'Success', b: { result: true }, c: false },
      data_collection_results: { order: 'A-7', gift: ' ', n: 12 },
    },
  }),
  call('conv_lists', 1, {
    analysis: {
      evaluation_criteria_results: [{ criteria_id: 'a', result: 'FAILURE' }],
      data_collection_results_list: [
        { data_collection_id: 'order', value: 'A-7' },
        { data_collection_id: 'gift', value: '' },
      ],
    },
  }),
  call('conv_failed', 2, { transcript: used({ is_error: 'true' }) }),
  call('conv_status', 3, { transcript: used({ result: { status: 'failed' } }) }),
  call('conv_fine', 4, { transcript: used({ error_type: 'none' }) }),
  call('conv_user', 5, { user_id: 'undefined', metadata: { user_id: 42 }, tag_ids: [17, 'vip'] }),
  call('conv_sms', 6, {
    metadata: { sms: { direction: 'Inbound', sms_user_phone_number: '＋４９ １５１ ２３４５６７８９' } },
    transcript: [said('agent', 'Hi', { triggered_guardrails: ['profanity'] })],
    experiment_assignments: { checkout: 'B' },
  }),
  call('conv_agents', 7, {
    visited_agents: [{ agent_id: 'agent_a' }, null, { agent_id: 'agent_b' }],
    transcript: ['agent_a', 'agent_b'].map(agent_id => said('agent', 'Hello', { agent_metadata: { agent_id } })),
  }),
  call('conv_objects', -20, {
    tag_ids: [{ tag_id: 'gold' }, { name: 'odd' }],
    metadata: { warnings: [{ code: 'llm_timeout' }, 'short of credits', true] },
  }),
  call('conv_kinds', -30, {
    environment: { name: 'staging' },
    analysis: { call_successful: 'True', transcript_summary: ['a'], call_summary_title: {} },
    metadata: { start_time_unix_secs: '20.11.2026 10:00', main_language: ['en'], feedback: { rating: 2, comment: [] } },
    transcript: [said('agent', 'Hello', { time_in_call_secs: '00:04' })],
  }),
  call('conv_renamed', 8, { agent_id: 'agent_b', agent_name: 'Desk' }),
  call('conv_before', -9, { agent_id: 'agent_b', agent_name: 'Old desk' }),
]

function appOf(lines: readonly Json[]) {
  const data = join(mkdtempSync(join(inject('shared'), 'odd-')), 'calls.jsonl')
  writeFileSync(data, lines.map(body => `${JSON.stringify(body)}\n`).join(''))
  return createApp(readConfig({ data, now: '2026-11-22T12:00:00Z', timezone: 'UTC' }, {}))
}

const app = appOf(CALLS)
afterAll(() => app.close())

describe('a filter keeps the same calls in a list as in an analysis', () => {
  test.each<[filter: string, value: string, kept: string]>([
    ['evaluation_params', 'a:success', 'conv_map'],
    ['evaluation_params', 'a:failure', 'conv_lists'],
    ['evaluation_params', 'b:success', 'conv_map'],
    ['evaluation_params', 'c:failure', 'conv_map'],
    ['data_collection_params', 'order:eq:A-7', 'conv_lists conv_map'],
    ['data_collection_params', 'gift:exists', ''],
    ['data_collection_params', 'n:gt:11', 'conv_map'],
    ['tool_names', 'lookup', 'conv_fine conv_status conv_failed'],
    ['tool_names_errored', 'lookup', 'conv_status conv_failed'],
    ['tool_names_successful', 'lookup', 'conv_fine'],
    ['user_id', '42', 'conv_user'],
    ['tag_ids', '17', 'conv_user'],
    ['tag_ids', 'gold', 'conv_objects'],
    ['guardrail_types', 'profanity', 'conv_sms'],
    ['caller', '+49 151 23456789', 'conv_sms'],
  ])('%s=%s', async (filter, value, kept) => {
    const list = await ask(app, 'list_conversations', { [filter]: value })
    expect((list.structured as any).rows.map(([id]: string[]) => id).join(' ')).toBe(kept)
    const { text } = await ask(app, 'analyze_conversations', { where: [`${filter}=${value}`], metrics: ['count'] })
    const calls = kept === '' ? 0 : kept.split(' ').length
    expect(text).toMatch(new RegExp(calls === 0 ? '^No calls|^0 calls' : `^${calls} calls?\\.`))
  })
})

test('agents of one name are told apart, under the name that they have now', async () => {
  const { text } = await ask(app, 'get_conversation', { conversation_id: 'conv_agents' })
  expect(text).toContain('agents: Desk (agent_a) → Desk (agent_b)')
  expect(text).toContain('agent (now Desk (agent_b)): Hello')
})

test('warnings and tags that are objects are read or named', async () => {
  const { text } = await ask(app, 'get_conversation', { conversation_id: 'conv_objects' })
  expect(text).toContain('warnings: llm_timeout; short of credits\n')
  expect(text).toContain('tags: gold\n')
  expect(text).toContain('Ignored as impossible or unreadable: tags (object), warnings (flag).')
})

test('what is of another kind than it should be, or no moment, is named', async () => {
  const { text } = await ask(app, 'get_conversation', { conversation_id: 'conv_kinds' })
  expect(text).toContain('outcome success')
  expect(text).toContain(
    'Ignored as impossible or unreadable: environment (object), start (no moment), language (list), comment (list), title (object), and more.',
  )
})

test('a rating that is none is unknown, and hides no call', async () => {
  const ratings: unknown[] = [true, [5], { toString: 1 }, null, '4']
  const rated = appOf(ratings.map((rating, at) => call(`conv_rated_${at}`, at, { metadata: { feedback: { rating } } })))
  const { text } = await ask(rated, 'analyze_conversations', { metrics: ['rating'] })
  expect(text).toMatch(/^5 calls\./)
  const { structured } = await ask(rated, 'list_conversations', { rating_min: 1 })
  expect((structured as any).rows.map(([id]: string[]) => id)).toEqual(['conv_rated_4'])
  await rated.close()
})

test('a tag called null is not the lack of one', async () => {
  const tagged = appOf([call('conv_null', 1, { tag_ids: ['null'] }), call('conv_none', 2, { tag_ids: [] })])
  const { structured } = await ask(tagged, 'analyze_conversations', { metrics: ['count'], group_by: ['tag'] })
  expect((structured as any).rows.map(([tag]: unknown[]) => tag)).toEqual(expect.arrayContaining(['null', null]))
  await tagged.close()
})

describe('times of turns', () => {
  const turns = (...times: unknown[]): Json[] =>
    times.map((time, at) => said(at % 2 === 0 ? 'agent' : 'user', `Words ${at}`, { time_in_call_secs: time }))
  const many = turns(...Array.from({ length: 80 }, (_, at) => at * 4_000))

  test.each<[string, Json[], duration: number | undefined, shown: string[], said: string]>([
    ['in milliseconds', turns(0, 4_000, 12_400), 30, ['0:00', '0:04', '0:12'], ' · 0:30\n'],
    ['in milliseconds, without a duration', turns(0, 4_000, 9_000), undefined, ['0:00', '0:04', '0:09'], 'Words 2'],
    ['of a slow chat', turns(0, 4_000, 9_000), 9_100, ['0:00', '1:06:40', '2:30:00'], ' · 2:31:40\n'],
    ['beyond a wrong duration', turns(0, 20, 31), 10, ['0:00', '0:20', '0:31'], "The API's duration (10 s) is ignored"],
    [
      'of a call that is told in milliseconds',
      turns(0, 20, 31),
      40_000,
      ['0:00', '0:20', '0:31'],
      '(40000 s) is ignored',
    ],
    ['of a call that was left open', turns(0, 20, 31), 20_000, ['0:00', '0:20', '0:31'], ' · 5:33:20'],
    ['that are moments', turns(START, START + 9), 30, ['-', '-'], 'unreadable: times of turns.'],
  ])('%s', async (_, transcript, call_duration_secs, shown, note) => {
    const own = appOf([call('conv_1', 0, { transcript, metadata: { call_duration_secs } })])
    const { text } = await ask(own, 'get_conversation', { conversation_id: 'conv_1' })
    expect(text.match(/^\d+ \S+(?= (agent|user): )/gm)!.map(line => line.split(' ').at(-1))).toEqual(shown)
    expect(text).toContain(note)
    await own.close()
  })

  test('of a long call are the same where some of its turns are quoted', async () => {
    const own = appOf([call('conv_1', 0, { transcript: many, metadata: { call_duration_secs: 330 } })])
    const { text } = await ask(own, 'search_conversations', { query: '"words 70"' })
    expect(text).toMatch(/^> 70 4:40 agent: /m)
    await own.close()
  })
})

describe('a start in the future', () => {
  const NOW = Date.parse('2026-11-22T12:00:00Z') / 1000
  const own = appOf([call('conv_1', 0), call('conv_skew', NOW + 300 - START), call('conv_ahead', NOW + 86_400 - START)])
  const note = "1 call starts in the future, so its start or this computer's clock must be wrong;"
  afterAll(() => own.close())

  test.each<[tool: string, Json]>([
    ['list_conversations', {}],
    ['list_conversations', { sort_by: 'duration' }],
    ['analyze_conversations', {}],
    ['analyze_conversations', { after: '2026-11-01', before: '2026-11-21' }],
    ['search_conversations', { query: 'order' }],
    ['search_conversations', { query: 'order', mode: 'fuzzy' }],
    ['triage_conversations', {}],
  ])('%s %j tells it', async (tool, args) => {
    expect((await ask(own, tool, args)).text).toContain(note)
  })

  test('so does the call, but none that a clock may be off by', async () => {
    const of = async (id: string) => (await ask(own, 'get_conversation', { conversation_id: id })).text
    expect(await of('conv_ahead')).toContain('The start lies in the future')
    expect(await of('conv_skew')).not.toContain('in the future')
  })
})

test('what is no list of experiments is no experiment without a name', async () => {
  const { text } = await ask(app, 'analyze_conversations', { group_by: 'experiment', metrics: ['count'] })
  expect(text).toContain('no call has a value of experiment')
})

describe('of a call that occurs twice', () => {
  const envelope = (event_timestamp: number, data: Json) => ({ type: 'post_call_transcription', event_timestamp, data })
  const whole = call('conv_1', 0, { metadata: { cost: 1 } })
  const later = { ...whole, metadata: { ...whole.metadata, cost: 2 } }
  const bare = { ...later, transcript: [] }
  const erased = {
    ...bare,
    metadata: { ...later.metadata, deletion_settings: { deleted_transcript_at_time_unix_secs: START + 900 } },
  }

  test.each<[string, Json[], cost: number, entries: number]>([
    ['the later webhook counts', [envelope(200, later), envelope(100, whole)], 2, 2],
    ['a later one without turns does not hide them', [envelope(100, whole), envelope(200, bare)], 1, 2],
    ['nor does it where it comes first', [bare, whole], 1, 2],
    ['turns that were deleted are gone', [envelope(100, whole), envelope(200, erased)], 2, 0],
  ])('%s', async (_, lines, cost, entries) => {
    const own = appOf(lines)
    const { text } = await ask(own, 'query_conversations', {
      sql: 'SELECT cost_credits, (SELECT count(*) FROM turns) AS entries FROM conversations',
    })
    expect(text).toMatch(new RegExp(`^${cost}\t${entries}$`, 'm'))
    await own.close()
  })
})

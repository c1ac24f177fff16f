import fc from 'fast-check'
import { SPECIAL } from '../../src/demo/data/index.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { COLUMN_NAMES } from '../../src/tools/list/columns.ts'
import { ALL_RUNS } from '../support/runs.ts'
import { everyNth, sample } from '../support/sample.ts'
import { smallWorld } from '../support/small-world.ts'
import { NOW } from '../support/world.ts'

export const base = smallWorld().conversations[0]!
export const words = (bytes: number, of = 'word '): string => of.repeat(Math.ceil(bytes / Buffer.byteLength(of)))
export const say = (message: string): Json => ({ role: 'user', message, time_in_call_secs: 0 })

export const conversation = (conversation_id: string, more: Json): Json => ({
  ...base,
  conversation_id,
  agent_id: sample.agents[0]!.agent_id,
  ...more,
  metadata: { ...base.metadata, start_time_unix_secs: NOW - 7200, ...more.metadata },
})

export const numbered = (count: number, make: (at: number) => Json): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`item_number_${at}`, make(at)]))

/** Calls that are large in one way each. */
export const monsters = [
  conversation('conv_judged', {
    analysis: {
      ...base.analysis,
      transcript_summary: words(8000),
      evaluation_criteria_results: numbered(30, at => ({
        criteria_id: `item_number_${at}`,
        result: 'failure',
        rationale: words(2000),
      })),
      data_collection_results: numbered(40, at => ({
        data_collection_id: `item_number_${at}`,
        value: words(300),
        rationale: words(500),
      })),
    },
  }),
  conversation('conv_one_word', { transcript: [say('x'.repeat(100_000))] }),
  conversation('conv_umlauts', { transcript: [say('hello'), say(words(100_000, 'äöü😀日本 ')), say('bye')] }),
  conversation('conv_quotes', { transcript: [say('hello'), say(words(100_000, '"\\ ')), say('bye')] }),
  conversation('conv_tools', {
    transcript: Array.from({ length: 8 }, (_, at) => ({
      role: 'agent',
      message: null,
      tool_calls: [{ request_id: `${at}`, tool_name: 'lookup', params_as_json: words(3000, '{"a":"b"},') }],
      tool_results: [{ request_id: `${at}`, tool_name: 'lookup', result_value: words(20_000, '{"c":"d"},') }],
    })),
  }),
  conversation('conv_variables', {
    conversation_initiation_client_data: { dynamic_variables: numbered(300, () => words(200) as unknown as Json) },
  }),
  conversation('conv_short_turns', { transcript: Array.from({ length: 2000 }, () => say('a')) }),
]

export const world: World = {
  conversations: [...monsters, ...(ALL_RUNS ? sample.conversations : everyNth(16))],
  agents: sample.agents,
  tags: sample.tags,
}

export const budget = fc.integer({ min: 500, max: 20_000 })

/** Small budgets are the hard ones. */
export const maxTokens = fc.oneof(budget, fc.integer({ min: 500, max: 1500 }))

export const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

export const value = fc.oneof(
  fc.constantFrom('end_call', 'ü'.repeat(200), 'x'.repeat(400)),
  fc.string({ minLength: 1, maxLength: 30 }),
)

export const manyValues = fc.array(
  value.filter(text => text.trim() !== ''),
  { minLength: 1, maxLength: 50 },
)

export const ids = [
  ...monsters.map(call => call.conversation_id),
  ...Object.values(SPECIAL),
  ...everyNth(8)
    .slice(0, 40)
    .map(call => call.conversation_id),
]

export const TOOLS: Record<string, fc.Arbitrary<Json>> = {
  list_conversations: fc.record({
    fields: maybe(fc.subarray([...COLUMN_NAMES], { minLength: 1 })),
    page_size: fc.integer({ min: 1, max: 100 }),
    summary_mode: maybe(fc.constantFrom('include', 'exclude')),
    sort_direction: maybe(fc.constantFrom('asc', 'desc')),
    after: maybe(fc.constantFrom('7d', '2026-10', 'last week')),
    agent_id: maybe(fc.constantFrom('Tarnhill', 'Fennick')),
    tool_names: maybe(manyValues),
    topic_ids: maybe(manyValues),
    termination_reasons: maybe(manyValues),
    max_tokens: maxTokens,
  }),
  get_conversation: fc
    .record({
      conversation_id: fc.oneof(fc.constantFrom(...ids), fc.constantFrom(...ids.slice(0, 15))),
      window: fc.oneof(
        fc.constant({}),
        fc.record({ from_turn: fc.integer({ min: 0, max: 30 }) }),
        fc.record({ around_turn: fc.integer({ min: 0, max: 20 }) }),
        fc.record({ from_time: fc.constantFrom('0:00', '0:30') }),
        fc.record({ match: fc.constantFrom('refund', 'word', 'zebra', 'x'.repeat(500)) }),
      ),
      include: maybe(fc.subarray(['metrics', 'costs', 'variables', 'rag', 'raw'], { minLength: 1 })),
      max_tool_bytes: fc.constantFrom(0, 600, 5000, 80_000),
      max_tokens: maxTokens,
    })
    .map(({ window, ...rest }) => ({ ...rest, ...window })),
  search_conversations: fc.record({
    query: fc.constantFrom('refund', 'gateway', 'word', 'q'.repeat(500), 'hello bye'),
    mode: fc.constantFrom('words', 'fuzzy', 'semantic'),
    neighbours: fc.integer({ min: 0, max: 5 }),
    page_size: fc.integer({ min: 1, max: 50 }),
    max_tokens: maxTokens,
  }),
  analyze_conversations: fc.record({
    metrics: fc.constantFrom(
      ['count'],
      ['count', 'success_rate', 'duration', 'felt_latency'],
      ['tool_error_rate', 'cost'],
    ),
    group_by: maybe(
      fc.constantFrom('agent', ['tool', 'outcome'], ['ending_text', 'version', 'hour'], 'criterion_result'),
    ),
    compare_to: maybe(fc.constantFrom('call_successful=failure', 'after=2026-01-01')),
    histogram: maybe(fc.boolean()),
    max_tokens: maxTokens,
  }),
  // Of two weeks, since it reads every call: what fills an answer began today.
  explain_conversations: fc.record({
    after: fc.constant('14d'),
    page_size: maybe(fc.integer({ min: 1, max: 50 })),
    compare_to: maybe(fc.constantFrom('call_successful=failure', 'after=2026-01-01')),
    max_tokens: maxTokens,
  }),
  triage_conversations: fc.record({
    page_size: maybe(fc.integer({ min: 1, max: 50 })),
    user_id: maybe(fc.constantFrom('user_ada')),
    max_tokens: maxTokens,
  }),
  query_conversations: fc.record({
    sql: fc.constantFrom(
      'SELECT * FROM turns',
      'SELECT agent, title, summary FROM conversations',
      `SELECT '${'q'.repeat(5000)}'`,
    ),
    max_tokens: maxTokens,
  }),
  list_filter_values: fc.record({
    kind: fc.constantFrom('agents', 'criteria', 'data_fields', 'tags', 'tools', 'languages', 'endings', 'versions'),
    contains: maybe(fc.constantFrom('a', 'ü'.repeat(200), 'end')),
    max_tokens: maxTokens,
  }),
}

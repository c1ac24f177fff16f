import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SPECIAL } from '../../src/demo/data/index.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { inert } from '../../src/render/markdown.ts'
import { COLUMN_NAMES } from '../../src/tools/list/columns.ts'
import { type Answer, connect, costs, fenced } from '../support/client.ts'
import { deskOf } from '../support/desk.ts'
import { PLACED, PLACES, READS, WAVES, worldWith } from '../support/places.ts'
import { expectedLines, linesOf, readAll, walk } from '../support/reading.ts'
import { ALL_RUNS, runs, some } from '../support/runs.ts'
import { everyNth, sample } from '../support/sample.ts'
import { smallWorld } from '../support/small-world.ts'
import { NOW, startWorld } from '../support/world.ts'

const base = smallWorld().conversations[0]!

const words = (bytes: number, of = 'word '): string => of.repeat(Math.ceil(bytes / Buffer.byteLength(of)))
const say = (message: string): Json => ({ role: 'user', message, time_in_call_secs: 0 })
const conversation = (conversation_id: string, more: Json): Json => ({
  ...base,
  conversation_id,
  agent_id: sample.agents[0]!.agent_id,
  ...more,
  metadata: { ...base.metadata, start_time_unix_secs: NOW - 7200, ...more.metadata },
})

const numbered = (count: number, make: (at: number) => Json): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`item_number_${at}`, make(at)]))

/** Calls that are large in one way each. */
const monsters = [
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

const world: World = {
  conversations: [...monsters, ...(ALL_RUNS ? sample.conversations : everyNth(8))],
  agents: sample.agents,
  tags: sample.tags,
}

const desk = deskOf(() => startWorld(world))

/** Neither half may cost more; of a refusal there is only text. */
function checkBudget(answer: Answer, most: number, what: string): void {
  const { text, structured } = costs(answer)
  expect([what, text <= most, structured <= most, text, structured]).toEqual([what, true, true, text, structured])
}

/** What one half says, the other says as well. */
function checkHalves({ text, structured, isError }: Answer): void {
  if (isError) return
  const { ours, said } = fenced(text)
  const facts = [structured.coverage.counts ?? structured.coverage, structured.next_cursor, ...[structured.next].flat()]
  for (const fact of facts) if (fact !== undefined) expect(ours).toContain(fact)
  if (said !== '') expect(text).toContain(structured.notice)
  const ids = structured.rows && structured.columns[0] === 'id' ? structured.rows.map((row: Json) => row[0]) : []
  for (const id of [...ids, ...(structured.hits ?? []).map((hit: Json) => hit.conversation_id)])
    expect(text).toContain(id)
  if (structured.transcript) expect(said).toContain(inert(structured.transcript))
}

const budget = fc.integer({ min: 500, max: 20_000 })
/** Small budgets are the hard ones. */
const maxTokens = fc.oneof(budget, fc.integer({ min: 500, max: 1500 }))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const value = fc.oneof(
  fc.constantFrom('end_call', 'ü'.repeat(200), 'x'.repeat(400)),
  fc.string({ minLength: 1, maxLength: 30 }),
)
const manyValues = fc.array(
  value.filter(text => text.trim() !== ''),
  { minLength: 1, maxLength: 50 },
)

const ids = [
  ...monsters.map(call => call.conversation_id),
  ...Object.values(SPECIAL),
  ...everyNth(8)
    .slice(0, 40)
    .map(call => call.conversation_id),
]

const TOOLS: Record<string, fc.Arbitrary<Json>> = {
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

const dropUndefined = (input: Json): Json => JSON.parse(JSON.stringify(input))

describe('no half of an answer is larger than max_tokens, and both say the same', () => {
  test.each(Object.entries(TOOLS))('%s', async (tool, inputs) => {
    await fc.assert(
      fc.asyncProperty(inputs, async input => {
        const answer = await desk.client.call(tool, dropUndefined(input))
        // A refusal is short, whatever was asked for.
        checkBudget(answer, answer.isError ? 500 : input.max_tokens, JSON.stringify(input).slice(0, 300))
        expect(answer.text).not.toContain('Internal error')
        checkHalves(answer)
      }),
      {
        numRuns: runs(['search_conversations', 'triage_conversations', 'query_conversations'].includes(tool) ? 30 : 80),
      },
    )
  })

  test('however many turns match', async () => {
    const input = { conversation_id: SPECIAL.long, match: 'the', max_tokens: 1000 }
    checkBudget(await desk.client.call('get_conversation', input), 1000, 'match')
  })

  test('however many long values are asked for', async () => {
    const values = Array<string>(12).fill('ü'.repeat(61))
    for (const value of [values, values.slice(0, 8), values.slice(0, 2)]) {
      const lists = { tool_names: value, topic_ids: value, termination_reasons: value }
      const answer = await desk.client.call('list_conversations', { ...lists, agent_id: 'Tarnhill', max_tokens: 500 })
      expect(answer.isError, answer.text.slice(0, 200)).toBe(false)
      checkBudget(answer, 500, 'list')
      expect(answer.structured.coverage.filters).toMatch(/ and \d+ more|"ü+…"; /)
    }
  })

  test('however long a found word is', async () => {
    for (const max_tokens of [500, 4000]) {
      const input = { query: 'x'.repeat(500), mode: 'fuzzy', user_id: 'user_ada', max_tokens }
      const answer = await desk.client.call('search_conversations', input)
      expect(answer.isError, answer.text.slice(0, 200)).toBe(false)
      checkBudget(answer, max_tokens, 'search')
      expect(answer.structured.hits[0].conversation_id).toBe('conv_one_word')
    }
  })

  async function checkPlaces(places: string[]): Promise<void> {
    const own = await startWorld(worldWith(Object.fromEntries(places.map(place => [place, words(12_000, 'l"ö ')]))))
    const client = await connect(own.app)
    // One group after the other would show the same.
    const reads = READS.filter(([tool], at) => tool !== 'analyze_conversations' || at % 4 === 0)
    for (const [tool, input] of reads) {
      for (const max_tokens of tool === 'get_conversation' ? [500, 1000] : [1000]) {
        const answer = await client.call(tool, { ...input, max_tokens })
        expect(answer.text).not.toContain('Internal error')
        checkBudget(answer, answer.isError ? 500 : max_tokens, `${tool} ${JSON.stringify(input)}`)
      }
    }
    await client.close()
    await own.close()
  }

  const all = Object.keys(PLACES)
  // All at once is the largest; of a few there is just room for some. Neighbours in the list may exclude each other.
  const waves = Math.ceil(all.length / 5)
  const few = Array.from({ length: waves }, (_, wave) => all.filter((_, at) => at % waves === wave))
  test.each([...WAVES, ...some(few, few.length)].map(places => [places.join(', '), places] as const))(
    'however long the text is: %s',
    (_, places) => checkPlaces(places),
  )
})

describe('answers by default', () => {
  test('cost at most 4,000 tokens in each half', async () => {
    const calls: [string, Json][] = [
      ['list_conversations', {}],
      ['list_conversations', { page_size: 100, summary_mode: 'include' }],
      ['list_conversations', { fields: COLUMN_NAMES, page_size: 100 }],
      ['search_conversations', { query: 'gateway', page_size: 50, neighbours: 5 }],
      ['search_conversations', { query: 'word hello' }],
      ['analyze_conversations', { group_by: ['agent', 'day', 'outcome'], metrics: ['count', 'duration', 'cost'] }],
      ['explain_conversations', { page_size: 50, after: '14d' }],
      ['triage_conversations', { page_size: 50 }],
      ['query_conversations', { sql: 'SELECT * FROM turns' }],
      ['search_conversations', { query: 'word hello', mode: 'fuzzy' }],
      ...some(ids, 4)
        .slice(0, 10)
        .map((conversation_id): [string, Json] => ['get_conversation', { conversation_id }]),
      ...some(ids, 4)
        .slice(0, 6)
        .map((conversation_id): [string, Json] => [
          'get_conversation',
          { conversation_id, include: ['metrics', 'costs', 'variables', 'rag', 'raw'] },
        ]),
      ...['agents', 'criteria', 'data_fields', 'tags', 'tools', 'endings'].map((kind): [string, Json] => [
        'list_filter_values',
        { kind },
      ]),
    ]
    for (const [tool, input] of calls) {
      const answer = await desk.client.call(tool, input)
      expect(answer.isError).toBe(false)
      checkBudget(answer, 4000, `${tool} ${JSON.stringify(input)}`)
    }
  })

  test.each([
    ['the usual columns', {}, 2400],
    ['titles, too', { fields: ['id', 'started', 'duration', 'agent', 'outcome', 'messages', 'title'] }, 3200],
  ])('a hundred rows with %s', async (_, input, most) => {
    const own = await startWorld(sample)
    const client = await connect(own.app)
    let cursor: string | undefined
    for (let page = 0; page < 4; page += 1) {
      const answer = await client.call('list_conversations', {
        ...input,
        page_size: 100,
        max_tokens: 20_000,
        ...(cursor && { cursor }),
      })
      expect(answer.structured.rows).toHaveLength(100)
      checkBudget(answer, most, `page ${page}`)
      cursor = answer.structured.next_cursor
    }
    await client.close()
    await own.close()
  })

  test('a call with many criteria still shows its title, its summary and its verdicts', async () => {
    const { structured } = await desk.client.call('get_conversation', { conversation_id: 'conv_judged' })
    expect(structured.analysis.title).toBe(base.analysis.call_summary_title)
    expect(structured.analysis.summary).toContain('word word')
    expect(structured.analysis.criteria).toHaveLength(30)
  })
})

describe('what does not fit can be reached', () => {
  test.each([500, 4000])('behind a row that is larger than the budget: %i', async max_tokens => {
    const own = await startWorld(worldWith({ summary: words(100_000) }))
    const client = await connect(own.app)
    const answers = await walk(client, 'list_conversations', { fields: ['id', 'summary'], max_tokens })
    const found = answers.flatMap(({ structured }) => structured.rows.map((row: Json) => row[0]))
    expect(found).toHaveLength(14)
    expect(found).toContain(PLACED)
    await client.close()
    await own.close()
  })

  test('behind a hit that is larger than the budget', async () => {
    const answers = await walk(desk.client, 'search_conversations', {
      query: 'word hello',
      mode: 'fuzzy',
      user_id: 'user_ada',
      max_tokens: 500,
      neighbours: 5,
    })
    const found = answers.flatMap(({ structured }) => structured.hits.map((hit: Json) => hit.conversation_id))
    expect(found).toEqual(expect.arrayContaining(['conv_umlauts', 'conv_quotes']))
  })

  test.each(['conv_one_word', 'conv_umlauts', 'conv_quotes', 'conv_tools', 'conv_judged', 'conv_variables'])(
    'turns of %s, one after the other',
    async conversation_id => {
      for (const options of [{ max_tokens: 500 }, { max_tokens: 2000, max_tool_bytes: 80_000 }]) {
        const answers = await readAll(desk.client, { conversation_id, ...options })
        const turns = new Set(
          answers.flatMap(({ structured }) => linesOf(structured.transcript)).map(line => line.turn),
        )
        const { transcript } = monsters.find(call => call.conversation_id === conversation_id)!
        expect([...turns].sort((a, b) => a - b)).toEqual([...new Set(expectedLines({ transcript }))])
      }
    },
  )
})

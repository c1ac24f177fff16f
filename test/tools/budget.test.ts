import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SPECIAL } from '../../src/demo/data/index.ts'
import type { Json } from '../../src/demo/world.ts'
import { inert } from '../../src/render/markdown.ts'
import { COLUMN_NAMES } from '../../src/tools/list/columns.ts'
import { type Answer, connect, costs, fenced } from '../support/client.ts'
import { deskOf } from '../support/desk.ts'
import { PLACED, PLACES, READS, WAVES, worldWith } from '../support/places.ts'
import { expectedLines, linesOf, readAll, walk } from '../support/reading.ts'
import { firstOf, MORE, runs, some } from '../support/runs.ts'
import { sample } from '../support/sample.ts'
import { startWorld } from '../support/world.ts'
import { base, ids, monsters, TOOLS, words, world } from './monsters.ts'

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

const dropUndefined = (input: Json): Json => JSON.parse(JSON.stringify(input))

describe('no half of an answer is larger than max_tokens, and both say the same', () => {
  // Of the last ones, which take longest, other tests try a budget each.
  const LONG = ['analyze_conversations', 'triage_conversations', 'explain_conversations', 'query_conversations']
  const byLength = Object.entries(TOOLS).sort(([a], [b]) => LONG.indexOf(a) - LONG.indexOf(b))
  for (const [when, tools] of firstOf(byLength, byLength.length - LONG.length))
    test.each(tools)('%s', when, async (tool, inputs) => {
      await fc.assert(
        fc.asyncProperty(inputs, async input => {
          const answer = await desk.client.call(tool, dropUndefined(input))
          // A refusal is short, whatever was asked for.
          checkBudget(answer, answer.isError ? 500 : input.max_tokens, JSON.stringify(input).slice(0, 300))
          expect(answer.text).not.toContain('Internal error')
          checkHalves(answer)
        }),
        {
          numRuns: runs(
            ['search_conversations', 'triage_conversations', 'query_conversations'].includes(tool) ? 30 : 80,
          ),
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
  for (const [when, waves] of firstOf(
    [...WAVES, ...some(few, few.length)].map(places => [places.join(', '), places] as const),
  ))
    test.each(waves)('however long the text is: %s', when, (_, places) => checkPlaces(places))
})

describe('answers by default', () => {
  test('cost at most 4,000 tokens in each half', MORE, async () => {
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

import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { deskOf } from '../support/desk.ts'
import { sample, startSample } from '../support/sample.ts'
import { NOW } from '../support/world.ts'

/* Lists that the API cannot make: sorted by something else, or filtered by what only transcripts tell. */

const desk = deskOf(() => startSample())

const list = async (input: Json): Promise<Json> => (await desk.client.call('list_conversations', input)).structured
const WINDOW = { after: '14d' }
const inWindow = sample.conversations.filter(
  ({ metadata }) => metadata.start_time_unix_secs >= NOW - 14 * 86_400 && metadata.start_time_unix_secs < NOW,
)

describe('a list sorted by', () => {
  const VALUES: Record<string, (body: Json) => number | null> = {
    duration: ({ metadata, status }) => (status === 'in-progress' ? null : metadata.call_duration_secs),
    cost: ({ metadata }) => metadata.cost ?? null,
    rating: ({ metadata }) => metadata.feedback?.rating ?? null,
    frustration: ({ analysis }) => analysis?.sentiment_analysis?.overall_frustration_score ?? null,
  }

  test.each(Object.keys(VALUES))('%s has the largest first, and what is not known last', async by => {
    const known = inWindow.map(VALUES[by]!).filter(value => value !== null)
    for (const [direction, sign] of [
      ['desc', -1],
      ['asc', 1],
    ] as const) {
      const answer = await list({
        ...WINDOW,
        sort_by: by,
        sort_direction: direction,
        page_size: 20,
        max_tokens: 20_000,
      })
      const column = answer.columns.indexOf(by)
      const expected = [...known].sort((a, b) => sign * (a - b)).slice(0, 20)
      const shown = answer.rows.map((row: Json) => row[column])
      expect(shown).toEqual([...expected, ...shown.slice(expected.length).map(() => null)])
      expect(shown).toHaveLength(20)
      expect(answer.coverage.counts).toBe(
        `${inWindow.length} calls, sorted by ${by}, ${sign < 0 ? 'largest' : 'smallest'} first, 20 shown. Continue with next_cursor.`,
      )
    }
  })

  test('cost goes on page by page to the end, and shows each call once', async () => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const answer = await list({ ...WINDOW, sort_by: 'cost', page_size: 37, ...(cursor && { cursor }) })
      ids.push(...answer.rows.map((row: Json) => row[0]))
      expect(answer.has_more).toBe(answer.next_cursor !== undefined)
      cursor = answer.next_cursor
    } while (cursor)
    expect(ids.toSorted()).toEqual(inWindow.map(call => call.conversation_id).sort())
  })
})

test('what only transcripts tell is a filter, with the number of calls', async () => {
  const failed = await list({ ...WINDOW, tool_failed: true, page_size: 100, max_tokens: 20_000 })
  expect(failed.coverage.counts).toBe(`${failed.rows.length} calls, newest first.`)
  expect(failed.coverage.read).toContain('local archive')
  const both = await list({
    ...WINDOW,
    tool_failed: true,
    said: ['agent:sorry'],
    fields: ['id', 'cost'],
    page_size: 100,
  })
  const ids = failed.rows.map((row: Json) => row[0])
  expect(both.rows.length).toBeGreaterThan(0)
  expect(both.rows.filter((row: Json) => !ids.includes(row[0]) || typeof row[1] !== 'number')).toEqual([])
})

test('by status the API itself is asked, in its own words', async () => {
  const { rows, coverage } = await list({ status: 'failed', fields: ['status'], page_size: 100 })
  expect(new Set(rows.flat())).toEqual(new Set(['failed']))
  expect(coverage.read).toContain('live API')
  expect((await desk.client.call('list_conversations', { status: 'finished' })).text).toContain('status')
})

test.each(['analyze_conversations', 'triage_conversations', 'explain_conversations', 'search_conversations'])(
  '%s takes these filters, too',
  async tool => {
    const query = tool === 'search_conversations' ? { query: 'order' } : {}
    const input = { ...WINDOW, ...query, where: ['said=user:order', 'interrupted=true', 'status=done'] }
    const { structured, text } = await desk.client.call(tool, input)
    expect(JSON.stringify(structured)).toContain('said = ')
    expect(text).not.toContain('INCOMPLETE')
    const { text: wrong } = await desk.client.call(tool, { ...query, where: ['said=...'] })
    expect(wrong).toContain('no search term')
  },
)

test('words that cannot be looked for are named', async () => {
  const { text } = await desk.client.call('analyze_conversations', { ...WINDOW, where: ['said=order ***'] })
  expect(text).toContain('Not searched')
  const grouped = await desk.client.call('analyze_conversations', { ...WINDOW, group_by: ['said:user:order'] })
  expect(grouped.structured.columns[0]).toBe('said:user:order')
  expect(grouped.structured.rows.map((row: Json) => row[0]).toSorted()).toEqual([false, true])
})

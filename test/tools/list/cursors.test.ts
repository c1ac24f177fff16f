import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { listItem } from '../../../src/demo/list-item.ts'
import { plural } from '../../../src/render/text.ts'
import { connect, stable } from '../../support/client.ts'
import { asking } from '../../support/desk.ts'
import { fewAndMany } from '../../support/few-and-many.ts'
import { walk } from '../../support/reading.ts'
import { ALL_RUNS, runs } from '../../support/runs.ts'
import { sample } from '../../support/sample.ts'
import { smallWorld } from '../../support/small-world.ts'
import { NOW, startWorld } from '../../support/world.ts'
import { agentIds, type Case, DAY, HOUR, idsOf, selected, small, start, walkIds } from './bodies.ts'

const { few, many } = fewAndMany({ many: () => startWorld(sample) })
const { ask: list, refusal } = asking('list_conversations', few)

describe('cursors', () => {
  test('every walk gives each call exactly once, in order', async () => {
    const filters: Case[] = [
      [{}, () => true],
      [{ agent_id: 'Alpenlumen' }, call => call.agent_id === agentIds('Alpenlumen')],
      [{ after: '30d' }, call => start(call) >= NOW - 30 * DAY],
      [
        { text_only: false, call_successful: 'failure' },
        call => !call.metadata.text_only && call.analysis?.call_successful === 'failure',
      ],
      [
        { before: 'yesterday', exclude_statuses: ['failed'] },
        call => start(call) < Date.UTC(2026, 10, 22) / 1000 && call.status !== 'failed',
      ],
    ]
    const walks = fc.record({
      filter: fc.constantFrom(...filters),
      page_size: fc.integer({ min: ALL_RUNS ? 1 : 40, max: 100 }),
      max_tokens: fc.integer({ min: ALL_RUNS ? 500 : 1500, max: 3000 }),
      sort_direction: fc.constantFrom('asc', 'desc'),
      fields: fc.constantFrom(undefined, ['id'], ['id', 'summary'], ['agent', 'id', 'tags', 'evaluation']),
    })
    await fc.assert(
      fc.asyncProperty(walks, async ({ filter: [input, keep], fields, ...rest }) => {
        // One-row pages of all calls would only be slow.
        fc.pre(rest.page_size > 4 || Object.keys(input).length > 1)
        const found = await walkIds({ ...input, ...rest, ...(fields && { fields }) }, many.client)
        const wanted = selected(sample.conversations, keep)
        expect(found).toEqual(rest.sort_direction === 'desc' ? wanted : wanted.reverse())
      }),
      { numRuns: runs(10) },
    )
  })

  test('the count of what did not fit is right', async () => {
    const answer = await list({ page_size: 100, max_tokens: 500 }, many.client)
    const shown = idsOf(answer).length
    expect(answer.structured.coverage.counts).toBe(
      `${shown} calls, newest first. ${100 - shown} calls of this page did not fit into max_tokens 500. Continue with next_cursor.`,
    )
    const rest = await list({ page_size: 100, cursor: answer.structured.next_cursor }, many.client)
    expect(idsOf(rest)).toEqual(selected(sample.conversations, () => true).slice(shown, 100))
  })

  test('other arguments refuse it; what only changes the look does not', async () => {
    const { structured } = await list({ page_size: 3, after: '2026-10' })
    const cursor = structured.next_cursor
    const again = { page_size: 3, after: '2026-10', cursor }
    const other = await refusal({ ...again, agent_id: 'Support' })
    expect(other).toMatchInlineSnapshot(
      `"This cursor belongs to a request with other arguments, or was truncated. Repeat the arguments of the request that returned it (max_tokens may differ), or omit cursor to start over."`,
    )
    for (const change of [
      { after: '2026-09' },
      { page_size: 4 },
      { sort_direction: 'asc' },
      { timezone: 'Asia/Tokyo' },
    ]) {
      expect(await refusal({ ...again, ...change })).toBe(other)
    }
    for (const change of [{}, { max_tokens: 700 }, { fields: ['id', 'ending'] }]) {
      expect(idsOf(await list({ ...again, ...change }))).toEqual(idsOf(await list(again)))
    }
  })

  test('columns that make the request ask for more refuse it, too, since the API binds its cursor to all of it', async () => {
    const cursor = (await list({ page_size: 3 })).structured.next_cursor
    for (const change of [{ fields: ['id', 'title'] }, { summary_mode: 'include' }, { fields: ['id', 'evaluation'] }]) {
      expect(await refusal({ page_size: 3, cursor, ...change })).toContain('belongs to a request with other arguments')
    }
  })

  test('what is not a cursor of ours is refused', async () => {
    const cursor = (await list({ page_size: 3 })).structured.next_cursor as string
    const apiCursor = cursor.slice(cursor.lastIndexOf('~') + 1)
    const inputs = [
      apiCursor,
      cursor.slice(1),
      cursor.slice(0, 12),
      cursor.replaceAll('~', '-'),
      '0',
      'next',
      '~~~~',
      '🙂',
    ]
    const messages = await Promise.all(inputs.map(each => refusal({ page_size: 3, cursor: each })))
    expect([...new Set(messages)].join('\n')).toMatchInlineSnapshot(
      `"Invalid cursor. Pass next_cursor from a previous answer unchanged, or omit cursor."`,
    )
    // Ours in front, but what the API gave is damaged.
    expect(stable(await refusal({ page_size: 3, cursor: cursor.slice(0, -4) }))).toMatchInlineSnapshot(
      `"The cursor has expired or belongs to another selection; start over without a cursor. (request id REQ)"`,
    )
  })

  test('a rolling period keeps its window while the clock moves on', async () => {
    const { config } = many.world.app
    try {
      const wanted = selected(sample.conversations, call => start(call) >= NOW - 7 * DAY)
      const input = { after: '7d', page_size: 20 }
      const answers = await walk(many.client, 'list_conversations', input, () => {
        config.now = config.now! + 9 * HOUR
      })
      expect(answers.flatMap(idsOf)).toEqual(wanted)
      const windows = answers.map(({ structured }) => structured.coverage.window)
      expect(new Set(windows)).toEqual(new Set(['from 2026-11-15 12:00, UTC']))
    } finally {
      config.now = NOW
    }
  })

  test('calls that arrive during the walk take nothing away', async () => {
    const server = await startWorld(smallWorld())
    const client = await connect(server.app)
    const before = selected(small.conversations, () => true)
    let arrived = 0
    const found = await walkIds({ page_size: 4 }, client, () => {
      arrived += 1
      const newest = {
        ...small.conversations[0],
        conversation_id: `conv_new_${arrived}`,
        metadata: { ...small.conversations[0]!.metadata, start_time_unix_secs: NOW + arrived },
      }
      server.api.world.conversations.push(newest)
    })
    expect(found).toEqual(before)
    await client.close()
    await server.close()
  })
})

describe('has_more', () => {
  test('without a cursor says that nothing more can be reached', async () => {
    few.world.api.faults.always(/conversations$/, { damage: 'null-cursor' })
    const { structured } = await list({ page_size: 5 })
    expect(structured.has_more).toBe(true)
    expect(structured).not.toHaveProperty('next_cursor')
    expect(structured.coverage.counts).toMatchInlineSnapshot(
      `"5 calls, newest first. More match, but the API returned no cursor for them; narrow the filters."`,
    )
  })

  test('an empty page in between does not end it', async () => {
    few.world.api.faults.next(1, { damage: 'empty-page' })
    const first = await list({ page_size: 5 })
    expect(idsOf(first)).toEqual([])
    expect(stable(first.text)).toMatchInlineSnapshot(`
      "0 calls, newest first. The API returned an empty page but reports more matches. Continue with next_cursor.
      Window: all times. Filters: none. Source: the live API, read at 2026-11-22 12:00; times in UTC.
      next_cursor: CURSOR"
    `)
    const cursor = first.structured.next_cursor
    expect(idsOf(await list({ page_size: 5, cursor }))).toEqual(selected(small.conversations, () => true).slice(0, 5))
  })

  test('repeated calls lose none', async () => {
    few.world.api.faults.always(/conversations$/, { damage: 'duplicates' })
    const found = await walkIds({ page_size: 5 }, few.client)
    expect([...new Set(found)]).toEqual(selected(small.conversations, () => true))
  })

  test('rows that one page repeats are shown once, and counted', async () => {
    const [first, second] = small.conversations.slice(0, 2).map(call => listItem(call, { summaries: false }))
    const body = { conversations: [first, second, first, second, first], has_more: false, next_cursor: null }
    few.world.api.faults.always(/conversations$/, { status: 200, body })
    const found = await list({ page_size: 5 })
    expect(idsOf(found)).toEqual([first!.conversation_id, second!.conversation_id])
    expect(found.structured.coverage.notes).toEqual(['The API returned 3 rows twice; each call is shown once.'])
  })

  test('a cursor that leads back to its own page is not handed on', async () => {
    few.world.api.faults.always(/conversations$/, { damage: 'repeated-cursor' })
    const first = await list({ page_size: 5 })
    const second = await list({ page_size: 5, cursor: first.structured.next_cursor })
    expect(second.structured.next_cursor).toBeUndefined()
    expect(second.structured.coverage.counts).toBe(
      `${plural(second.structured.rows.length, 'call')}, newest first. More match, but the API's cursor leads back to this page; narrow the filters.`,
    )
  })
})

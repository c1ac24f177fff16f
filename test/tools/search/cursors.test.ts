import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stable } from '../../support/client.ts'
import { runs } from '../../support/runs.ts'
import { NOW } from '../../support/world.ts'
import { apiHits, DAY, foundIn, fuzzyDesks, idsOf, sample } from './found.ts'

const { many, search, refusal, walkMany } = fuzzyDesks()

describe('cursors', () => {
  test('every walk gives each hit of the API exactly once', async () => {
    const walks = fc.record({
      query: fc.constantFrom('refund', 'order number', 'gateway', 'Termin'),
      mode: fc.constantFrom('fuzzy', 'semantic'),
      page_size: fc.integer({ min: 5, max: 50 }),
      max_tokens: fc.integer({ min: 1500, max: 20_000 }),
      neighbours: fc.integer({ min: 0, max: 2 }),
    })
    await fc.assert(
      fc.asyncProperty(walks, async ({ query, ...rest }) => {
        const kind = rest.mode === 'fuzzy' ? 'text-search' : 'smart-search'
        const wanted = await apiHits(many.world, kind, { text_query: query, agent_id: agentOfOrders })
        const answers = await walkMany({ query, agent_id: agentOfOrders, ...rest })
        expect(answers.flatMap(foundIn).sort()).toEqual(
          wanted.map(hit => `${hit.conversation_id} ${hit.transcript_index}`).sort(),
        )
      }),
      { numRuns: runs(8) },
    )
  })
  const agentOfOrders = sample.agents.find(agent => agent.name.includes('Fennick'))!.agent_id

  test('so it does where the budget is smaller than a hit with its neighbours', async () => {
    const input = { query: 'refund', page_size: 50, max_tokens: 500, neighbours: 5 }
    const wanted = await apiHits(many.world, 'text-search', { text_query: 'refund' })
    const answers = await walkMany(input)
    expect(answers.length).toBeGreaterThan(1)
    expect(answers.flatMap(foundIn).sort()).toEqual(
      wanted.map(hit => `${hit.conversation_id} ${hit.transcript_index}`).sort(),
    )
  })

  test('best hits come first, as the API orders them', async () => {
    const wanted = await apiHits(many.world, 'text-search', { text_query: 'refund order' })
    const first = [...new Set(wanted.slice(0, 20).map(hit => hit.conversation_id))]
    expect(idsOf(await search({ query: 'refund order', max_tokens: 20_000 }, many.client))).toEqual(first)
  })

  test('other arguments refuse it; what only changes the look does not', async () => {
    const cursor = (await search({ query: 'refund', page_size: 2 })).structured.next_cursor
    const again = { query: 'refund', page_size: 2, cursor }
    const other = await refusal({ ...again, query: 'refunds' })
    for (const change of [
      { mode: 'semantic' },
      { page_size: 3 },
      { agent_id: 'Billing' },
      { where: ['rating_min=1'] },
    ]) {
      expect(await refusal({ ...again, ...change })).toBe(other)
    }
    for (const change of [{}, { max_tokens: 900 }, { neighbours: 0 }]) {
      expect(foundIn(await search({ ...again, ...change }))).toEqual(foundIn(await search(again)))
    }
    expect(
      stable(
        [
          other,
          await refusal({ ...again, cursor: 'x' }),
          await refusal({ ...again, cursor: cursor.slice(0, -4) }),
        ].join('\n'),
      ),
    ).toMatchInlineSnapshot(`
      "This cursor belongs to a request with other arguments, or was truncated. Repeat the arguments of the request that returned it (max_tokens may differ), or omit cursor to start over.
      Invalid cursor. Pass next_cursor from a previous answer unchanged, or omit cursor.
      The cursor has expired or belongs to another selection; start over without a cursor. (request id REQ)"
    `)
  })

  test('a rolling period keeps its window while the clock moves on', async () => {
    const { config } = many.world.app
    try {
      const input = { query: 'order', after: '7d', page_size: 10, max_tokens: 20_000, neighbours: 0 }
      const first = await search(input, many.client)
      config.now = NOW + 5 * DAY
      const second = await search({ ...input, cursor: first.structured.next_cursor }, many.client)
      expect(second.structured.coverage.window).toBe(first.structured.coverage.window)
    } finally {
      config.now = NOW
    }
  })
})

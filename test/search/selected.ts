import { describe, expect, test } from 'vitest'
import type { WordSearch } from '../../src/search/search-words.ts'
import type { Json } from './filled.ts'
import { naiveSearch } from './naive.ts'
import { bodies, docs, expectSame, type Result, search, words } from './searched.ts'

/** Of which calls, in which order, and how much of it. */
export function selectedCalls(): void {
  describe('filters and windows', () => {
    const starts = bodies.map(body => body.metadata.start_time_unix_secs as number).sort((a, b) => a - b)
    const [from, to] = [0.2, 0.6].map(share => starts[Math.floor(share * starts.length)]!) as [number, number]
    const window = { afterUnix: from, beforeUnix: to, zone: 'UTC' }
    const agentId: string = bodies[5]!.agent_id
    const isInWindow = ({ metadata: { start_time_unix_secs: start } }: Json): boolean => start >= from && start < to

    test.each<[string, Partial<WordSearch>, (body: Json) => boolean]>([
      ['window', { window }, isInWindow],
      ['agent', { filter: { agent_id: agentId } }, body => body.agent_id === agentId],
      ['outcome', { filter: { call_successful: 'failure' } }, body => body.analysis?.call_successful === 'failure'],
      [
        'all of them',
        { window, filter: { agent_id: agentId, call_successful: 'success' } },
        body => isInWindow(body) && body.agent_id === agentId && body.analysis?.call_successful === 'success',
      ],
      ['language', { filter: { main_languages: ['de', 'fr'] } }, body => /^(de|fr)$/.test(body.metadata.main_language)],
    ])('%s', async (_, selection, isSelected) => {
      const among = docs.filter(({ body }) => isSelected(body))
      for (const query of ['order', 'thank you', 'the', 'refund order', 'moment please', 'francs', 'zephyr']) {
        await expectSame(query, words(query), selection, among)
      }
    })

    test('nothing among the selected calls: what there is elsewhere', async () => {
      const { nothing } = await search('thank you', { filter: { agent_id: 'agent_of_nobody' } })
      expect(nothing!.elsewhere.conversations).toBe(naiveSearch(docs, words('thank you')).size)
      expect(nothing!.elsewhere.conversations).toBeGreaterThan(0)
      expect(nothing!.words.map(({ text }) => text)).toEqual(['thank', 'you'])
    })
  })

  describe('order and pages', () => {
    const startOf = new Map(bodies.map(body => [body.conversation_id, body.metadata.start_time_unix_secs]))

    test.each(['best', 'newest', 'oldest'] as const)('pages of the %s make the whole', async order => {
      const whole = (await search('order', { order })).hits
      expect(whole.length).toBeGreaterThan(28)
      const pages = await Promise.all([0, 7, 14, 21].map(offset => search('order', { order, limit: 7, offset })))
      expect(pages.flatMap(({ hits }) => hits)).toEqual(whole.slice(0, 28))
    })

    test.each([
      ['newest', -1],
      ['oldest', 1],
    ] as const)('%s first', async (order, sign) => {
      const found = await search('order', { order })
      const starts = found.hits.map(hit => startOf.get(hit.conversationId)!)
      expect([found.order, starts]).toEqual([order, [...starts].sort((a, b) => sign * (a - b))])
    })

    test('best first: whose title says it, then who says it in few words', async () => {
      const { hits } = await search('refund')
      const scores = hits.map(({ score }) => score!)
      expect(scores).toEqual([...scores].sort((a, b) => b - a))
      const inTitle = (hit: Result['hits'][number]): boolean =>
        /refund/i.test(
          bodies.find(body => body.conversation_id === hit.conversationId)!.analysis?.call_summary_title ?? '',
        )
      const last = hits.findLastIndex(inTitle)
      const first = hits.findIndex(hit => !hit.inHeadline)
      expect(hits.some(inTitle)).toBe(true)
      expect(first === -1 || last < first).toBe(true)
    })
  })
}

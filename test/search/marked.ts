import { describe, expect, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { SPECIAL } from '../../src/demo/data/index.ts'
import { matchTurns } from '../../src/search/marks.ts'
import { some } from '../support/runs.ts'
import { archive, asMap, bodies, search } from './searched.ts'

export function markedWords(): void {
  describe('marks', () => {
    // A quarter of them, all foreign languages, and the long one.
    const calls = bodies
      .filter(
        (body, at) => at % 4 === 0 || body.conversation_id === SPECIAL.long || body.metadata.main_language !== 'en',
      )
      .map(body => toConversation(body, body.conversation_id))
    const ids = new Set(calls.map(({ id }) => id))

    const QUERIES = [
      ['refund', undefined],
      ['thank you', undefined],
      ['"thank you"', 'agent'],
      ['order -status', 'user'],
      ['parc*', undefined],
      ['lookup_order', 'tool'],
      ['日本語', undefined],
      ['mensualites', 'user'],
      ['deliver* -"on its way"', undefined],
      ["I'm", undefined],
      ['QM43808814F', undefined],
      ['the', 'agent'],
      ['"status delivered"', 'tool'],
      ['2 5', undefined],
    ] as const
    test.each(some(QUERIES, 2))('%s in the same turns as the index', async (query, role) => {
      const found = asMap(await search(query, { ...(role ? { role } : {}) }))
      const marked = calls.flatMap(call => {
        const turns = matchTurns(call, parseQuery(query), role).filter(({ complete }) => complete)
        for (const { marks } of turns) expect(marks.length).toBeGreaterThan(0)
        return turns.length > 0 ? [[call.id, turns.map(({ index }) => index)] as const] : []
      })
      const inTurns = [...found]
        .filter(([id]) => ids.has(id))
        .map(([id, turns]) => [id, turns.filter(turn => turn >= 0)] as const)
      expect(marked.sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(inTurns.filter(([, turns]) => turns.length > 0))
    })

    test('stand on the words', async () => {
      const forms = new Set<string>()
      for (const { conversationId } of (await search('refund')).hits) {
        const call = (await archive.conversation(conversationId))!
        for (const { index, marks } of matchTurns(call, parseQuery('refund'))) {
          for (const { field, start, end } of marks) {
            if (field === 'message') forms.add(call.turns[index]!.message.slice(start, end).toLowerCase())
          }
        }
      }
      expect([...forms].sort()).toEqual(['refund', 'refunded'])
    })
  })
}

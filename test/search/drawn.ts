import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/domain/statistics.ts'
import { MORE, many } from '../support/runs.ts'
import type { Json } from './filled.ts'
import { quoted, said } from './naive.ts'
import { bodies, expectSame } from './searched.ts'

export function drawnWords(): void {
  describe('words drawn from the calls', () => {
    const random = seededRandom('words')
    const any = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
    const spoken = bodies.flatMap(body => body.transcript.flatMap((turn: Json) => turn.message ?? []))
    const plainWords = (text: string): string[] => text.match(/(?<![^\s(])[\p{L}\p{N}']{2,}(?![^\s.,?!)])/gu) ?? []

    test('one to three of them, anywhere or of one role', async () => {
      for (let round = 0; round < many(15, 60); round++) {
        const chosen = plainWords(any(spoken))
        if (chosen.length === 0) continue
        const typed = Array.from({ length: 1 + Math.floor(random() * 3) }, () => any(chosen))
        const role = any([undefined, undefined, 'user', 'agent', 'tool'] as const)
        await expectSame(typed.join(' '), { all: typed.map(said), ...(role ? { role } : {}) })
      }
    })

    test('as a phrase', async () => {
      for (let round = 0; round < many(8, 30); round++) {
        const text = any(spoken).replaceAll('"', '')
        const from = Math.floor(random() * text.length)
        const part = text.slice(from, from + 5 + Math.floor(random() * 30)).replace(/^\S*\s|\s\S*$/g, '')
        if (plainWords(part).length === 0) continue
        await expectSame(`="${part}"`, { all: [quoted(part)] })
      }
    })

    test('in different turns of a call', MORE, async () => {
      let inCalls = 0
      for (let round = 0; round < 40; round++) {
        const long = any(bodies).transcript.map((turn: Json) =>
          plainWords(turn.message ?? '').filter(word => word.length > 6),
        )
        const turns = long.filter((words: string[]) => words.length > 0)
        if (turns.length < 2) continue
        const typed = [any<string[]>(turns), any<string[]>(turns)].map(any)
        if ((await expectSame(typed.join(' '), { all: typed.map(said) })).within === 'call') inCalls++
      }
      expect(inCalls).toBeGreaterThan(3)
    })
  })
}

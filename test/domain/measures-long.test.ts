// @module-tag more
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REPEATED_MIN_WORDS, REPEATED_SIMILARITY } from '../../src/domain/measures/repetition.ts'
import { tokensOf, wordsOf } from '../../src/domain/measures/words.ts'
import { measuresOf, talkNow, talkOf } from '../../src/domain/measures.ts'
import { tokenSimilarity } from '../../src/domain/statistics.ts'
import { many, runs } from '../support/runs.ts'
import { agent, call, user } from './measures-calls.ts'

/* A caller decides how long a call is: sizes here would take hours where the work grows with their square. */

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

describe('repetition', () => {
  /** Every turn with every earlier one of its side. */
  function byComparing(texts: readonly string[]): [number, number][] {
    const tokens = texts.map(tokensOf)
    return tokens.flatMap((mine, at): [number, number][] => {
      const isLike = (other: string[]) => tokenSimilarity(mine, other) >= REPEATED_SIMILARITY
      const first = tokens.findIndex((other, before) => before < at && before % 2 === at % 2 && isLike(other))
      return mine.length < REPEATED_MIN_WORDS || first < 0 || tokens[first]!.length < REPEATED_MIN_WORDS
        ? []
        : [[at, first]]
    })
  }

  it('is what comparing every turn with every earlier one finds', () => {
    const text = fc
      .array(fc.constantFrom(...'no yes my order is late again please now'.split(' ')), { minLength: 4, maxLength: 11 })
      .map(words => words.join(' '))
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), texts => {
        const { turns } = call(texts.map((text, at) => (at % 2 ? user(text) : agent(text))))
        expect([...talkNow({ turns }).repeated]).toEqual(byComparing(texts))
      }),
      { numRuns: runs(600) },
    )
  })

  it('is found in a call of 12,000 turns, however alike they are', () => {
    const different = call(times(12_000, at => user(`order a${at} costs b${at} and c${at} or d${at} please`)))
    expect(measuresOf(different)).toMatchObject({ userTurns: 12_000, repeatedUserTurns: 0 })
    const alike = call(times(12_000, at => user(`please tell me where my order is ${at % 2}`)))
    expect(measuresOf(alike).repeatedUserTurns).toBe(11_998)
  })
})

describe('words', () => {
  const whole = (text: string) =>
    [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)].filter(({ isWordLike }) => isWordLike).length

  it.each([
    '我想改签明天上午从北京到上海的航班可以吗',
    'สวัสดีครับผมต้องการเปลี่ยนเที่ยวบินของผม',
    'もしもし、荷物がまだ届かないんですが。',
  ])('of a long text without blanks are those of the whole text: %s', text => {
    const long = text.repeat(300)
    expect(wordsOf(long)).toHaveLength(whole(long))
  })

  it('are counted in a turn of hundreds of thousands of characters without blanks', () => {
    const text = 'สวัสดีครับผม'.repeat(many(30_000, 100_000))
    expect(measuresOf(call([user(text)])).userWords).toBeGreaterThan(many(60_000, 200_000))
    expect(wordsOf('ab'.repeat(500_000))).toHaveLength(1)
  })
})

it('a long call is measured in pieces, an ordinary one in one', () => {
  const pieces = (turns: Parameters<typeof call>[0]) => [...talkOf(call(turns))].length
  expect(pieces(times(100, at => user(`This is what I said in turn ${at} of the call.`)))).toBe(0)
  expect(pieces(times(20_000, at => user(`This is what I said in turn ${at} of the call.`)))).toBeGreaterThan(20)
  expect(pieces([user('refund '.repeat(50_000))])).toBeGreaterThan(10)
})

it('the reason of an ending is read at its beginning', () => {
  const ending = (text: string) => measuresOf({ ...call([user('Hello there')]), ending: text }).endingGroup
  expect(ending(`Client disconnected: ${'transfer exceeded '.repeat(100_000)}`)).toBe('transfer')
  expect(ending(`Client disconnected: ${' '.repeat(1000)} quota`)).toBe('caller ended')
})

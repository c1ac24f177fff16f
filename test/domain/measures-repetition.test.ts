import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measuresOf, turnMeasuresOf } from '../../src/domain/measures.ts'
import { areSimilar, tokenSimilarity } from '../../src/domain/statistics.ts'
import { runs } from '../support/runs.ts'
import { agent, call, user } from './measures-calls.ts'

const repeated = (...turns: Parameters<typeof call>[0]) =>
  turnMeasuresOf(call(turns)).flatMap(turn => (turn.repeated ? turn.index : []))

describe('repetition', () => {
  it('is an earlier turn of the same side said again', () => {
    const turns = [
      user('I want to return a lamp.'),
      agent('I want to return a lamp.'),
      user('Well.'),
      user('I want to return a LAMP!'),
    ]
    expect(repeated(...turns)).toEqual([3])
    expect(measuresOf(call(turns))).toMatchObject({ repeatedUserTurns: 1, repeatedAgentTurns: 0 })
  })

  it('needs four words', () => {
    expect(repeated(user('Yes, please do.'), user('Yes, please do.'))).toEqual([])
    expect(repeated(user('Yes, please do it.'), user('Yes, please do it.'))).toEqual([1])
    expect(repeated(user('注文した荷物がまだ届きません'), user('注文した荷物がまだ届きません'))).toEqual([1])
  })

  it('begins at four fifths of the words', () => {
    // 8 shared of 10, 7 shared of 10.
    const said = user('a b c d e f g h i')
    expect(repeated(said, user('a b c d e f g h x'))).toEqual([1])
    expect(repeated(said, user('a b c d e f g x y'))).toEqual([])
    expect(repeated(user('no no no no yes'), user('no yes'), user('yes no no no no'))).toEqual([2])
    expect(repeated(user('no no no no yes'), user('no yes no yes'))).toEqual([])
  })

  it('counts every time but the first', () => {
    expect(repeated(agent('How can I help?'), agent('How can I help?'), agent('How can I help?'))).toEqual([1, 2])
  })

  it('compares what was said of an interrupted turn, without directions to the voice', () => {
    const cut = agent('[calm] Your order will...', { interrupted: true, planned: 'Your order will arrive on Monday.' })
    expect(repeated(cut, agent('Your order will arrive on Monday.'))).toEqual([])
    expect(repeated(agent('[calm] Your order is here.'), agent('[cheerful] Your order is here.'))).toEqual([1])
  })
})

describe('similarity', () => {
  const bag = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 })
  const byCounting = (a: string[], b: string[]) => {
    const count = (list: string[], token: string) => list.filter(one => one === token).length
    let shared = 0
    let all = 0
    for (const token of new Set([...a, ...b])) {
      shared += Math.min(count(a, token), count(b, token))
      all += Math.max(count(a, token), count(b, token))
    }
    return all === 0 ? 0 : shared / all
  }

  it('is that of the counts, the same both ways, and 1 only for the same words', () => {
    fc.assert(
      fc.property(bag, bag, (a, b) => {
        const similarity = tokenSimilarity(a, b)
        expect(similarity).toBe(byCounting(a, b))
        expect(tokenSimilarity(b, a)).toBe(similarity)
        expect(similarity === 1).toBe(a.length > 0 && [...a].sort().join() === [...b].sort().join())
      }),
    )
  })

  it('reaches a threshold exactly where its value does', () => {
    const set = fc.uniqueArray(fc.nat(30), { maxLength: 25 }).map(list => list.sort((a, b) => a - b))
    fc.assert(
      fc.property(set, set, fc.constantFrom(0.1, 0.5, 0.8, 1), (a, b, threshold) => {
        const similarity = tokenSimilarity(a.map(String), b.map(String))
        expect(areSimilar(a, b, threshold)).toBe(similarity >= threshold)
      }),
      { numRuns: runs(2000) },
    )
  })
})

import { areSimilar } from '../statistics/similarity.ts'
import type { Speech } from './speech.ts'
import { tokensOf } from './words.ts'

export const REPEATED_SIMILARITY = 0.8
export const REPEATED_MIN_WORDS = 4

/**
 * Numbers of the turns that say again what an earlier turn of the same side of the call said: at least 4 words, and a
 * similarity of bags of words (`tokenSimilarity`) of at least 0.8 with any one of them. Of an interrupted turn, what was
 * said counts. Greetings and confirmations of fewer words are never repetitions.
 */
export function repeatedTurns(speeches: readonly Speech[]): Set<number> {
  const numbers = new Map<string, number>()
  const earlier: Record<Speech['speaker'], Int32Array[]> = { user: [], agent: [] }
  const repeated = new Set<number>()
  for (const { speaker, turn, text } of speeches) {
    const tokens = tokensOf(text)
    if (tokens.length < REPEATED_MIN_WORDS) continue
    const bag = bagOf(tokens, numbers)
    if (earlier[speaker].some(other => areSimilar(bag, other, REPEATED_SIMILARITY))) repeated.add(turn.index)
    earlier[speaker].push(bag)
  }
  return repeated
}

/**
 * A number for each token and occurrence ("no, no" has two), in order: two bags then compare in one walk. Newer tokens
 * have smaller numbers, since they are rarer: bags that differ then do so at once.
 */
function bagOf(tokens: readonly string[], numbers: Map<string, number>): Int32Array {
  const seen = new Map<string, number>()
  const bag = Int32Array.from(tokens, token => {
    const occurrence = seen.get(token) ?? 0
    seen.set(token, occurrence + 1)
    const key = `${token} ${occurrence}`
    const number = numbers.get(key) ?? -numbers.size
    numbers.set(key, number)
    return number
  })
  return bag.sort()
}

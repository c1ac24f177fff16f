import type { Pieces } from '../../pieces.ts'
import { areSimilar } from '../statistics/similarity.ts'
import { COMPARED_TURNS } from './limits.ts'
import type { Speech } from './speech.ts'
import { tokensOf } from './words.ts'

export const REPEATED_SIMILARITY = 0.8
export const REPEATED_MIN_WORDS = 4

/** What is compared of a turn, in characters: some 2,000 words, which take a quarter of an hour to say. */
const COMPARED_LENGTH = 10_000

/** Characters of a call whose turns are compared: some 200,000 words, a day of speech. */
const COMPARED_IN_ALL = 1_000_000

/** Characters of turns, and steps of comparisons, between two pauses. */
const PIECE = 50_000

/** One text, and the number of the first turn that said it. */
interface Said {
  bag: readonly number[]
  turn: number
}

/**
 * Numbers of the turns that say again what an earlier turn of the same side of the call said, each with that of the
 * first such turn: at least 4 words, and a similarity of bags of words (`tokenSimilarity`) of at least 0.8 with any one
 * of them. Of an interrupted turn, what was said counts. Greetings and confirmations of fewer words are never
 * repetitions. So that a call's length does not decide how long this takes, a turn is compared with the same words,
 * however long ago, and with the 1,000 latest different turns of its side, by its first 10,000 characters;
 * what a call says after a million characters is not compared.
 */
export function* repeatedTurns(speeches: readonly Speech[]): Pieces<Map<number, number>> {
  const numbers = new Map<string, number>()
  const earlier: Record<Speech['speaker'], Earlier> = { user: new Earlier(), agent: new Earlier() }
  const repeated = new Map<number, number>()
  let length = 0
  let until = PIECE
  for (const { speaker, turn, text } of speeches) {
    const tokens = tokensOf(text.slice(0, COMPARED_LENGTH))
    if (tokens.length < REPEATED_MIN_WORDS) continue
    const first = earlier[speaker].like({ bag: bagOf(tokens, numbers), turn: turn.index })
    if (first !== undefined) repeated.set(turn.index, first)
    length += Math.min(text.length, COMPARED_LENGTH)
    const work = length + earlier.user.work + earlier.agent.work
    if (length > COMPARED_IN_ALL) break
    if (work < until) continue
    until = work + PIECE
    yield
  }
  return repeated
}

/** What one side has said so far. */
class Earlier {
  readonly #same = new Map<string, number>()
  /** Different texts, in order. */
  readonly #different: Said[] = []
  /** By number of a token: the places of the texts that have it among their rarest. */
  readonly #byToken = new Map<number, number[]>()
  /** Steps taken so far. */
  work = 0

  /** The first turn that is like it, if any is; it is remembered. */
  like(said: Said): number | undefined {
    const words = said.bag.join()
    const same = this.#same.get(words)
    const first = this.#firstLike(said.bag) ?? same
    if (same === undefined) this.#remember(said, words)
    return first === undefined ? undefined : this.#different[first]!.turn
  }

  #firstLike(bag: readonly number[]): number | undefined {
    const oldest = this.#different.length - COMPARED_TURNS
    const asked = new Set<number>()
    let first: number | undefined
    for (const token of rarestOf(bag)) {
      const places = this.#byToken.get(token)
      while (places && places[0]! < oldest) places.shift()
      for (const place of places ?? []) {
        if (first !== undefined && place >= first) break
        this.work++
        if (asked.has(place)) continue
        asked.add(place)
        this.work += bag.length
        if (areSimilar(bag, this.#different[place]!.bag, REPEATED_SIMILARITY)) first = place
      }
    }
    return first
  }

  #remember(said: Said, words: string): void {
    const place = this.#different.push(said) - 1
    this.#same.set(words, place)
    for (const token of rarestOf(said.bag)) {
      const places = this.#byToken.get(token)
      if (places) places.push(place)
      else this.#byToken.set(token, [place])
    }
  }
}

/**
 * Two bags that are similar enough have one of these in common: more of each than the others may be missing (Chaudhuri
 * et al. 2006, prefix filter). So most texts are never compared.
 */
const rarestOf = (bag: readonly number[]): readonly number[] =>
  bag.slice(0, bag.length - Math.ceil(REPEATED_SIMILARITY * bag.length - 1e-9) + 1)

/** Sorts quickest; one for each turn would be memory of its own. */
let sorting = new Int32Array(1_000)

/**
 * A number for each token and occurrence ("no, no" has two), in order: two bags then compare in one walk. Newer tokens
 * have smaller numbers, since they are rarer: bags that differ then do so at once.
 */
function bagOf(tokens: readonly string[], numbers: Map<string, number>): number[] {
  const { length } = tokens
  if (length > sorting.length) sorting = new Int32Array(length)
  const seen = new Map<number, number>()
  // Spelled out: no measure takes as long as this one.
  for (let at = 0; at < length; at++) {
    const token = tokens[at]!
    const plain = numberOf(token, numbers)
    const earlier = seen.get(plain) ?? 0
    seen.set(plain, earlier + 1)
    sorting[at] = earlier === 0 ? plain : numberOf(`${token} ${earlier}`, numbers)
  }
  sorting.subarray(0, length).sort()
  const bag: number[] = []
  for (let at = 0; at < length; at++) bag.push(sorting[at]!)
  return bag
}

function numberOf(key: string, numbers: Map<string, number>): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  const made = -numbers.size
  numbers.set(key, made)
  return made
}

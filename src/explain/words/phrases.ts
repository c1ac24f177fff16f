import type { Turn } from '../../domain/conversation.ts'
import type { Pieces } from '../../pieces.ts'
import { analyse, type Token } from '../../words/analyse.ts'
import { withoutVoiceTags } from '../../words/voice-tags.ts'
import type { Side } from '../read/read-groups.ts'

/** Of a turn that goes on for longer nobody needs more to know what it is about. */
const MOST_CHARACTERS = 4000
/** Stands between the two stems of a pair. */
export const BETWEEN = ' '

/** A word or two that were said one after the other, by their stems. */
export interface Phrase {
  /** As it was written first, in small letters. */
  form: string
  /** How often the first and the second group said it. */
  first: number
  second: number
  /** Calls in which it was said, ascending. */
  calls: number[]
  /** 1 or 2. */
  length: 1 | 2
}

/** A turn, of each word three numbers: its stem and how it stands there, where it starts, and where it ends. */
interface Said {
  call: number
  side: Side
  message: string
  words: Int32Array
}
const [NUMBERS, WHOLE, JOINED] = [3, 1, 2]

/** What one side of the line, callers or agents, said in both groups. */
export class Phrases {
  /** By stem. */
  readonly #numbers = new Map<string, number>()
  readonly #turns: Said[] = []
  /** Words, and pairs of words, that each group said. */
  readonly said: Record<1 | 2, [number, number]> = { 1: [0, 0], 2: [0, 0] }

  /** @param call its number, larger than those of the same group before */
  add(call: number, side: Side, turns: readonly Turn[]): void {
    for (const { message } of turns) {
      const words: number[] = []
      eachWord(message, ({ stem, start, end }, isWhole, joined) => {
        if (isWhole) this.said[1][side]++
        if (joined) this.said[2][side]++
        words.push(4 * this.#numberOf(stem) + (isWhole ? WHOLE : 0) + (joined ? JOINED : 0), start, end)
      })
      this.#turns.push({ call, side, message, words: Int32Array.from(words) })
    }
  }

  #numberOf(stem: string): number {
    const known = this.#numbers.get(stem)
    if (known !== undefined) return known
    this.#numbers.set(stem, this.#numbers.size)
    return this.#numbers.size - 1
  }

  /** By their stems, those that were said in so many calls: fewer than `BASE`. */
  *commonIn(calls: number): Pieces<Map<string, Phrase>> {
    // Most pairs are said once, and there are very many of them: each is only counted, then the few are looked at.
    const counts = new Map<number, number>()
    yield* this.#each((key, { call }) => {
      const known = counts.get(key) ?? 0
      const count = known % BASE
      // Of each key the calls so far, and behind them the last one.
      if (count < calls && (count === 0 || known !== BASE * call + count)) counts.set(key, BASE * call + count + 1)
    })
    const found = new Map<number, Phrase>()
    yield* this.#each((key, { call, side, message }, length, start, end) => {
      if (counts.get(key)! % BASE < calls) return
      let phrase = found.get(key)
      if (!phrase) {
        phrase = { form: message.slice(start, end).toLowerCase(), first: 0, second: 0, calls: [call], length }
        found.set(key, phrase)
      }
      phrase[side === 0 ? 'first' : 'second']++
      if (phrase.calls.at(-1) !== call) phrase.calls.push(call)
    })
    const stems = [...this.#numbers.keys()]
    const stemsOf = (key: number, of = key % this.#width): string =>
      stems[Math.floor(key / this.#width)]! + (of === 0 ? '' : BETWEEN + stems[of - 1]!)
    return new Map(Array.from(found, ([key, phrase]) => [stemsOf(key), phrase]))
  }

  /** Of keys: number of the first stem, then that of the second plus 1, or 0. */
  get #width(): number {
    return this.#numbers.size + 1
  }

  *#each(take: (key: number, turn: Said, length: 1 | 2, start: number, end: number) => void): Pieces<void> {
    const width = this.#width
    let sofar = 0
    for (const turn of this.#turns) {
      const { words } = turn
      for (let at = 0; at < words.length; at += NUMBERS) {
        const [word, start, end] = [words[at]!, words[at + 1]!, words[at + 2]!]
        const number = word >> 2
        if (word & WHOLE) take(number * width, turn, 1, start, end)
        if (word & JOINED) take((words[at - NUMBERS]! >> 2) * width + number + 1, turn, 2, words[at - 2]!, end)
      }
      sofar += words.length
      if (sofar < A_PIECE) continue
      sofar = 0
      yield
    }
  }
}

/** Numbers of words that are looked at in one go: some milliseconds. */
const A_PIECE = 100_000
/** More than the calls that make a phrase common. */
const BASE = 8

/** @param joined the word before, if there is nothing between them but a blank, a hyphen or an apostrophe */
type TakeWord = (word: Token, isWhole: boolean, joined: Token | null) => void

function eachWord(message: string, take: TakeWord): void {
  let last: Token | null = null
  for (const token of analyse(withoutVoiceTags(message.slice(0, MOST_CHARACTERS)))) {
    if (isNumber(token.form)) continue
    take(token, isWhole(message, token), last !== null && isJoined(message, last.end, token.start) ? last : null)
    last = token
  }
}

/** Numbers are each caller's own. */
const isNumber = (form: string): boolean => (form.charCodeAt(0) < 128 ? /^[0-9]/ : /^\p{N}/u).test(form)

const isJoined = (text: string, from: number, to: number): boolean =>
  to <= from || (to === from + 1 && JOINS.includes(text[from]!))

const JOINS = " '’-"
const APOSTROPHES = "'’"

/** Whether it is more than a piece of a word, such as the two of "don't": those count together. */
export const isWhole = (text: string, { start, end }: Token): boolean =>
  !(APOSTROPHES.includes(text[start - 1] ?? ' ') || APOSTROPHES.includes(text[end] ?? ' '))

/** In the message of the turn. */
export interface PhrasePlace {
  turn: Turn
  start: number
  end: number
}

/** Where a phrase was first said in these turns; null: nowhere. */
export function placeOfPhrase(turns: readonly Turn[], stems: string): PhrasePlace | null {
  for (const turn of turns) {
    let start = -1
    let end = -1
    eachWord(turn.message, (word, isWhole, joined) => {
      if (start >= 0) return
      if (isWhole && word.stem === stems) start = word.start
      else if (joined !== null && joined.stem + BETWEEN + word.stem === stems) start = joined.start
      end = word.end
    })
    if (start >= 0) return { turn, start, end }
  }
  return null
}

/** What somebody said, not what was pushed into the call or counts as a mere sound. */
export const turnsOf = (turns: readonly Turn[], role: string): Turn[] =>
  turns.filter(turn => turn.role === role && turn.message !== '' && !turn.contextUpdate)

import type { Turn } from '../../domain/conversation.ts'
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

/** What one side of the line, callers or agents, said in both groups. */
export class Phrases {
  /** By stem. */
  readonly #numbers = new Map<string, number>()
  /** By number: the word itself, and those that it is the first of, by the number of the second. */
  readonly #words: { stem: string; alone: Phrase | null; before: Map<number, Phrase> }[] = []
  /** Words, and pairs of words, that each group said. */
  readonly said: Record<1 | 2, [number, number]> = { 1: [0, 0], 2: [0, 0] }

  /** @param call its number, larger than those of the same group before */
  add(call: number, side: Side, turns: readonly Turn[]): void {
    const said = (phrase: Phrase): void => {
      phrase[side === 0 ? 'first' : 'second']++
      this.said[phrase.length][side]++
      if (phrase.calls.at(-1) !== call) phrase.calls.push(call)
    }
    for (const { message } of turns) {
      // Most pairs are said once, and there are very many of them: each takes as little room as it can.
      const phraseOf = (length: 1 | 2, start: number, end: number): Phrase => {
        return { form: message.slice(start, end).toLowerCase(), first: 0, second: 0, calls: [call], length }
      }
      let number = -1
      eachWord(message, ({ stem, start, end }, isWhole, joined) => {
        const last = number
        number = this.#numberOf(stem)
        const word = this.#words[number]!
        if (isWhole) {
          word.alone ??= phraseOf(1, start, end)
          said(word.alone)
        }
        if (!joined) return
        const { before } = this.#words[last]!
        let pair = before.get(number)
        if (!pair) {
          pair = phraseOf(2, joined.start, end)
          before.set(number, pair)
        }
        said(pair)
      })
    }
  }

  #numberOf(stem: string): number {
    const known = this.#numbers.get(stem)
    if (known !== undefined) return known
    this.#numbers.set(stem, this.#words.length)
    return this.#words.push({ stem, alone: null, before: new Map() }) - 1
  }

  /** By their stems, those that were said in so many calls. */
  commonIn(calls: number): Map<string, Phrase> {
    const common = new Map<string, Phrase>()
    for (const { stem, alone, before } of this.#words) {
      if (alone && alone.calls.length >= calls) common.set(stem, alone)
      for (const [second, pair] of before) {
        if (pair.calls.length >= calls) common.set(stem + BETWEEN + this.#words[second]!.stem, pair)
      }
    }
    return common
  }
}

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

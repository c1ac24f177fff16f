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
  /** How often each group said it. */
  times: [number, number]
  /** Calls in which it was said, ascending. */
  calls: number[]
  /** 1 or 2. */
  length: 1 | 2
}

/** What one side of the line, callers or agents, said in both groups. */
export class Phrases {
  readonly all = new Map<string, Phrase>()
  /** Words, and pairs of words, that each group said. */
  readonly said: Record<1 | 2, [number, number]> = { 1: [0, 0], 2: [0, 0] }

  /** @param call its number, larger than those before */
  add(call: number, side: Side, turns: readonly Turn[]): void {
    for (const { message } of turns) {
      eachPhrase(message, (stems, length, start, end) => {
        this.said[length][side]++
        const phrase = this.all.get(stems)
        if (phrase) {
          phrase.times[side]++
          if (phrase.calls.at(-1) !== call) phrase.calls.push(call)
          return
        }
        const form = message.slice(start, end).toLowerCase()
        this.all.set(stems, { form, times: side === 0 ? [1, 0] : [0, 1], calls: [call], length })
      })
    }
  }
}

/** Every word, and every two between which there is nothing but a blank, a hyphen or an apostrophe. */
function eachPhrase(message: string, take: (stems: string, length: 1 | 2, start: number, end: number) => void): void {
  let last: Token | null = null
  for (const token of wordsIn(message)) {
    const { start, end, stem } = token
    if (isWhole(message, token)) take(stem, 1, start, end)
    if (last && start - last.end <= 1 && JOINS.test(message.slice(last.end, start))) {
      take(last.stem + BETWEEN + stem, 2, last.start, end)
    }
    last = token
  }
}

/** Numbers are each caller's own. */
const wordsIn = (message: string): Token[] =>
  analyse(withoutVoiceTags(message.slice(0, MOST_CHARACTERS))).filter(({ form }) => !/^\p{N}/u.test(form))

const JOINS = /^[ '’-]?$/
const APOSTROPHES = "'’"

/** Whether it is more than a piece of a word, such as the two of "don't": those count together. */
export const isWhole = (text: string, { start, end }: Token): boolean =>
  !(APOSTROPHES.includes(text[start - 1] ?? ' ') || APOSTROPHES.includes(text[end] ?? ' '))

/** Number of the first of the turns in which a phrase was said; null: in none. */
export function turnThatSays(turns: readonly Turn[], stems: string): number | null {
  const says = ({ message }: Turn): boolean => {
    let isSaid = false
    eachPhrase(message, said => {
      isSaid ||= said === stems
    })
    return isSaid
  }
  return turns.find(says)?.index ?? null
}

/** What somebody said, not what was pushed into the call or counts as a mere sound. */
export const turnsOf = (turns: readonly Turn[], role: string): Turn[] =>
  turns.filter(turn => turn.role === role && turn.message !== '' && !turn.contextUpdate)

import type { Pieces } from '../../pieces.ts'
import type { Conversation, Turn } from '../conversation.ts'
import { hasWords, partsOf, wordsOf } from './words.ts'

/** A turn in which somebody said (or typed) something. */
export interface Speech {
  turn: Turn
  speaker: 'user' | 'agent'
  /** What was said, without directions to the voice. */
  text: string
  words: number
  /** People speak a number digit by digit. */
  digits: number
}

/** Directions to the voice, or the voice's name, in the text of an agent: `[friendly]`. Nobody hears them. */
const DIRECTION = /\[[^[\]\n]{1,40}\]/g

const DIGIT = /\p{Nd}/gu

/** Characters of turns between two pauses. */
const PIECE = 10_000

/**
 * The turns that hold words, in order. Left out: tool turns, noise ("...", "!!"), pushes of context by the client,
 * caller turns that the platform made up (a timeout), and turns that hold a file only. An agent's turn that the caller
 * cut off before its first word was heard is kept, with no words: somebody did take the turn.
 */
export function* speechesOf({ turns }: Pick<Conversation, 'turns'>): Pieces<Speech[]> {
  const speeches: Speech[] = []
  let since = 0
  for (const turn of turns) {
    const speech = speechOf(turn)
    if (speech === null) continue
    speeches.push(speech)
    for (const part of partsOf(speech.text)) {
      speech.words += wordsOf(part).length
      speech.digits += part.match(DIGIT)?.length ?? 0
      since += part.length
      if (since < PIECE) continue
      since = 0
      yield
    }
  }
  return speeches
}

function speechOf(turn: Turn): Speech | null {
  const speaker = turn.role === 'user' || turn.role === 'agent' ? (turn.role as Speech['speaker']) : null
  if (speaker === null || turn.contextUpdate) return null
  if (speaker === 'user' && turn.event !== null) return null
  const text = speaker === 'agent' ? turn.message.replace(DIRECTION, ' ') : turn.message
  const cutOff = speaker === 'agent' && turn.interrupted && hasWords(turn.planned ?? '')
  return hasWords(text) || cutOff ? { turn, speaker, text, words: 0, digits: 0 } : null
}

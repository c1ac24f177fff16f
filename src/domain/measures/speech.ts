import type { Conversation, Turn } from '../conversation.ts'
import { hasWords, wordsOf } from './words.ts'

/** A turn in which somebody said (or typed) something. */
export interface Speech {
  turn: Turn
  speaker: 'user' | 'agent'
  /** What was said, without directions to the voice. */
  text: string
  words: number
}

/** Directions to the voice, or the voice's name, in the text of an agent: `[friendly]`. Nobody hears them. */
const DIRECTION = /\[[^[\]\n]{1,40}\]/g

/**
 * The turns that hold words, in order. Left out: tool turns, noise ("...", "!!"), pushes of context by the client,
 * caller turns that the platform made up (a timeout), and turns that hold a file only. An agent's turn that the caller
 * cut off before its first word was heard is kept, with no words: somebody did take the turn.
 */
export const speechesOf = ({ turns }: Conversation): Speech[] => turns.flatMap(turn => speechOf(turn) ?? [])

function speechOf(turn: Turn): Speech | null {
  const speaker = turn.role === 'user' || turn.role === 'agent' ? (turn.role as Speech['speaker']) : null
  if (speaker === null || turn.contextUpdate) return null
  if (speaker === 'user' && turn.event !== null) return null
  const text = speaker === 'agent' ? turn.message.replace(DIRECTION, ' ') : turn.message
  const cutOff = speaker === 'agent' && turn.interrupted && hasWords(turn.planned ?? '')
  return hasWords(text) || cutOff ? { turn, speaker, text, words: wordsOf(text).length } : null
}

import { type Pieces, TURNS_A_PIECE } from '../../pieces.ts'
import type { Conversation, Turn } from '../conversation.ts'
import { isPresenceCheck } from './presence.ts'
import type { Speech } from './speech.ts'

/** A silence of this many seconds is dead air. */
const DEAD_AIR_SECS = 5

/** Words (each digit of a number is one) that people speak in a second: two when slow, three when quick. */
const SLOW_RATE = 2
const QUICK_RATE = 3

/** A turn before which the line seemed dead, and for how long (seconds; 0: only the caller's words tell). */
export interface Silence {
  turn: number
  secs: number
}

/**
 * When the line seemed dead: spoken turns that came
 * - after a silence of at least 5 s, whoever was to speak; or
 * - as a caller's "hello?", "are you still there?" (not the caller's first words) after a silence that may have been 1 s.
 * A turn counts once. An answer's silence is its felt latency where the platform measured one, else an estimate: the
 * time since the turn before began, less what its words take when spoken slowly (two a second; for the second rule
 * quickly, three). ESTIMATE: turns have whole seconds and no end. Not counted: the time before typed and keyed turns
 * and files, the time before the first turn and after the last one. null for chats, where silence means nothing.
 */
export function* deadAirOf(
  { turns, textOnly }: Pick<Conversation, 'turns' | 'textOnly'>,
  speeches: readonly Speech[],
  felt: ReadonlyMap<number, number>,
): Pieces<Silence[] | null> {
  if (textOnly) return null
  const spoken = new Map(speeches.map(speech => [speech.turn, speech]))
  let last: Speech['speaker'] | null = null
  let callerSpoke = false
  // When the turns before have ended, by the slow and by the quick estimate; null where unknown.
  let slowEnd: number | null = null
  let quickEnd: number | null = null
  const silences: Silence[] = []
  // By number: with an iterator the engine compiles this anew every few hundred calls, without end.
  for (let at = 0; at < turns.length; at++) {
    const turn = turns[at]!
    if (at % TURNS_A_PIECE === TURNS_A_PIECE - 1) yield
    const speech = spoken.get(turn)
    if (!speech && !isInput(turn)) continue
    if (speech && last !== null && !isInput(turn)) {
      const measured = last === 'user' ? felt.get(turn.index) : undefined
      const silence = measured ?? since(slowEnd, turn) ?? 0
      // Without times, the words alone tell.
      const mayAsk = speech.speaker === 'user' && callerSpoke && (since(quickEnd, turn) ?? 1) >= 1
      if (silence >= DEAD_AIR_SECS || (mayAsk && isPresenceCheck(speech.text)))
        silences.push({ turn: turn.index, secs: Math.max(0, silence) })
    }
    last = speech?.speaker ?? 'user'
    if (last === 'user') callerSpoke = true
    slowEnd = endOf(turn, speech, SLOW_RATE, slowEnd)
    quickEnd = endOf(turn, speech, QUICK_RATE, quickEnd)
  }
  return silences
}

/** Typed, keyed or sent by the caller: it takes time, but nobody waits for sound. */
const isInput = (turn: Turn): boolean =>
  turn.role === 'user' && (turn.files.length > 0 || (turn.medium !== null && turn.medium !== 'audio'))

const since = (end: number | null, { timeSecs }: Turn): number | null =>
  end === null || timeSecs === null ? null : timeSecs - end

/** A short "mhm" while the other speaks does not end the other's turn. */
function endOf(turn: Turn, speech: Speech | undefined, rate: number, before: number | null): number | null {
  if (turn.timeSecs === null) return null
  const units = speech && !isInput(turn) ? speech.words + speech.digits : 0
  return Math.max(turn.timeSecs + units / rate, before ?? 0)
}

import { atOnce, type Pieces } from '../../pieces.ts'
import type { Conversation } from '../conversation.ts'
import { withoutEchoes } from './echoes.ts'
import { feltLatencies } from './latency.ts'
import { repeatedTurns } from './repetition.ts'
import { type Speech, speechesOf } from './speech.ts'

/** What the measures of a call and those of its turns are made of; it takes longest. */
export interface Talk {
  speeches: Speech[]
  /** See `feltLatencies` in `latency.ts`. */
  felt: Map<number, number>
  /** See `repeatedTurns` in `repetition.ts`. */
  repeated: Map<number, number>
}

/** Several measures of one call are often asked for one after the other. */
const known = new WeakMap<Conversation['turns'], Talk>()

export function* talkOf(call: Pick<Conversation, 'turns'>): Pieces<Talk> {
  const remembered = known.get(call.turns)
  if (remembered) return remembered
  const speeches = yield* speechesOf(call)
  const talk = { speeches, felt: feltLatencies(speeches), repeated: yield* repeatedTurns(withoutEchoes(speeches)) }
  known.set(call.turns, talk)
  return talk
}

export const talkNow = (call: Pick<Conversation, 'turns'>): Talk => atOnce(talkOf(call))

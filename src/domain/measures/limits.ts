import type { Conversation } from '../conversation.ts'

/** What is read of the reason of an ending, in characters: a reason is a sentence, and patterns take longer the longer a text is. */
export const READ_OF_ENDING = 1000

/** A turn is compared with as many different turns before it: of a call without end, with the latest. */
export const COMPARED_TURNS = 1000

/** What of a call is measured in part, because a caller decides how long it is. */
export type MeasuredInPart = 'ending' | 'repetition'

/** @returns `ending`: its text is longer than what is read of it; `repetition`: a side has more turns than are compared */
export function measuredInPart({ ending, error, turns }: Pick<Conversation, 'ending' | 'error' | 'turns'>) {
  const isLong = [ending, error?.reason ?? ''].some(text => text.trim().length > READ_OF_ENDING)
  const ofSide = (side: string) =>
    turns.reduce((count, { role, message }) => count + Number(role === side && message !== ''), 0)
  const isMany = turns.length > COMPARED_TURNS && ['user', 'agent'].some(side => ofSide(side) > COMPARED_TURNS)
  const parts: MeasuredInPart[] = []
  if (isLong) parts.push('ending')
  if (isMany) parts.push('repetition')
  return parts
}

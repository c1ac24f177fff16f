import { isAhead } from '../../domain/call-state.ts'
import type { Conversation } from '../../domain/conversation.ts'
import { isStranger } from '../../domain/measures/heard.ts'
import { COMPARED_TURNS, type MeasuredInPart, measuredInPart, READ_OF_ENDING } from '../../domain/measures/limits.ts'
import { overruledIn, wronglyNeverRun } from '../../domain/measures/overruled.ts'
import { passesOf } from '../../domain/measures/passes.ts'
import { toolUsesOf } from '../../domain/measures/tools.ts'
import { formatCount, plural } from '../../render/text.ts'

/** So many numbers are named. */
const NAMED = 5

const LIMITS: Record<MeasuredInPart, string> = {
  ending: `How the call ended is told by the first ${formatCount(READ_OF_ENDING)} characters of its reason.`,
  repetition: `For repetition a turn is compared with the ${formatCount(COMPARED_TURNS)} latest of its side; one side has more.`,
}

/** Where what the API says of the call and its evidence disagree, and what counts then; empty: nowhere. */
export function evidenceNotes(call: Conversation, now: number): string[] {
  const { refusedDuration: given } = call
  const overruled = overruledIn(call, passesOf(call, toolUsesOf(call)))
  const strangers = call.turns.filter(isStranger).length
  return [
    ...(isAhead(call.startedAt, now) ? ['The start lies in the future: it, or a clock, is wrong.'] : []),
    ...(given === null
      ? []
      : [
          `The API's duration (${given}) is ignored as impossible: negative, over 24 hours, at odds with the transcript or unreadable.`,
        ]),
    ...(call.unread.impossible.length === 0
      ? []
      : [
          `Ignored as impossible or unreadable: ${call.unread.impossible.slice(0, NAMED).join(', ')}${call.unread.impossible.length > NAMED ? ', and more' : ''}.`,
        ]),
    ...measuredInPart(call).map(part => LIMITS[part]),
    ...(overruled.includes('tool')
      ? [
          `${plural(wronglyNeverRun(call), 'tool call')} marked as never run although the result shows otherwise; counted as run.`,
        ]
      : []),
    ...(strangers > 0
      ? [`${plural(strangers, 'turn')} by speakers other than user and agent; counted for neither.`]
      : []),
    ...(overruled.includes('transfer')
      ? ['A transfer to an agent reported by the API stayed within the same agent; not counted as one.']
      : []),
  ]
}

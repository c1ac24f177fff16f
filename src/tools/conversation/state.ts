import { isStuck } from '../../domain/call-state.ts'
import { type Conversation, isFinished, isLive } from '../../domain/conversation.ts'
import { type EndingGroup, endingOf as endingGroupOf } from '../../domain/measures.ts'
import { isoInstant } from '../../domain/time.ts'
import { plural } from '../../render/text.ts'

/* How far a call has come, and how it ended. */

/** In our own words, where they say more than that the call is over. */
export function endingOf(call: Conversation): string | undefined {
  if (!isFinished(call.status)) return undefined
  const endingGroup = endingGroupOf(call)
  return endingGroup === 'unknown' || endingGroup === 'other' ? undefined : endingGroup
}

/** One sentence about a call that has no transcript, or not yet; null where there is one. */
export function whyNoTranscript(call: Conversation, zone: string, now: number): string | null {
  if (isStuck(call, now)) {
    const days = plural(Math.floor((now - call.startedAt) / 86_400), 'day')
    return `The call is stuck: its status has not changed for ${days}. It does not go on, and nothing more is to come.`
  }
  if (call.status === 'initiated') return 'The call has not been connected yet, so there is no transcript.'
  if (call.status === 'in-progress') {
    return 'The call is still running: the API shows transcript and duration only when it has ended. Ask again then.'
  }
  if (call.turns.length > 0) return null
  if (call.deleted.transcriptAt !== null) {
    return `The platform deleted the transcript at ${isoInstant(call.deleted.transcriptAt, zone)}.`
  }
  if (isLive(call.status)) return 'The call has ended and is being processed: ask again in a minute.'
  // The reason itself is free text, which stands inside the fence.
  if (call.error) return 'The call has no transcript: error says why.'
  return call.ending
    ? 'The call has no transcript: see how it ended.'
    : 'The call has no transcript, and the API gives no reason.'
}

/** What the platform's verdict means, and what it does not. */
export function meaningOf(call: Conversation, now: number): string {
  if (isStuck(call, now)) return 'not judged, the call is stuck'
  if (call.status === 'processing') return 'not judged yet, the analysis is outstanding'
  if (isLive(call.status)) return 'not judged, the call is not over'
  if (!call.analysed) return `not judged, ${WHY_NOT[endingOf(call) ?? ''] ?? whyNot(call)}`
  if (call.outcome === 'success') return 'the platform judged the goal as reached'
  if (call.outcome === 'failure')
    return 'the platform judged the goal as not reached; the line itself may have been fine'
  return 'not judged'
}

const WHY_NOT: Record<string, string> = {
  'guardrail stop': 'a guardrail ended the call',
  'connection lost': 'the connection was lost',
} satisfies Partial<Record<EndingGroup, string>>

const whyNot = ({ status }: Conversation): string =>
  status === 'failed' ? 'the call failed' : 'the call was not analysed'

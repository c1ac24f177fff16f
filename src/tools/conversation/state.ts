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
    return `The call is stuck: its status has not changed for ${days}. It is not in progress any more, and no more data will arrive.`
  }
  if (call.status === 'initiated') return 'The call has not been connected yet, so there is no transcript.'
  if (call.status === 'in-progress') {
    return 'The call is still in progress: the API shows transcript and duration only after it ends. Repeat the request then.'
  }
  if (call.turns.length > 0) return null
  if (call.deleted.transcriptAt !== null) {
    return `ElevenLabs deleted the transcript at ${isoInstant(call.deleted.transcriptAt, zone)}.`
  }
  if (call.unread.noTranscript && isFinished(call.status)) {
    return 'The record of the call has no transcript, not even an empty one: what was said is unknown.'
  }
  if (isLive(call.status)) return 'The call has ended and is being processed; repeat the request in a minute.'
  // The reason itself is free text, which stands inside the fence.
  if (call.error) return 'The call has no transcript; see error.'
  return call.ending
    ? 'The call has no transcript; see how it ended.'
    : 'The call has no transcript, and the API gives no reason.'
}

/** What the platform's verdict means, and what it does not. */
export function meaningOf(call: Conversation, now: number): string {
  if (call.outcome === 'success') return 'goal reached, as evaluated by ElevenLabs'
  if (call.outcome === 'failure')
    return 'goal not reached, as evaluated by ElevenLabs; the line itself may have been fine'
  if (isStuck(call, now)) return 'not evaluated, the call is stuck'
  if (call.status === 'processing') return 'not evaluated yet, the analysis is pending'
  if (isLive(call.status)) return 'not evaluated, the call is still in progress'
  if (!call.analysed) return `not evaluated, ${WHY_NOT[endingOf(call) ?? ''] ?? whyNot(call)}`
  return call.outcome === 'unknown' ? 'not evaluated' : 'neither success nor failure'
}

const WHY_NOT: Record<string, string> = {
  'guardrail stop': 'a guardrail ended the call',
  'connection lost': 'the connection was lost',
} satisfies Partial<Record<EndingGroup, string>>

const whyNot = ({ status }: Conversation): string =>
  status === 'failed' ? 'the call failed' : 'the call was not analyzed'

import * as z from 'zod/v4'
import { type AgentDefinitions, type Conversation, isFinished, type Tag } from '../domain/conversation.ts'
import { isoInstant } from '../domain/time.ts'
import { oneLine, shorten } from '../render/text.ts'

const text = z.string()
const number = z.number()

export const metadataSchema = z.object({
  duration_secs: number.optional(),
  queue_wait_secs: number.optional(),
  version_id: text.optional(),
  branch_id: text.optional(),
  user_id: text.optional(),
  language: text.optional(),
  source: text.optional(),
  text_only: z.boolean().optional(),
  phone: z.record(text, text).optional(),
  cost: z.record(text, number).optional(),
  termination_reason: text.optional(),
  error: text.optional(),
  warnings: z.array(text).optional(),
  tags: z.array(text).optional(),
  feedback: z.record(text, z.union([text, number])).optional(),
  agents: z.array(text).optional(),
  has_audio: z.boolean().optional(),
})

export const analysisSchema = z.object({
  call_successful: text,
  score: number.optional(),
  title: text.optional(),
  summary: text.optional(),
  criteria: z.array(z.record(text, z.union([text, number]))).optional(),
  collected: z.record(text, z.unknown()).optional(),
  sentiment: z.record(text, z.union([text, number])).optional(),
  by_agent: z.array(z.record(text, z.union([text, number]))).optional(),
  meaning: text.describe('What call_successful says'),
})

export type Metadata = z.output<typeof metadataSchema>
export type Analysis = z.output<typeof analysisSchema>

/** The facts of a call, nulls and empty things left out. Free texts are one line and at most `maxText` bytes. */
export function metadataOf(
  call: Conversation,
  tags: readonly Tag[],
  agentName: (id: string) => string,
  maxText: number,
): Metadata {
  const { phone, feedback, cost } = call
  return compact({
    duration_secs: isFinished(call.status) || call.durationSecs > 0 ? call.durationSecs : undefined,
    queue_wait_secs: call.queueWaitSecs ?? undefined,
    version_id: call.versionId ?? undefined,
    branch_id: call.branchId ?? undefined,
    user_id: line(call.userId),
    language: line(call.language),
    source: line(call.source),
    text_only: call.textOnly || undefined,
    phone: phone
      ? compact({
          direction: line(phone.direction),
          type: line(phone.type),
          agent_number: line(phone.agentNumber),
          external_number: line(phone.externalNumber),
          result: line(phone.result),
        })
      : undefined,
    cost: compact({
      credits: cost.credits ?? undefined,
      usd: cost.usd === null ? undefined : Number(cost.usd.toFixed(6)),
    }),
    termination_reason: line(call.ending),
    error: call.error ? line([call.error.code, call.error.reason].filter(Boolean).join(': ')) : undefined,
    warnings: call.warnings.map(warning => shorten(oneLine(warning), maxText)),
    tags: call.tagIds.map(id => oneLine(tags.find(tag => tag.id === id)?.title ?? id)),
    feedback: feedback
      ? compact({
          overall: line(feedback.overall),
          likes: feedback.likes || undefined,
          dislikes: feedback.dislikes || undefined,
          rating: feedback.rating ?? undefined,
          comment: feedback.comment === null ? undefined : shorten(oneLine(feedback.comment), maxText),
        })
      : undefined,
    agents: call.visitedAgentIds.length > 1 ? call.visitedAgentIds.map(agentName) : undefined,
    has_audio: call.hasAudio,
  })
}

/** How the platform judged a call. With a `maxText` of 0 only the verdict. */
export function analysisOf(call: Conversation, definitions: AgentDefinitions | null, maxText: number): Analysis {
  const long = (value: string | null) => (value === null ? undefined : shorten(oneLine(value), maxText) || undefined)
  const { sentiment } = call
  if (maxText === 0) return { call_successful: call.outcome, meaning: meaningOf(call) }
  return {
    call_successful: call.outcome,
    meaning: meaningOf(call),
    ...compact({
      score: call.score ?? undefined,
      title: long(call.title),
      summary: long(call.summary),
      criteria: call.criteria.map(criterion =>
        compact({
          id: criterion.id,
          name: line(definitions?.criteria.find(({ id }) => id === criterion.id)?.name ?? null),
          result: criterion.result,
          score: criterion.score ?? undefined,
          max_score: criterion.maxScore ?? undefined,
          rationale: long(criterion.rationale),
        }),
      ),
      collected: Object.fromEntries(
        call.collected.map(({ id, value }) => [
          id,
          typeof value === 'string' ? (long(value) ?? '') : value === undefined ? null : value,
        ]),
      ),
      sentiment: sentiment
        ? compact({
            label: line(sentiment.label),
            score: sentiment.score ?? undefined,
            frustration: sentiment.frustration ?? undefined,
            lowest_user_score: sentiment.minUserScore ?? undefined,
            highest_user_frustration: sentiment.maxUserFrustration ?? undefined,
          })
        : undefined,
      by_agent:
        call.scoped.length > 1
          ? call.scoped.map(({ agentId, outcome, score }) =>
              compact({ agent_id: agentId ?? 'unknown', call_successful: outcome, score: score ?? undefined }),
            )
          : undefined,
    }),
  }
}

/** One sentence about a call that has no transcript, or not yet; null where there is one. */
export function whyNoTranscript(call: Conversation, zone: string): string | null {
  if (call.status === 'initiated') return 'The call has not been connected yet, so there is no transcript.'
  if (call.status === 'in-progress') {
    return 'The call is still running: the API shows transcript and duration only when it has ended. Ask again then.'
  }
  if (call.turns.length > 0) return null
  if (call.deleted.transcriptAt !== null) {
    return `The platform deleted the transcript at ${isoInstant(call.deleted.transcriptAt, zone)}.`
  }
  if (!isFinished(call.status)) return 'The call has ended and is being processed: ask again in a minute.'
  // The reason itself is free text, which stands inside the fence.
  if (call.error) return 'The call has no transcript: error says why.'
  return call.ending
    ? 'The call has no transcript: see how it ended.'
    : 'The call has no transcript, and the API gives no reason.'
}

/** What the platform's verdict means, and what it does not. */
function meaningOf(call: Pick<Conversation, 'outcome' | 'status' | 'analysed'>): string {
  if (!isFinished(call.status)) return 'not judged, the call is not finished'
  if (!call.analysed)
    return call.status === 'failed' ? 'not judged, the call failed' : 'not judged, the call was not analysed'
  if (call.outcome === 'success') return 'the platform judged the goal as reached'
  if (call.outcome === 'failure')
    return 'the platform judged the goal as not reached; the line itself may have been fine'
  return 'not judged'
}

const line = (value: string | null | undefined): string | undefined => (value ? oneLine(value) || undefined : undefined)

/** Without members that are undefined, empty arrays or empty objects. */
function compact<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = Object.entries(value).filter(
    ([, member]) =>
      member !== undefined && (typeof member !== 'object' || member === null || Object.keys(member).length > 0),
  )
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], undefined> }
}

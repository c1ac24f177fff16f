import { toConversationInPieces, turnsOf } from '../../api/map.ts'
import type { Conversation, ConversationSummary, Sentiment } from '../../domain/conversation.ts'
import type { Pieces } from '../../pieces.ts'
import { sql } from '../engine/sql.ts'
import { all, first, texts, type Work } from '../engine/work.ts'
import { readMembers } from '../schema/column.ts'
import { FACT_COLUMNS, SENTIMENT_COLUMNS } from '../schema/summary-columns.ts'
import { unpackAround, unpackBody } from '../write/segments.ts'

/** The API's body of a call, packed; null where its detail is not here. */
export function* packedBody(conversationId: string): Work<Uint8Array | null> {
  const row = yield* first<{ detail: Uint8Array }>(sql`
    SELECT detail FROM bodies JOIN conversations ON id = conversation
    WHERE conversation_id = ${conversationId} AND deleted_at IS NULL AND detail IS NOT NULL`)
  return row?.detail ?? null
}

/** What was packed, without secrets; null where it cannot be read. */
export function* bodyOf(packed: Uint8Array | null): Pieces<unknown> {
  try {
    return packed && (yield* unpackBody(packed))
  } catch {
    return null
  }
}

/** A call, and the JSON that it is made of. */
export interface Copy {
  call: Conversation
  raw: unknown
  /** What both were read from. */
  packed: Uint8Array
}

/** Mapped anew at each reading, so that a better mapping counts at once. null, too, where that cannot be done. */
export function* copyOf(packed: Uint8Array | null, conversationId: string): Pieces<Copy | null> {
  const raw = yield* bodyOf(packed)
  try {
    return packed && raw !== null ? { call: yield* toConversationInPieces(raw, conversationId), raw, packed } : null
  } catch {
    return null
  }
}

/**
 * A call with some of its turns only: those `around`, and as many more before and after each. What is made of all turns
 * (whether the duration can be right) is not to be relied on. null as above.
 */
export function* excerptOf(
  packed: Uint8Array | null,
  conversationId: string,
  around: readonly number[],
  more: number,
): Pieces<Conversation | null> {
  if (packed === null) return null
  try {
    const { body, runs } = yield* unpackAround(packed, around, more)
    const call = yield* toConversationInPieces(body, conversationId)
    return { ...call, turns: yield* turnsOf(runs, call) }
  } catch {
    return null
  }
}

/** What a list told of the call, or its detail if that is newer; null where neither was read, or the call is deleted. */
export function* readSummary(conversationId: string): Work<ConversationSummary | null> {
  const row = yield* first(
    sql`SELECT * FROM conversations WHERE conversation_id = ${conversationId} AND deleted_at IS NULL`,
  )
  if (!row) return null
  const ofCall = sql`WHERE conversation = ${row.id!}`
  const sentiment = readMembers(SENTIMENT_COLUMNS, row) as unknown as Sentiment
  return {
    ...(readMembers<never>(FACT_COLUMNS, row) as unknown as ConversationSummary),
    // Lists cannot know what the transcript says of it.
    ...(row.duration_refused === 1 ? { durationSecs: null } : {}),
    id: conversationId,
    toolNames: JSON.parse(String(row.tool_names)),
    sentiment: Object.values(sentiment).some(value => value !== null) ? sentiment : null,
    criteria: (yield* all(sql`SELECT * FROM criteria ${ofCall} ORDER BY criterion_id`)).map(criterion => ({
      id: String(criterion.criterion_id),
      result: String(criterion.result),
      score: criterion.score as number | null,
      maxScore: criterion.max_score as number | null,
      // Lists never tell why.
      rationale: null,
    })),
    collected: (yield* all(sql`SELECT * FROM collected ${ofCall} ORDER BY field_id`)).map(
      ({ field_id: id, value }) => ({
        id: String(id),
        value: value === null ? null : JSON.parse(String(value)),
        rationale: null,
      }),
    ),
    tagIds: yield* texts(sql`SELECT tag_id FROM tags ${ofCall} ORDER BY tag_id`),
  }
}

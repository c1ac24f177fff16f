import { toConversationInPieces, turnsOf } from '../../api/map.ts'
import type { Conversation, ConversationSummary, Sentiment } from '../../domain/conversation.ts'
import type { Pieces } from '../../pieces.ts'
import { sql } from '../engine/sql.ts'
import type { Row } from '../engine/values.ts'
import { all, first, run, texts, type Work } from '../engine/work.ts'
import { readMembers } from '../schema/column.ts'
import { FACT_COLUMNS, SENTIMENT_COLUMNS } from '../schema/summary-columns.ts'
import { unpackAround, unpackBody } from '../write/segments.ts'

/** What is kept of a call as the API told it. */
interface Body {
  packed: Uint8Array
  /** What masking changes, where that was worked out (see `redact/patch.ts`). */
  patch: string | null
}

/** null where its detail is not here. */
export function* keptBody(conversationId: string): Work<Body | null> {
  return (
    (yield* first<Body & Row>(sql`
    SELECT detail AS packed, masked AS patch FROM bodies JOIN conversations ON id = conversation
    WHERE conversation_id = ${conversationId} AND deleted_at IS NULL AND detail IS NOT NULL`)) ?? null
  )
}

/** Keeps it for as long as there is no other body. */
export const keepPatch = (conversationId: string, packed: Uint8Array, patch: string): Work<number> =>
  run(sql`
    UPDATE bodies SET masked = ${patch} WHERE detail = ${packed}
      AND conversation = (SELECT id FROM conversations WHERE conversation_id = ${conversationId})`)

/** What was packed, without secrets; null where it cannot be read. */
export function* bodyOf(packed: Uint8Array | undefined): Pieces<unknown> {
  try {
    return packed ? yield* unpackBody(packed) : null
  } catch {
    return null
  }
}

/** A call, and the JSON that it is made of. */
export interface Copy extends Body {
  call: Conversation
  raw: unknown
}

/** Mapped anew at each reading, so that a better mapping counts at once. null, too, where that cannot be done. */
export function* copyOf(body: Body | null, conversationId: string): Pieces<Copy | null> {
  const raw = yield* bodyOf(body?.packed)
  try {
    return body && raw !== null ? { call: yield* toConversationInPieces(raw, conversationId), raw, ...body } : null
  } catch {
    return null
  }
}

/**
 * A call with some of its turns only: those `around`, and as many more before and after each. What is made of all turns
 * (whether the duration can be right) is not to be relied on. null as above.
 */
export function* excerptOf(
  kept: Body | null,
  conversationId: string,
  around: readonly number[],
  more: number,
): Pieces<Conversation | null> {
  if (kept === null) return null
  try {
    const { body, runs } = yield* unpackAround(kept.packed, around, more)
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

import { toConversationInPieces, turnsOf } from '../../api/map.ts'
import type { Conversation, ConversationSummary, Sentiment, Turn } from '../../domain/conversation.ts'
import type { Pieces } from '../../pieces.ts'
import type { Database } from '../engine/database.ts'
import { readMembers } from '../schema/column.ts'
import { FACT_COLUMNS, SENTIMENT_COLUMNS } from '../schema/summary-columns.ts'
import { unpackAtOnce, unpackInPieces } from '../write/body.ts'
import { unpackAround, unpackBody } from '../write/segments.ts'

const BODY = `
SELECT detail FROM bodies JOIN conversations ON id = conversation
WHERE conversation_id = ? AND deleted_at IS NULL AND detail IS NOT NULL`

/**
 * The API's body of a call, without secrets; null where its detail is not here.
 * @param isAtOnce waits for nothing
 */
export function* readBody(db: Database, conversationId: string, isAtOnce = false): Pieces<unknown> {
  const row = db.get(BODY, [conversationId])
  try {
    if (!row) return null
    return yield* unpackBody(row.detail as Uint8Array, isAtOnce ? unpackAtOnce : unpackInPieces)
  } catch {
    return null
  }
}

/** Mapped anew at each reading, so that a better mapping counts at once. null, too, where that cannot be done. */
export function* readConversation(db: Database, conversationId: string, isAtOnce = false): Pieces<Conversation | null> {
  const body = yield* readBody(db, conversationId, isAtOnce)
  try {
    return body === null ? null : yield* toConversationInPieces(body, conversationId)
  } catch {
    return null
  }
}

/**
 * A call with some of its turns only: those `around`, and as many more before and after each. What is made of all turns
 * (whether the duration can be right) is not to be relied on. null as above.
 */
export function* readExcerpt(
  db: Database,
  conversationId: string,
  around: readonly number[],
  more: number,
): Pieces<Conversation | null> {
  const row = db.get(BODY, [conversationId])
  if (!row) return null
  try {
    const { body, runs } = yield* unpackAround(row.detail as Uint8Array, around, more)
    const call = yield* toConversationInPieces(body, conversationId)
    const some: Turn[] = []
    for (const { first, turns } of runs) some.push(...(yield* turnsOf(turns, first)))
    return { ...call, turns: some }
  } catch {
    return null
  }
}

/** What a list told of the call, or its detail if that is newer; null where neither was read, or the call is deleted. */
export function readSummary(db: Database, conversationId: string): ConversationSummary | null {
  const row = db.get('SELECT * FROM conversations WHERE conversation_id = ? AND deleted_at IS NULL', [conversationId])
  if (!row) return null
  const rowsOf = (sql: string) => db.all(sql, [row.id!])
  const sentiment = readMembers(SENTIMENT_COLUMNS, row) as unknown as Sentiment
  return {
    ...(readMembers<never>(FACT_COLUMNS, row) as unknown as ConversationSummary),
    // Lists cannot know what the transcript says of it.
    ...(row.duration_refused === 1 ? { durationSecs: null } : {}),
    id: conversationId,
    toolNames: JSON.parse(String(row.tool_names)),
    sentiment: Object.values(sentiment).some(value => value !== null) ? sentiment : null,
    criteria: rowsOf('SELECT * FROM criteria WHERE conversation = ?').map(criterion => ({
      id: String(criterion.criterion_id),
      result: String(criterion.result),
      score: criterion.score as number | null,
      maxScore: criterion.max_score as number | null,
      // Lists never tell why.
      rationale: null,
    })),
    collected: rowsOf('SELECT * FROM collected WHERE conversation = ?').map(({ field_id: id, value }) => ({
      id: String(id),
      value: value === null ? null : JSON.parse(String(value)),
      rationale: null,
    })),
    tagIds: rowsOf('SELECT tag_id FROM tags WHERE conversation = ?').map(({ tag_id: id }) => String(id)),
  }
}

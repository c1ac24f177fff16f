import { toConversationInPieces } from '../../api/map.ts'
import { ArchiveError } from '../../errors.ts'
import { type Pieces, waitFor } from '../../pieces.ts'
import { type Sql, sql } from '../engine/sql.ts'
import { first, run, texts, type Work } from '../engine/work.ts'
import { countCalls } from '../read/count-calls.ts'
import { type PreparedDetail, prepareInPieces } from './prepare-detail.ts'
import { unpackBody } from './segments.ts'
import { MAPPING } from './write-detail.ts'
import { type Writer, writeInPieces } from './write-in-pieces.ts'

/* Rows that an older version made of their bodies: a better mapping needs no second download. */

const OUTDATED = sql`c.mapping < ${MAPPING} AND c.detail_read_at IS NOT NULL`

/** @param where a condition on `conversations c` */
export const countOutdated = (where: Sql): Work<number> => countCalls(sql`${OUTDATED} AND (${where})`)

/** Ids of the API, newest first. */
export const idsOutdated = (where: Sql, limit: number): Work<string[]> =>
  texts(sql`
    SELECT c.conversation_id AS id FROM conversations c
    WHERE ${OUTDATED} AND (${where}) ORDER BY c.started_at DESC NULLS LAST, c.id DESC LIMIT ${limit}`)

const outdatedBody = (conversationId: string): Work<{ at: number; detail: Uint8Array } | undefined> =>
  first(sql`
    SELECT detail_read_at AS at, detail FROM conversations JOIN bodies ON conversation = id
    WHERE conversation_id = ${conversationId} AND mapping < ${MAPPING} AND detail IS NOT NULL`)

const isRenewed = (conversationId: string): Work<number> =>
  run(sql`
    UPDATE conversations SET mapping = ${MAPPING} WHERE conversation_id = ${conversationId} AND mapping < ${MAPPING}`)

/**
 * Writes the rows of a call again, in pieces. What can no longer be mapped stays as the older version wrote it: whoever
 * asks for the call reads its body again.
 */
export function* renew(writer: Writer, conversationId: string): Pieces<void> {
  const row = yield* waitFor(writer.read(outdatedBody(conversationId)))
  try {
    // As of the reading then; where the call has been read again meanwhile, that reading stays.
    if (row && (yield* writeInPieces(writer, yield* prepared(row.detail, conversationId), row.at))) return
  } catch (error) {
    if (error instanceof ArchiveError) throw error
  }
  yield* waitFor(writer.write(isRenewed(conversationId)))
}

function* prepared(detail: Uint8Array, id: string): Pieces<PreparedDetail> {
  const body = yield* unpackBody(detail)
  yield
  const call = yield* toConversationInPieces(body, id)
  yield
  return yield* prepareInPieces(body, call)
}

import { toConversationInPieces } from '../../api/map.ts'
import { ArchiveError } from '../../errors.ts'
import type { Pieces } from '../../pieces.ts'
import type { Database } from '../engine/database.ts'
import { type Sql, sql } from '../engine/sql.ts'
import { unpackBody } from './segments.ts'
import { MAPPING, type PreparedDetail, prepareInPieces, writeInPieces } from './write-detail.ts'

/* Rows that an older version made of their bodies: a better mapping needs no second download. */

const OUTDATED = sql`c.mapping < ${MAPPING} AND c.detail_read_at IS NOT NULL`

/** @param where a condition on `conversations c` */
export function countOutdated(db: Database, where: Sql): number {
  const query = sql`SELECT count(*) AS calls FROM conversations c WHERE ${OUTDATED} AND (${where})`
  return Number(db.get(query.sql, query.params)!.calls)
}

/** Ids of the API, newest first. */
export function idsOutdated(db: Database, where: Sql, limit: number): string[] {
  const query = sql`
    SELECT c.conversation_id AS id FROM conversations c
    WHERE ${OUTDATED} AND (${where}) ORDER BY c.started_at DESC, c.id DESC LIMIT ${limit}`
  return db.all(query.sql, query.params).map(({ id }) => String(id))
}

const BODY = `
SELECT detail_read_at AS at, detail FROM conversations JOIN bodies ON conversation = id
WHERE conversation_id = ? AND mapping < ? AND detail IS NOT NULL`

/**
 * Writes the rows of a call again, in pieces. What can no longer be mapped stays as the older version wrote it: whoever
 * asks for the call reads its body again.
 * @param guard throws where nothing may be written any more
 */
export function* renew(db: Database, conversationId: string, guard: () => void): Pieces<void> {
  const row = db.get(BODY, [conversationId, MAPPING])
  try {
    // As of the reading then; where the call has been read again meanwhile, that reading stays.
    if (row) yield* writeInPieces(db, yield* prepared(row.detail as Uint8Array, conversationId), Number(row.at), guard)
  } catch (error) {
    if (error instanceof ArchiveError) throw error
  }
  guard()
  db.run('UPDATE conversations SET mapping = ? WHERE conversation_id = ? AND mapping < ?', [
    ...[MAPPING, conversationId, MAPPING],
  ])
}

function* prepared(detail: Uint8Array, id: string): Pieces<PreparedDetail> {
  const body = yield* unpackBody(detail)
  yield
  const call = yield* toConversationInPieces(body, id)
  yield
  return yield* prepareInPieces(body, call)
}

import { isIn, sql } from '../engine/sql.ts'
import { all, type Work } from '../engine/work.ts'

/*
 * A list that arrives while a call is on its way may be newer than the call, although it was asked for earlier. Then the
 * call counts as read before that list; otherwise a change that only the list shows would seem to have been read in
 * full. Whoever reads the list, the row of the call tells of it.
 */

/** What lists had told of a call when it was asked for. */
export interface Seen {
  /** Unix seconds; null: nothing. */
  listReadAt: number | null
  fingerprint: string | null
}

/** @param ids the API's */
export function* seenOf(ids: readonly string[]): Work<Map<string, Seen>> {
  const rows = yield* all<Seen & { id: string }>(sql`
    SELECT conversation_id AS id, list_read_at AS "listReadAt", fingerprint FROM conversations
    WHERE ${isIn(sql`conversation_id`, ids)}`)
  return new Map(rows.map(({ id, ...seen }) => [id, seen]))
}

/**
 * As of when (Unix seconds) a reading counts that was asked for at `at`.
 * @param row what lists have told by now
 */
export const countsAsOf = (row: Seen, at: number, seen: Seen | undefined): number =>
  seen === undefined ||
  row.listReadAt === null ||
  (row.listReadAt === seen.listReadAt && row.fingerprint === seen.fingerprint)
    ? at
    : Math.min(at, row.listReadAt - 1)

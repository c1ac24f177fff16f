import type { Database } from '../engine/database.ts'
import { type Sql, sql } from '../engine/sql.ts'
import { IS_LEFT_OUT } from './unreadable.ts'

/*
 * Calls to be read again although no list shows a change (that is what `due.ts` looks for). Ids are the API's;
 * `where` speaks of `conversations c`, as `whereOf` makes it.
 */

/**
 * The detail was read before the call was over, or before it was analysed, and a list has shown since that this has
 * happened. Analysis that leaves the outcome open changes nothing else in the list than that there is a summary.
 */
export const IS_BEHIND = sql`c.detail_fingerprint IS c.fingerprint AND c.detail_read_at < c.list_read_at AND (
  (c.finished = 0 AND c.status IN ('done', 'failed')) OR (c.analysed = 0 AND c.summary IS NOT NULL))`

/** Newest first. */
export const idsBehind = (db: Database, where: Sql, limit: number): string[] =>
  ids(
    db,
    sql`(${where}) AND (${IS_BEHIND}) AND NOT ${IS_LEFT_OUT} ORDER BY c.started_at DESC, c.id DESC LIMIT ${limit}`,
  )

export function countBehind(db: Database, where: Sql): number {
  const { sql: text, params } =
    sql`SELECT count(*) AS calls FROM conversations c WHERE (${where}) AND (${IS_BEHIND}) AND NOT ${IS_LEFT_OUT}`
  return Number(db.get(text, params)?.calls)
}

/**
 * Calls that are not over as far as is known, and were last read some time before `now` (Unix seconds): a minute, or a
 * thousandth of their age, since some are left behind for good and would be asked for without end.
 */
export const idsUnfinished = (db: Database, where: Sql, now: number): string[] =>
  ids(
    db,
    sql`(${where}) AND c.status NOT IN ('done', 'failed')
    AND ${now} - max(coalesce(c.list_read_at, 0), coalesce(c.detail_read_at, 0)) > max(60, (${now} - c.started_at) / 1000)
    AND NOT ${IS_LEFT_OUT} ORDER BY c.started_at DESC, c.id DESC`,
  )

function ids(db: Database, condition: Sql): string[] {
  const { sql: text, params } = sql`SELECT c.conversation_id AS id FROM conversations c WHERE ${condition}`
  return db.all(text, params).map(({ id }) => String(id))
}

import type { Database } from '../engine/database.ts'
import { listed, type Sql, sql } from '../engine/sql.ts'
import { IS_LEFT_OUT } from './unreadable.ts'

/* Which calls have to be read (again). Ids are the API's. `where` speaks of `conversations c`, as `whereOf` makes it. */

/** No detail was read, or a list has shown since that the call is not what it was. */
export const WANTS_DETAIL = sql`(c.detail_read_at IS NULL OR (c.fingerprint IS NOT NULL AND c.detail_fingerprint <> c.fingerprint))`

/** Newest first. */
export const idsNeedingDetail = (db: Database, where: Sql, limit: number): string[] =>
  ids(
    db,
    sql`(${where}) AND ${WANTS_DETAIL} AND NOT ${IS_LEFT_OUT} ORDER BY c.started_at DESC, c.id DESC LIMIT ${limit}`,
  )

export function countNeedingDetail(db: Database, where: Sql): number {
  const { sql: text, params } =
    sql`SELECT count(*) AS calls FROM conversations c WHERE (${where}) AND ${WANTS_DETAIL} AND NOT ${IS_LEFT_OUT}`
  return Number(db.get(text, params)?.calls)
}

/** Calls that nothing has shown since (Unix seconds). Where a walk of them began then and is over, they are deleted. */
export const unseenIds = (db: Database, where: Sql, since: number): string[] =>
  ids(
    db,
    sql`(${where}) AND max(coalesce(c.list_read_at, 0), coalesce(c.detail_read_at, 0)) < ${since} AND NOT ${IS_LEFT_OUT} ORDER BY c.started_at, c.id`,
  )

/**
 * Whether any of the calls that were known when the missing ones were has been shown since: the list is still one of the
 * same calls.
 */
export function isAnySeenAgain(db: Database, where: Sql, since: number, missing: readonly string[]): boolean {
  const { sql: text, params } = sql`SELECT 1 FROM conversations c WHERE (${where}) AND c.list_read_at >= ${since}
    AND c.id < (SELECT max(m.id) FROM conversations m WHERE m.conversation_id IN ${listed(missing)}) LIMIT 1`
  return db.get(text, params) !== undefined
}

/** The agents of the calls. */
export function agentIdsOf(db: Database, calls: readonly string[]): string[] {
  const { sql: text, params } = sql`SELECT DISTINCT c.agent_id AS id FROM conversations c
    WHERE c.conversation_id IN ${listed(calls)} AND c.agent_id <> ''`
  return db.all(text, params).map(({ id }) => String(id))
}

function ids(db: Database, condition: Sql): string[] {
  const { sql: text, params } = sql`SELECT c.conversation_id AS id FROM conversations c WHERE ${condition}`
  return db.all(text, params).map(({ id }) => String(id))
}

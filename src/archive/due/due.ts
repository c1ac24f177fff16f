import type { Database } from '../engine/database.ts'
import { listed, type Sql, sql } from '../engine/sql.ts'
import { IS_LEFT_OUT } from './unreadable.ts'

/*
 * How fresh is fresh enough, and which calls have to be read (again). Ids are the API's. `where` speaks of
 * `conversations c`, as `whereOf` makes it. Which spans of lists are read again is in `sync/lists/freshness.ts`.
 */

/** What was read or confirmed by a list so long ago is as good as new. */
export const FRESH_SECS = 60
/** Calls that started this long before they were read have settled: they seldom change any more. */
export const SETTLED_SECS = 24 * 3600
/** What has settled is read again after this long, for what was edited or deleted all the same. */
export const REREAD_SECS = 24 * 3600

/** No detail was read, or a list has shown since that the call is not what it was. */
const WANTS_DETAIL = sql`(c.detail_read_at IS NULL OR (c.fingerprint IS NOT NULL AND c.detail_fingerprint <> c.fingerprint))`

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

/**
 * The detail was read before the call was over, or before it was analysed, and a list has shown since that this has
 * happened. Analysis that leaves the outcome open changes nothing else in the list than that there is a summary.
 */
const IS_BEHIND = sql`c.detail_fingerprint IS c.fingerprint AND c.detail_read_at < c.list_read_at AND (
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

/**
 * When the record of a finished call was last read, or a list showed that it is still the same. Within a minute that is
 * good enough; within a day, if the call had started a day before, since such records seldom change any more.
 * @returns Unix seconds; null: the call is to be read (again)
 */
export function freshAt(db: Database, id: string, now: number): number | null {
  const { sql: text, params } = sql`
    SELECT max(c.detail_read_at, coalesce(c.list_read_at, 0)) AS readAt, coalesce(c.started_at, 0) AS startedAt
    FROM conversations c
    WHERE c.conversation_id = ${id} AND c.deleted_at IS NULL AND c.finished = 1
      AND NOT ${WANTS_DETAIL} AND NOT coalesce(${IS_BEHIND}, FALSE)`
  const row = db.get(text, params)
  if (!row) return null
  const [readAt, startedAt] = [Number(row.readAt), Number(row.startedAt)]
  const isGood = now - readAt <= (readAt - startedAt >= SETTLED_SECS ? REREAD_SECS : FRESH_SECS)
  // A clock that was set back says nothing.
  return isGood && readAt <= now ? readAt : null
}

function ids(db: Database, condition: Sql): string[] {
  const { sql: text, params } = sql`SELECT c.conversation_id AS id FROM conversations c WHERE ${condition}`
  return db.all(text, params).map(({ id }) => String(id))
}

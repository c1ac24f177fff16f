import { greatest, isIn, type Sql, sql, whenKnown } from '../engine/sql.ts'
import { first, texts, type Work } from '../engine/work.ts'
import { countCalls } from '../read/count-calls.ts'
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

const NEWEST_FIRST = sql`c.started_at DESC NULLS LAST, c.id DESC`

/** Unix seconds; 0: never. */
const LAST_READ_AT = greatest(sql`coalesce(c.list_read_at, 0)`, sql`coalesce(c.detail_read_at, 0)`)

/** No detail was read, or a list has shown since that the call is not what it was. */
const WANTS_DETAIL = sql`(c.detail_read_at IS NULL OR (c.fingerprint IS NOT NULL AND c.detail_fingerprint <> c.fingerprint))`

/** Newest first. */
export const idsNeedingDetail = (where: Sql, limit: number): Work<string[]> =>
  ids(sql`(${where}) AND ${WANTS_DETAIL} AND NOT ${IS_LEFT_OUT} ORDER BY ${NEWEST_FIRST} LIMIT ${limit}`)

export const countNeedingDetail = (where: Sql): Work<number> =>
  countCalls(sql`(${where}) AND ${WANTS_DETAIL} AND NOT ${IS_LEFT_OUT}`)

/** Calls that nothing has shown since (Unix seconds). Where a walk of them began then and is over, they are deleted. */
export const unseenIds = (where: Sql, since: number): Work<string[]> =>
  ids(sql`(${where}) AND ${LAST_READ_AT} < ${since} AND NOT ${IS_LEFT_OUT} ORDER BY c.started_at NULLS FIRST, c.id`)

/**
 * Whether any of the calls that were known when the missing ones were has been shown since: the list is still one of the
 * same calls.
 */
export function* isAnySeenAgain(where: Sql, since: number, missing: readonly string[]): Work<boolean> {
  const seen = yield* first(sql`SELECT 1 FROM conversations c WHERE (${where}) AND c.list_read_at >= ${since}
    AND ${whenKnown(sql`c.id`)} < (SELECT max(${whenKnown(sql`m.id`)}) FROM conversations m WHERE ${isIn(sql`m.conversation_id`, missing)}) LIMIT 1`)
  return seen !== undefined
}

/** The agents of the calls. */
export const agentIdsOf = (calls: readonly string[]): Work<string[]> =>
  texts(sql`SELECT DISTINCT c.agent_id AS id FROM conversations c
    WHERE ${isIn(sql`c.conversation_id`, calls)} AND c.agent_id <> ''`)

/**
 * The detail was read before the call was over, or before it was analysed, and a list has shown since that this has
 * happened. Analysis that leaves the outcome open changes nothing else in the list than that there is a summary.
 */
const IS_BEHIND = sql`c.detail_fingerprint IS NOT DISTINCT FROM c.fingerprint AND c.detail_read_at < c.list_read_at AND (
  (NOT c.finished AND c.status IN ('done', 'failed')) OR (NOT c.analysed AND c.summary IS NOT NULL))`

/** Of such calls the detail is missing or behind, or they are left out: where there are none, nothing has to be read. */
export const MAY_WANT_DETAIL = sql`${WANTS_DETAIL} OR (${IS_BEHIND})`

/** Newest first. */
export const idsBehind = (where: Sql, limit: number): Work<string[]> =>
  ids(sql`(${where}) AND (${IS_BEHIND}) AND NOT ${IS_LEFT_OUT} ORDER BY ${NEWEST_FIRST} LIMIT ${limit}`)

export const countBehind = (where: Sql): Work<number> =>
  countCalls(sql`(${where}) AND (${IS_BEHIND}) AND NOT ${IS_LEFT_OUT}`)

/**
 * Calls that are not over as far as is known, and were last read some time before `now` (Unix seconds): a minute, or a
 * thousandth of their age, since some are left behind for good and would be asked for without end.
 */
export const idsUnfinished = (where: Sql, now: number): Work<string[]> =>
  ids(sql`(${where}) AND c.status NOT IN ('done', 'failed')
    AND ${now} - ${LAST_READ_AT} > ${greatest(sql`60`, sql`(${now} - c.started_at) / 1000`)}
    AND NOT ${IS_LEFT_OUT} ORDER BY ${NEWEST_FIRST}`)

/**
 * When the record of a finished call was last read, or a list showed that it is still the same. Within a minute that is
 * good enough; within a day, if the call had started a day before, since such records seldom change any more.
 * @returns Unix seconds; null: the call is to be read (again)
 */
export function* freshAt(id: string, now: number): Work<number | null> {
  const row = yield* first(sql`
    SELECT ${LAST_READ_AT} AS "readAt", coalesce(c.started_at, 0) AS "startedAt"
    FROM conversations c
    WHERE c.conversation_id = ${id} AND c.deleted_at IS NULL AND c.finished
      AND NOT ${WANTS_DETAIL} AND NOT coalesce(${IS_BEHIND}, FALSE)`)
  if (!row) return null
  const [readAt, startedAt] = [Number(row.readAt), Number(row.startedAt)]
  const isGood = now - readAt <= (readAt - startedAt >= SETTLED_SECS ? REREAD_SECS : FRESH_SECS)
  // A clock that was set back says nothing.
  return isGood && readAt <= now ? readAt : null
}

const ids = (condition: Sql): Work<string[]> =>
  texts(sql`SELECT c.conversation_id AS id FROM conversations c WHERE ${condition}`)

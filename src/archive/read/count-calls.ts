import { SKEW_SECS, STUCK_SECS } from '../../domain/call-state.ts'
import type { CallFilter } from '../../domain/filter.ts'
import { COMPARED_TURNS } from '../../domain/measures/limits.ts'
import { and, type Sql, sql } from '../engine/sql.ts'
import { first, type Work } from '../engine/work.ts'
import { whereOf } from '../select/select.ts'

/* How many calls. `where` speaks of `conversations c`, as `whereOf` makes it. */

/** Of a status that nobody knows, nobody knows that either. */
export const IS_LIVE = sql`c.status IN ('initiated', 'in-progress', 'processing')`

export interface CallCounts {
  calls: number
  /** Of these, calls whose record still grows. */
  unfinished: number
  /** First start, Unix seconds; null where no call has one. */
  oldest: number | null
}

const COUNTS = sql`count(*) AS calls, count(*) FILTER (WHERE ${IS_LIVE}) AS unfinished,
  min(nullif(c.started_at, 0)) AS oldest`

export function* callCounts(where: Sql): Work<CallCounts> {
  return (yield* first<CallCounts>(sql`SELECT ${COUNTS} FROM conversations c WHERE ${where}`))!
}

/** The same, and how many of them are such calls: counted as they pass by. */
export function* callCountsWith(such: Sql, where: Sql): Work<CallCounts & { such: number }> {
  const counts = sql`${COUNTS}, count(*) FILTER (WHERE ${such}) AS such`
  return (yield* first<CallCounts & { such: number }>(sql`SELECT ${counts} FROM conversations c WHERE ${where}`))!
}

export function* countCalls(where: Sql): Work<number> {
  return Number((yield* first(sql`SELECT count(*) AS calls FROM conversations c WHERE ${where}`))!.calls)
}

/** Calls that are not over although they began more than a day before `now` (Unix seconds). */
export const countStuck = (where: Sql, now: number): Work<number> =>
  countCalls(sql`
    c.status NOT IN ('done', 'failed') AND ${IS_LIVE} AND c.started_at > 0 AND c.started_at < ${now - STUCK_SECS}
    AND (${where})`)

/** Calls that a window cannot hold, since their start is unknown. */
export const countUndated = (filter: CallFilter): Work<number> =>
  countCalls(and([whereOf(filter), sql`c.started_at = 0`]))

/** Calls that begin in the future. */
export const countAhead = (filter: CallFilter, now: number): Work<number> =>
  countCalls(whereOf(filter, { afterUnix: now + SKEW_SECS, zone: 'UTC' }))

/** A side has more turns than are compared with one another. */
export const IS_COMPARED_IN_PART = sql`c.user_turns > ${COMPARED_TURNS} OR c.agent_turns > ${COMPARED_TURNS}`

export const countComparedInPart = (where: Sql): Work<number> =>
  countCalls(sql`(${IS_COMPARED_IN_PART}) AND (${where})`)

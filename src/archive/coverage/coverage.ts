import { type Sql, sql } from '../engine/sql.ts'
import { all, first, insert, run, type Work } from '../engine/work.ts'
import { addInterval, type Interval } from './intervals.ts'

/*
 * What is known to be complete. A scope is the part of the workspace that was walked, under a name that the caller
 * chooses; the empty name stands for all calls.
 */

export interface Walk {
  scope: string
  from: number
  to: number
}

export interface WalkPosition {
  /** Calls that start at or after it (Unix seconds) have been written; the walk goes on towards older ones. */
  position: number
  startedAt: number
}

const COVERED = sql`SELECT from_unix AS "from", to_unix AS "to", read_at AS "readAt" FROM covered`

/** In order, none overlapping. */
export const coveredIntervals = (scope: string): Work<Interval[]> =>
  all(sql`${COVERED} WHERE scope = ${scope} ORDER BY from_unix`)

/** A walk of the interval has come to its end. Only the intervals that it meets are written. */
export function* addCovered(scope: string, added: Interval): Work<void> {
  if (added.from >= added.to) return
  const met = sql`scope = ${scope} AND from_unix <= ${added.to} AND to_unix >= ${added.from}`
  const intervals = yield* all<Interval>(sql`${COVERED} WHERE ${met}`)
  yield* run(sql`DELETE FROM covered WHERE ${met}`)
  const rows = addInterval(intervals, added).map(({ from, to, readAt }) => [scope, from, to, readAt])
  yield* insert('covered', ['scope', 'from_unix', 'to_unix', 'read_at'], 2, rows)
}

/** Nothing that started before is covered any more. */
export function* forgetCoverage(before: number): Work<void> {
  yield* run(sql`DELETE FROM covered WHERE to_unix <= ${before}`)
  yield* run(sql`UPDATE covered SET from_unix = ${before} WHERE from_unix < ${before}`)
  yield* run(sql`DELETE FROM walks WHERE from_unix < ${before}`)
}

const is = ({ scope, from, to }: Walk): Sql => sql`scope = ${scope} AND from_unix = ${from} AND to_unix = ${to}`

export function* walkPosition(walk: Walk): Work<WalkPosition | null> {
  const position = sql`SELECT position, started_at AS "startedAt" FROM walks WHERE ${is(walk)}`
  return (yield* first<WalkPosition>(position)) ?? null
}

/** How far a walk has come; to be done in the transaction that writes the page. null: it is over. */
export function* setWalkPosition(walk: Walk, at: WalkPosition | null): Work<void> {
  if (at === null) yield* run(sql`DELETE FROM walks WHERE ${is(walk)}`)
  else {
    const columns = ['scope', 'from_unix', 'to_unix', 'position', 'started_at']
    yield* insert('walks', columns, 3, [[walk.scope, walk.from, walk.to, at.position, at.startedAt]])
  }
}

/** Walks that have begun and are not over, newest calls first: nobody need be at work on them any more. */
export const openWalks = (scope: string): Work<(Walk & WalkPosition)[]> =>
  all(sql`
    SELECT scope, from_unix AS "from", to_unix AS "to", position, started_at AS "startedAt" FROM walks
    WHERE scope = ${scope} ORDER BY to_unix DESC`)

import type { Database } from '../engine/database.ts'
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

const SELECT = 'SELECT from_unix AS "from", to_unix AS "to", read_at AS readAt FROM covered WHERE scope = ?'

/** In order, none overlapping. */
export const coveredIntervals = (db: Database, scope: string): Interval[] =>
  db.all(`${SELECT} ORDER BY from_unix`, [scope]) as unknown as Interval[]

/** A walk of the interval has come to its end. Only the intervals that it meets are written. */
export function addCovered(db: Database, scope: string, added: Interval): void {
  if (added.from >= added.to) return
  db.transaction(() => {
    const met = 'from_unix <= ? AND to_unix >= ?'
    const bounds = [added.to, added.from]
    const intervals = db.all(`${SELECT} AND ${met}`, [scope, ...bounds]) as unknown as Interval[]
    db.run(`DELETE FROM covered WHERE scope = ? AND ${met}`, [scope, ...bounds])
    for (const { from, to, readAt } of addInterval(intervals, added)) {
      db.run('INSERT INTO covered (scope, from_unix, to_unix, read_at) VALUES (?, ?, ?, ?)', [scope, from, to, readAt])
    }
  })
}

/** Nothing that started before is covered any more. */
export function forgetCoverage(db: Database, before: number): void {
  db.run('DELETE FROM covered WHERE to_unix <= ?', [before])
  db.run('UPDATE covered SET from_unix = ? WHERE from_unix < ?', [before, before])
  db.run('DELETE FROM walks WHERE from_unix < ?', [before])
}

export const walkPosition = (db: Database, { scope, from, to }: Walk): WalkPosition | null =>
  (db.get('SELECT position, started_at AS startedAt FROM walks WHERE scope = ? AND from_unix = ? AND to_unix = ?', [
    scope,
    from,
    to,
  ]) as WalkPosition | undefined) ?? null

/** How far a walk has come; to be called in the transaction that writes the page. null: it is over. */
export function setWalkPosition(db: Database, { scope, from, to }: Walk, at: WalkPosition | null): void {
  db.run('DELETE FROM walks WHERE scope = ? AND from_unix = ? AND to_unix = ?', [scope, from, to])
  if (at === null) return
  db.run('INSERT INTO walks (scope, from_unix, to_unix, position, started_at) VALUES (?, ?, ?, ?, ?)', [
    ...[scope, from, to],
    ...[at.position, at.startedAt],
  ])
}

const OPEN_WALKS = `
SELECT scope, from_unix AS "from", to_unix AS "to", position, started_at AS startedAt FROM walks
WHERE scope = ? ORDER BY to_unix DESC`

/** Walks that have begun and are not over, newest calls first: nobody need be at work on them any more. */
export const openWalks = (db: Database, scope: string): (Walk & WalkPosition)[] =>
  db.all(OPEN_WALKS, [scope]) as unknown as (Walk & WalkPosition)[]

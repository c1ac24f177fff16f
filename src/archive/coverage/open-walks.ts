import type { Walk, WalkPosition } from './coverage.ts'
import type { Database } from '../engine/database.ts'

const SELECT = `
SELECT scope, from_unix AS "from", to_unix AS "to", position, started_at AS startedAt FROM walks
WHERE scope = ? ORDER BY to_unix DESC`

/** Walks that have begun and are not over, newest calls first: nobody need be at work on them any more. */
export const openWalks = (db: Database, scope: string): (Walk & WalkPosition)[] =>
  db.all(SELECT, [scope]) as unknown as (Walk & WalkPosition)[]

import { identifier, sql } from '../engine/sql.ts'
import { first, run, type Work } from '../engine/work.ts'

/* Moments of reading that have not come yet: the computer's clock ran ahead, and was set right since. */

/** Whether a walk began after `now` (Unix seconds). */
export function* isAheadOf(now: number): Work<boolean> {
  const ahead = yield* first(sql`
    SELECT 1 FROM covered WHERE read_at > ${now} UNION ALL SELECT 1 FROM walks WHERE started_at > ${now} LIMIT 1`)
  return ahead !== undefined
}

/** All calls stay; they count as read just before `now`, and what was covered then is not covered any more. */
export function* forgetFuture(now: number): Work<void> {
  yield* run(sql`DELETE FROM covered WHERE read_at >= ${now}`)
  yield* run(sql`DELETE FROM walks WHERE started_at >= ${now}`)
  for (const column of ['list_read_at', 'detail_read_at', 'deleted_at'].map(identifier)) {
    yield* run(sql`UPDATE conversations SET ${column} = ${now - 1} WHERE ${column} > ${now}`)
  }
  yield* run(sql`UPDATE memberships SET read_at = ${now - 1} WHERE read_at > ${now}`)
}

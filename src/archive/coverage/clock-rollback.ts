import type { Database } from '../engine/database.ts'

/* Moments of reading that have not come yet: the computer's clock ran ahead, and was set right since. */

/** Whether a walk began after `now` (Unix seconds). */
export const isAheadOf = (db: Database, now: number): boolean =>
  db.get('SELECT 1 FROM covered WHERE read_at > ? UNION ALL SELECT 1 FROM walks WHERE started_at > ? LIMIT 1', [
    now,
    now,
  ]) !== undefined

/** All calls stay; they count as read just before `now`, and what was covered then is not covered any more. */
export function forgetFuture(db: Database, now: number): void {
  db.transaction(() => {
    db.run('DELETE FROM covered WHERE read_at >= ?', [now])
    db.run('DELETE FROM walks WHERE started_at >= ?', [now])
    for (const column of ['list_read_at', 'detail_read_at', 'deleted_at']) {
      db.run(`UPDATE conversations SET ${column} = ? WHERE ${column} > ?`, [now - 1, now])
    }
    db.run('UPDATE memberships SET read_at = ? WHERE read_at > ?', [now - 1, now])
  })
}

import type { Database } from '../engine/database.ts'
import { type Sql, sql } from '../engine/sql.ts'
import { findRow } from '../write/rows.ts'

/*
 * Calls that lists show and that cannot be read. Each is left alone for a while, so that it neither keeps an answer
 * incomplete nor is asked for without end; a list that shows a change in it ends that at once.
 */

/** The call `c` is not to be asked for now. */
export const IS_LEFT_OUT = sql`EXISTS (SELECT 1 FROM unreadable u
  WHERE u.conversation = c.id AND u.again_at IS NOT NULL AND u.fingerprint IS c.fingerprint)`

/** Calls that are left out. */
export interface Unreadable {
  calls: number
  /** Of these, calls of which an older reading is here. */
  older: number
  /** Unix seconds from which the first of them is tried again; null: there is none. */
  againAt: number | null
  /** Some of them, newest first. */
  examples: { id: string; reason: string }[]
}

const NOTE = `
INSERT INTO unreadable (conversation, reason, tries, tried_at, again_at, fingerprint) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET reason = excluded.reason, tries = excluded.tries, tried_at = excluded.tried_at,
  again_at = excluded.again_at, fingerprint = excluded.fingerprint`

/**
 * The call could not be read (at `at`, Unix seconds).
 * @param reason a sentence of ours
 * @param limits `tries`: so many in vain, and the call is left out for `secs`
 */
export function noteUnreadable(
  db: Database,
  id: string,
  reason: string,
  at: number,
  limits: { tries: number; secs: number },
): void {
  db.transaction(() => {
    const row = findRow(db, id)
    if (!row || row.deletedAt !== null) return
    const before = db.get('SELECT tries FROM unreadable WHERE conversation = ?', [row.id])
    const tries = Number(before?.tries ?? 0) + 1
    db.run(NOTE, [row.id, reason, tries, at, tries >= limits.tries ? at + limits.secs : null, row.fingerprint])
  })
}

/** To be called when a call was read, inside the transaction that writes it. @param row our own id */
export const forgetUnreadable = (db: Database, row: number): void =>
  void db.run('DELETE FROM unreadable WHERE conversation = ?', [row])

/** From now on (Unix seconds) those are tried again whose time has come. */
export function tryAgain(db: Database, now: number): void {
  const due = 'again_at <= ? OR tried_at > ?'
  if (!db.get(`SELECT 1 FROM unreadable WHERE ${due}`, [now, now])) return
  db.run(`UPDATE unreadable SET again_at = NULL, tried_at = min(tried_at, ?) WHERE ${due}`, [now, now, now])
}

/** @param where speaks of `conversations c`, as `whereOf` makes it */
export function unreadableAmong(db: Database, where: Sql): Unreadable {
  const among = sql`FROM unreadable u JOIN conversations c ON c.id = u.conversation
    WHERE (${where}) AND u.again_at IS NOT NULL AND u.fingerprint IS c.fingerprint`
  const counts = sql`
    SELECT count(*) AS calls, count(c.detail_read_at) AS older, min(u.again_at) AS againAt ${among}`
  const examples = sql`
    SELECT c.conversation_id AS id, u.reason ${among} ORDER BY c.started_at DESC, c.id DESC LIMIT 3`
  return {
    ...(db.get(counts.sql, counts.params) as unknown as Omit<Unreadable, 'examples'>),
    examples: db.all(examples.sql, examples.params) as unknown as Unreadable['examples'],
  }
}

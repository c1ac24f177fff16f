import { least, type Sql, sql } from '../engine/sql.ts'
import { all, change, first, insert, run, texts, type Work } from '../engine/work.ts'
import { findRow } from '../write/rows.ts'

/*
 * Calls that lists show and that cannot be read. Each is left alone for a while, so that it neither keeps an answer
 * incomplete nor is asked for without end; a list that shows a change in it ends that at once.
 */

/** The call `c` is not to be asked for now. */
export const IS_LEFT_OUT = sql`EXISTS (SELECT 1 FROM unreadable u
  WHERE u.conversation = c.id AND u.again_at IS NOT NULL AND u.fingerprint IS NOT DISTINCT FROM c.fingerprint)`

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

export const NONE: Unreadable = { calls: 0, older: 0, againAt: null, examples: [] }

const COLUMNS = ['conversation', 'reason', 'tries', 'tried_at', 'again_at', 'fingerprint']

/**
 * The call could not be read (at `at`, Unix seconds).
 * @param reason a sentence of ours
 * @param limits `tries`: so many in vain, and the call is left out for `secs`, after each further one for twice as long,
 * up to `most`; `atLeast`: this one counts as so many
 */
export function* noteUnreadable(
  id: string,
  reason: string,
  at: number,
  { tries: enough, secs, most = secs, atLeast = 1 }: { tries: number; secs: number; most?: number; atLeast?: number },
): Work<void> {
  const row = yield* findRow(id)
  if (!row || row.deletedAt !== null) return
  const before = yield* first(sql`SELECT tries FROM unreadable WHERE conversation = ${row.id}`)
  const tries = Math.max(atLeast, Number(before?.tries ?? 0) + 1)
  const againAt = tries >= enough ? at + Math.min(most, secs * 2 ** (tries - enough)) : null
  yield* insert('unreadable', COLUMNS, 1, [[row.id, reason, tries, at, againAt, row.fingerprint]])
}

/** Calls that were read last. */
export const latestRead = (limit: number): Work<string[]> =>
  texts(sql`SELECT conversation_id AS id FROM conversations WHERE detail_read_at IS NOT NULL AND deleted_at IS NULL
    ORDER BY detail_read_at DESC, id DESC LIMIT ${limit}`)

/** To be called when a call was read, inside the transaction that writes it. @param row our own id */
export const forgetUnreadable = (row: number): Work<void> =>
  change(sql`DELETE FROM unreadable WHERE conversation = ${row}`)

/** From now on (Unix seconds) those are tried again whose time has come. */
export function* tryAgain(now: number): Work<void> {
  const due = sql`again_at <= ${now} OR tried_at > ${now}`
  yield* run(sql`UPDATE unreadable SET again_at = NULL, tried_at = ${least(sql`tried_at`, sql`${now}`)} WHERE ${due}`)
}

/** Whether there are any. */
export const isAnyDue = function* (now: number): Work<boolean> {
  return (yield* first(sql`SELECT 1 FROM unreadable WHERE again_at <= ${now} OR tried_at > ${now}`)) !== undefined
}

/** @param where speaks of `conversations c`, as `whereOf` makes it */
export function* unreadableAmong(where: Sql): Work<Unreadable> {
  // Nearly everywhere there is none, and nothing more needs to be looked at.
  if (!(yield* first(sql`SELECT 1 FROM unreadable WHERE again_at IS NOT NULL LIMIT 1`))) return NONE
  // CROSS: SQLite keeps to the order, and does not look at all calls for the few.
  const among = sql`FROM unreadable u CROSS JOIN conversations c
    WHERE c.id = u.conversation AND (${where}) AND u.again_at IS NOT NULL AND u.fingerprint IS NOT DISTINCT FROM c.fingerprint`
  const counts = sql`
    SELECT count(*) AS calls, count(c.detail_read_at) AS older, min(u.again_at) AS "againAt" ${among}`
  const examples = sql`
    SELECT c.conversation_id AS id, u.reason ${among} ORDER BY c.started_at DESC NULLS LAST, c.id DESC LIMIT 3`
  return {
    ...(yield* first<Omit<Unreadable, 'examples'>>(counts))!,
    examples: yield* all<Unreadable['examples'][number]>(examples),
  }
}

import type { Database } from '../engine/database.ts'
import { sql } from '../engine/sql.ts'
import { IS_BEHIND } from './behind.ts'
import { WANTS_DETAIL } from './due.ts'

/** What was read or confirmed by a list so long ago is as good as new. */
const NEW_SECS = 60
const DAY = 24 * 3600

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
  const isGood = now - readAt <= (readAt - startedAt >= DAY ? DAY : NEW_SECS)
  // A clock that was set back says nothing.
  return isGood && readAt <= now ? readAt : null
}

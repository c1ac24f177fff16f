import type { CallFilter } from '../../domain/filter.ts'
import type { TimeWindow } from '../../domain/time.ts'
import { sql } from '../engine/sql.ts'
import { first, type Work } from '../engine/work.ts'
import { whereOf } from '../select/select.ts'

/** Calls that are counted by what could be read of them. */
export interface LostTurns {
  calls: number
  turns: number
  /** The newest of them. */
  example: string
}

/** In these words the engine knows its index. */
const HAS_LOST = sql`c.lost_turns IS NOT NULL`

/** How many turns of the selected calls could not be read; null: nothing was lost. */
export function* lostTurnsAmong(filter: CallFilter, window: TimeWindow | undefined): Work<LostTurns | null> {
  // Nearly everywhere there is none, and nothing more needs to be looked at.
  if (!(yield* first(sql`SELECT 1 FROM conversations c WHERE ${HAS_LOST} LIMIT 1`))) return null
  const where = sql`${HAS_LOST} AND ${whereOf(filter, window)}`
  const counts = sql`SELECT count(*) AS calls, sum(c.lost_turns) AS turns FROM conversations c WHERE ${where}`
  const newest = sql`
    SELECT c.conversation_id AS id FROM conversations c WHERE ${where} ORDER BY c.started_at DESC NULLS LAST, c.id DESC LIMIT 1`
  const { calls, turns } = (yield* first(counts))!
  if (calls === 0) return null
  return { calls: Number(calls), turns: Number(turns), example: String((yield* first(newest))!.id) }
}

import type { CallFilter } from '../../domain/filter.ts'
import type { TimeWindow } from '../../domain/time.ts'
import { identifier, type Sql, sql } from '../engine/sql.ts'
import { first, type Work } from '../engine/work.ts'
import { whereOf } from '../select/select.ts'

/** Calls that are counted by what could be read of them. */
export interface ReadInPart {
  calls: number
  /** Of all of them. */
  parts: number
  /** The newest of them. */
  example: string
}

/** Turns that could not be read; lists and texts that are longer than what is read; turns longer than what is searched. */
export type Part = 'lost_turns' | 'cut' | 'unsearched'

/** How many such parts the selected calls have; null: none. */
export const readInPart = (part: Part, filter: CallFilter, window: TimeWindow | undefined) =>
  withParts(part, sql`> 0`, filter, window)

/** The selected calls whose transcripts were deleted; null: none. */
export const withoutTranscript = (filter: CallFilter, window: TimeWindow | undefined) =>
  withParts('lost_turns', sql`= 0`, filter, window)

function* withParts(part: Part, how: Sql, filter: CallFilter, window: TimeWindow | undefined): Work<ReadInPart | null> {
  const column: Sql = sql`c.${identifier(part)}`
  // In these words the engine knows its index.
  const has = sql`${column} IS NOT NULL AND ${column} ${how}`
  // Nearly everywhere there is none, and nothing more needs to be looked at.
  if (!(yield* first(sql`SELECT 1 FROM conversations c WHERE ${has} LIMIT 1`))) return null
  const where = sql`${has} AND ${whereOf(filter, window)}`
  const counts = sql`SELECT count(*) AS calls, sum(${column}) AS parts FROM conversations c WHERE ${where}`
  const newest = sql`
    SELECT c.conversation_id AS id FROM conversations c WHERE ${where} ORDER BY c.started_at DESC NULLS LAST, c.id DESC LIMIT 1`
  const { calls, parts } = (yield* first(counts))!
  if (calls === 0) return null
  return { calls: Number(calls), parts: Number(parts), example: String((yield* first(newest))!.id) }
}

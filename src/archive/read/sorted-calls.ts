import type { CallSelection } from '../../domain/filter.ts'
import { type Sql, sql } from '../engine/sql.ts'
import { all, type Work } from '../engine/work.ts'
import { whereOf } from '../select/select.ts'
import { countCalls, IS_LIVE } from './count-calls.ts'

/** What calls are sorted by. Those of which it is not known come last. */
const KEYS = {
  start: sql`nullif(c.started_at, 0)`,
  duration: sql`CASE WHEN c.duration_refused OR ${IS_LIVE} THEN NULL ELSE c.duration_secs END`,
  cost: sql`c.cost_credits`,
  rating: sql`nullif(c.rating, 0)`,
  frustration: sql`c.sentiment_frustration`,
} satisfies Record<string, Sql>
export type SortKey = keyof typeof KEYS

export interface SortedCalls {
  /** Of all calls that are selected. */
  total: number
  calls: { id: string; cost: number | null }[]
}

/** A page of calls; those that are equal, the newest first. */
export function* sortedCalls(
  { filter, window }: CallSelection,
  { by, isAscending, limit, offset }: { by: SortKey; isAscending: boolean; limit: number; offset: number },
): Work<SortedCalls> {
  const where = whereOf(filter, window)
  const calls = yield* all<SortedCalls['calls'][number]>(sql`
    SELECT c.conversation_id AS id, c.cost_credits AS cost FROM conversations c WHERE ${where}
    ORDER BY ${KEYS[by]} ${isAscending ? sql`ASC` : sql`DESC`} NULLS LAST, c.started_at DESC NULLS LAST, c.conversation_id
    LIMIT ${limit} OFFSET ${offset}`)
  return { total: yield* countCalls(where), calls }
}

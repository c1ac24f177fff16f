import type { CallSelection } from '../../domain/filter.ts'
import type { Archive } from '../archive.ts'
import { sql } from '../engine/sql.ts'
import { whereOf } from '../select/select.ts'

export interface Elsewhere {
  environment: string
  calls: number
}

/** In these words SQLite knows its index. */
const IS_ELSEWHERE = sql`c.environment <> 'production'`

/** How many of the selected calls ran elsewhere than in production, as far as they were read in full; most first. */
export function countElsewhere({ db }: Archive, { filter, window }: CallSelection): Elsewhere[] {
  // Nearly everywhere there is none, and nothing more needs to be looked at.
  if (!db.get(`SELECT 1 FROM conversations c WHERE ${IS_ELSEWHERE.sql} LIMIT 1`)) return []
  const counts = sql`
    SELECT c.environment, count(*) AS calls FROM conversations c
    WHERE ${IS_ELSEWHERE} AND ${whereOf(filter, window)} GROUP BY 1 ORDER BY calls DESC, 1`
  return db.all(counts.sql, counts.params).map(({ environment, calls }) => {
    return { environment: String(environment), calls: Number(calls) }
  })
}

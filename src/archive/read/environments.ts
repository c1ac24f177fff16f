import type { CallSelection } from '../../domain/filter.ts'
import { sql } from '../engine/sql.ts'
import { all, first, type Work } from '../engine/work.ts'
import { whereOf } from '../select/select.ts'

export interface Elsewhere {
  environment: string
  calls: number
}

/** In these words the engine knows its index. */
const IS_ELSEWHERE = sql`c.environment <> 'production'`

/** How many of the selected calls ran elsewhere than in production, as far as they were read in full; most first. */
export function* countElsewhere({ filter, window }: CallSelection): Work<Elsewhere[]> {
  // Nearly everywhere there is none, and nothing more needs to be looked at.
  if (!(yield* first(sql`SELECT 1 FROM conversations c WHERE ${IS_ELSEWHERE} LIMIT 1`))) return []
  return yield* all<Elsewhere>(sql`
    SELECT c.environment, count(*) AS calls FROM conversations c
    WHERE ${IS_ELSEWHERE} AND ${whereOf(filter, window)} GROUP BY 1 ORDER BY calls DESC, 1`)
}

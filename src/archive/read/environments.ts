import type { CallSelection } from '../../domain/filter.ts'
import { sql } from '../engine/sql.ts'
import { all, first, type Work } from '../engine/work.ts'
import { whereOf } from '../select/select.ts'
import { IS_LIVE } from './count-calls.ts'

export interface Elsewhere {
  environment: string
  calls: number
}

/** Of others it is not known yet where they ran. */
const IS_UNKNOWN = sql`c.environment IS NULL AND c.detail_read_at IS NULL AND NOT (${IS_LIVE})`

/** In these words the engine knows its index. */
const IS_ELSEWHERE = sql`c.environment <> 'production'`

/** How many of the selected calls ran elsewhere than in production, as far as they were read in full; most first. */
export function* countElsewhere({ filter, window }: CallSelection): Work<{ found: Elsewhere[]; isLeast: boolean }> {
  // Nearly everywhere there is none, and nothing more needs to be looked at.
  if (!(yield* first(sql`SELECT 1 FROM conversations c WHERE ${IS_ELSEWHERE} LIMIT 1`)))
    return { found: [], isLeast: false }
  const found = yield* all<Elsewhere>(sql`
    SELECT c.environment, count(*) AS calls FROM conversations c
    WHERE ${IS_ELSEWHERE} AND ${whereOf(filter, window)} GROUP BY 1 ORDER BY calls DESC, 1`)
  const unknown = yield* first(
    sql`SELECT 1 FROM conversations c WHERE ${IS_UNKNOWN} AND ${whereOf(filter, window)} LIMIT 1`,
  )
  return { found, isLeast: unknown !== undefined }
}

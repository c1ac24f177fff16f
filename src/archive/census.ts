import type { Database } from './database.ts'
import { type Sql, sql } from './sql.ts'

/* How many calls. `where` speaks of `conversations c`, as `whereOf` makes it. */

export interface Census {
  calls: number
  /** Of these, calls whose record still grows. */
  unfinished: number
  /** First start, Unix seconds; null where no call has one. */
  oldest: number | null
}

export function census(db: Database, where: Sql): Census {
  const { sql: text, params } = sql`
    SELECT count(*) AS calls, count(*) FILTER (WHERE c.status NOT IN ('done', 'failed')) AS unfinished,
      min(nullif(c.started_at, 0)) AS oldest
    FROM conversations c WHERE ${where}`
  return db.get(text, params) as unknown as Census
}

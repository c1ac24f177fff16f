import { type Sql, sql } from '../../engine/sql.ts'
import type { Key } from '../../engine/tallying.ts'
import { first, type Work } from '../../engine/work.ts'
import { stepsOf } from '../../tally/steps.ts'

/**
 * Whatever the start of a call becomes in the words of a clock, the server finds it among the moments at which that changes.
 * The first and the last call are found by the index of starts.
 */
export function* bucketed({ value, bucketOf }: Key, where: Sql): Work<Sql> {
  const start = sql`nullif(${value}, 0)`
  const span = yield* first<{ from: number | null; to: number | null }>(sql`
    SELECT min(c.started_at) AS "from", max(c.started_at) AS "to" FROM conversations c
    WHERE c.started_at > 0 AND (${where})`)
  const { moments, buckets } = stepsOf(bucketOf!, Math.trunc(span?.from ?? 0), Math.trunc(span?.to ?? 0))
  return sql`(${arrayOf(buckets)}::bigint[])[width_bucket(${start}::double precision, ${arrayOf(moments)}::double precision[])]`
}

const arrayOf = (numbers: readonly number[]): string => `{${numbers.join(',')}}`

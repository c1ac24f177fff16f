import { type Sql, sql } from '../../engine/sql.ts'
import type { Key } from '../../engine/tallying.ts'
import { first, type Work } from '../../engine/work.ts'

const [QUARTER, HOUR] = [900, 3600]

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

/** The moments from the first to the last at which the bucket changes, and what it is from each on. */
export function stepsOf(bucketOf: (unix: number) => number, from: number, to: number) {
  const [moments, buckets] = [[from], [bucketOf(from)]]
  const look = (unix: number): void => {
    const bucket = bucketOf(unix)
    if (bucket === buckets.at(-1)) return
    moments.push(unix)
    buckets.push(bucket)
  }
  for (let hour = Math.floor(from / HOUR) * HOUR; hour <= to; hour += HOUR) {
    if (bucketOf(Math.min(hour + HOUR, to)) === buckets.at(-1)) continue
    for (let unix = hour; unix <= hour + HOUR; unix += QUARTER) if (unix > from && unix <= to) look(unix)
  }
  return { moments, buckets }
}

import type { MetricName, RowProbe, Stat, Unit } from '../../analysis/index.ts'
import { controlLimits, type Past, Z95 } from '../../domain/statistics.ts'
import type { Judged } from './judge.ts'

/** How many weeks before are looked at. */
export const WEEKS = 8
/** Of fewer nobody knows what is usual. */
const MIN_WEEKS = 4

/** A metric that is to be what it was in the same hours of the weeks before. */
export interface Drift {
  text: string
  metric: MetricName
  stat: Stat
  unit: Unit
}

export interface Drifted extends Judged {
  /** What the weeks before let expect; null: nobody knows. */
  expected: { low: number; high: number; weeks: number } | null
}

/** @param weeks the same number of the weeks before; undefined: not known */
export function judgeDrift({ metric, unit }: Drift, now: RowProbe, weeks: readonly RowProbe[]): Drifted {
  if (now.value === null) return { verdict: 'unknown', why: now.reason ?? 'no data', expected: null }
  const past = weeks.filter(({ value }) => value !== null).map(week => pastOf(metric, week))
  if (past.length < MIN_WEEKS) {
    const why = `only ${past.length} of the ${WEEKS} weeks before have data; at least ${MIN_WEEKS} are needed`
    return { verdict: 'unknown', why, expected: null }
  }
  const limits = controlLimits(past, metric === 'count' ? 1 : now.n)
  if (limits === null) return { verdict: 'unknown', why: 'no variation in the weeks before', expected: null }
  const isShare = unit === 'share'
  const low = isShare || now.value >= 0 ? Math.max(0, limits.low) : limits.low
  const high = isShare ? Math.min(1, limits.high) : limits.high
  const isOutside = now.value < low || now.value > high
  return { verdict: isOutside ? 'failed' : 'ok', expected: { low, high, weeks: past.length } }
}

/** A count of calls is one observation, with the variance of a Poisson count. */
function pastOf(metric: MetricName, { value, n, interval }: RowProbe): Past {
  if (metric === 'count') return { value: value!, n: 1, error: Math.sqrt(value!) }
  return { value: value!, n, error: interval && (interval.high - interval.low) / (2 * Z95) }
}

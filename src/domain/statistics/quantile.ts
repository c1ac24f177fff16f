import { effectiveUnits, linearised } from './clusters.ts'
import { type Difference, differenceOf, type Estimate, t95 } from './interval.ts'
import { percentile, sorted } from './percentile.ts'

export interface Quantile extends Estimate {
  n: number
  /** Calls that have values. */
  calls: number
}

/**
 * A percentile (0 to 100) of values that come in calls, such as the felt latencies of turns, with an interval that
 * knows that values of one call hang together. Values one a call are calls of one value each.
 * Woodruff, "Confidence intervals for medians and other position measures", JASA 47 (1952): the interval of the share
 * below, p ± t·√(p(1−p)/effective units), read off the values in order. Free of any assumption on their distribution.
 * null with a reason: as for `clusteredShare`, and where the share's interval leaves 0 to 1: a 95th percentile needs
 * about 75 independent values, a 99th about 390.
 */
export function clusteredPercentile(calls: readonly (readonly number[])[], p: number): Quantile {
  const ascending = sorted(calls.flat())
  const n = ascending.length
  const value = percentile(ascending, p)
  const parts = calls.map(values => ({
    numerator: value === null ? 0 : values.filter(one => one <= value).length,
    denominator: values.length,
  }))
  const share = linearised(parts)
  const known = { value, n, calls: share.calls }
  if (share.value === null || share.reason !== null) return { ...known, interval: null, reason: share.reason }
  const units = effectiveUnits(share.value, share.variance, n)
  const half = t95(share.df) * Math.sqrt(((p / 100) * (1 - p / 100)) / units)
  const [low, high] = [p / 100 - half, p / 100 + half]
  if (low <= 0 || high >= 1) return { ...known, interval: null, reason: `too few values for a p${p}` }
  // The share reaches `low` at the first of these values, and has passed `high` at the second.
  return {
    ...known,
    interval: { low: ascending[Math.ceil(low * n) - 1]!, high: ascending[Math.floor(high * n)]! },
    reason: null,
  }
}

/**
 * Difference of one percentile between two groups that have no call in common: a − b, in the unit of the values, from
 * the two intervals (Zou and Donner 2008, see `differenceOf`).
 */
export const differenceOfPercentiles = (
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
  p: number,
): Difference => differenceOf(clusteredPercentile(a, p), clusteredPercentile(b, p))

import { type Clusters, effectiveUnits, linearised, NO_UNITS, NO_VARIATION } from './clusters.ts'
import { type Difference, differenceOf, type Estimate, t95, welchDf } from './interval.ts'
import { score } from './proportion.ts'

/* Rates over turns, tool calls, minutes … of many calls. */

export interface Ratio extends Estimate {
  /** Σ numerators / Σ denominators; null where the denominators add up to 0. */
  value: number | null
  numerator: number
  denominator: number
  /** Calls with a denominator above 0. */
  calls: number
}

/**
 * A share over units within calls (0 ≤ numerator ≤ denominator in every call), such as interrupted of all agent turns:
 * 0 to 1. Wilson's interval on the effective number of units, with a t for z: Korn and Graubard, "Confidence intervals
 * for proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24
 * (1998), in the Wilson form of Dean and Pagano, Journal of Survey Statistics and Methodology 3 (2015). It is never
 * shorter than that of independent units; with a share of 0 or 1 it is that one, and may be too short.
 * null with a reason: see `linearised`.
 */
export function clusteredShare(parts: Clusters): Ratio {
  const { value, numerator, denominator, calls, variance, df, reason } = linearised(parts)
  if (!(numerator >= 0 && numerator <= denominator)) throw new RangeError(`No share: ${numerator}/${denominator}`)
  const known = { value, numerator, denominator, calls }
  if (value === null || reason !== null) return { ...known, interval: null, reason }
  return { ...known, interval: score(value, effectiveUnits(value, variance, denominator), t95(df)), reason }
}

/**
 * Any ratio of sums, such as words per agent turn or credits per minute, in its unit: value ± t·√variance, see
 * `linearised`. The interval may pass a natural bound such as 0. null with a reason: see `linearised`, and where every
 * call has the very same ratio.
 */
export function clusteredRatio(parts: Clusters): Ratio {
  const { value, numerator, denominator, calls, variance, df, reason } = linearised(parts)
  const known = { value, numerator, denominator, calls }
  if (value === null || reason !== null) return { ...known, interval: null, reason }
  if (variance === 0) return { ...known, interval: null, reason: NO_VARIATION }
  const half = t95(df) * Math.sqrt(variance)
  return { ...known, interval: { low: value - half, high: value + half }, reason }
}

/** a − b of two shares over two groups that have no call in common, from the intervals of `clusteredShare`. */
export const differenceOfShares = (a: Clusters, b: Clusters): Difference =>
  differenceOf(clusteredShare(a), clusteredShare(b))

/** a − b of two ratios over two groups that have no call in common: ± t·√(sum of variances), with Welch's degrees. */
export function differenceOfRatios(a: Clusters, b: Clusters): Difference {
  const first = linearised(a)
  const second = linearised(b)
  if (first.value === null || second.value === null) return { difference: null, interval: null, reason: NO_UNITS }
  const difference = first.value - second.value
  const reason = first.reason ?? second.reason
  const variance = first.variance + second.variance
  if (reason !== null || variance === 0) return { difference, interval: null, reason: reason ?? NO_VARIATION }
  const half = t95(welchDf(first.variance, first.df, second.variance, second.df)) * Math.sqrt(variance)
  return { difference, interval: { low: difference - half, high: difference + half }, reason: null }
}

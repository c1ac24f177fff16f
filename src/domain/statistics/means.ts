import { NO_VARIATION } from './clusters.ts'
import { type Difference, t95, welchDf } from './interval.ts'

/**
 * Difference of the means of two independent groups of values, one value a call: a − b, in their unit.
 * Welch, "The generalization of 'Student's' problem when several different population variances are involved",
 * Biometrika 34 (1947). Durations and costs have long tails: below some 30 values a group the interval is rough.
 * Means over turns are ratios: `differenceOfRatios`. null with a reason: fewer than 3 values in a group, or values that
 * are all the same in both.
 */
export function differenceOfMeans(a: readonly number[], b: readonly number[]): Difference {
  if (a.length === 0 || b.length === 0) return { difference: null, interval: null, reason: 'no data' }
  const difference = mean(a) - mean(b)
  if (a.length < 3 || b.length < 3) return { difference, interval: null, reason: 'fewer than 3 values' }
  const [first, second] = [squaredError(a), squaredError(b)]
  if (first + second === 0) return { difference, interval: null, reason: NO_VARIATION }
  const half = t95(welchDf(first, a.length - 1, second, b.length - 1)) * Math.sqrt(first + second)
  return { difference, interval: { low: difference - half, high: difference + half }, reason: null }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Of the mean: s²/n. */
function squaredError(values: readonly number[]): number {
  const middle = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  return squares / (values.length - 1) / values.length
}

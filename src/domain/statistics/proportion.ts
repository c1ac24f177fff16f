import { type Difference, differenceOf, type Estimate, type Interval, Z95 } from './interval.ts'

/**
 * Wilson's score interval of a proportion, k of n independent units (calls): 0 to 1.
 * Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927); method 3 of Newcombe,
 * "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998).
 * n = 0: null. k = 0 begins at 0 and k = n ends at 1, exactly. Units that hang together (turns of one call) need
 * `clusteredShare`.
 */
export function wilson(k: number, n: number): Interval | null {
  if (!(Number.isInteger(k) && Number.isInteger(n) && k >= 0 && k <= n))
    throw new RangeError(`No proportion: ${k}/${n}`)
  return n === 0 ? null : score(k / n, n)
}

/** The same of a share and an effective number of units, which need not be whole; z is 1.96 or, for few clusters, a t. */
export function score(share: number, n: number, z = Z95): Interval {
  const centre = share + (z * z) / (2 * n)
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return {
    low: share === 0 ? 0 : Math.max(0, (centre - half) / scale),
    high: share === 1 ? 1 : Math.min(1, (centre + half) / scale),
  }
}

/** A proportion with its interval; n = 0 has neither. */
export function proportion(k: number, n: number): Estimate {
  const interval = wilson(k, n)
  return interval ? { value: k / n, interval, reason: null } : { value: null, interval, reason: 'no data' }
}

/**
 * Difference of two independent proportions, k1/n1 − k2/n2: −1 to 1. Hybrid score interval, method 10 of Newcombe,
 * "Interval estimation for the difference between independent proportions: comparison of eleven methods", Statistics in
 * Medicine 17 (1998). Either n = 0: no difference. Not for groups that share calls.
 */
export const differenceOfProportions = (k1: number, n1: number, k2: number, n2: number): Difference =>
  differenceOf(proportion(k1, n1), proportion(k2, n2))

/* Calls as clusters: what happens within one call hangs together, so calls are the independent units. */

/** What one call adds to a ratio: 2 interrupted of 9 agent turns, 14 credits of 3 minutes. */
export interface Part {
  numerator: number
  /** Not negative. */
  denominator: number
}

/** All that an estimate needs to know of the parts of many calls, however many they are. */
export interface Sums {
  /** Parts that were added up. */
  calls: number
  /** Sums of numerators and of denominators, of their squares and of their products. */
  k: number
  n: number
  kk: number
  nn: number
  kn: number
  /** In every part both are 0 or 1. */
  isOnePerCall: boolean
}

export const noSums = (): Sums => ({ calls: 0, k: 0, n: 0, kk: 0, nn: 0, kn: 0, isOnePerCall: true })

export function addPart(sums: Sums, k: number, n: number): void {
  sums.calls++
  sums.k += k
  sums.n += n
  sums.kk += k * k
  sums.nn += n * n
  sums.kn += k * n
  if ((k !== 0 && k !== 1) || (n !== 0 && n !== 1)) sums.isOnePerCall = false
}

/** Parts with a denominator of 0 say nothing, and are left out. */
export function sumsOf(parts: readonly Part[]): Sums {
  const sums = noSums()
  for (const { numerator, denominator } of parts) if (denominator > 0) addPart(sums, numerator, denominator)
  return sums
}

/** The parts of calls, or their sums. */
export type Clusters = readonly Part[] | Sums

/** Of two groups that have no call in common. */
export const bothSums = (a: Sums, b: Sums): Sums => ({
  calls: a.calls + b.calls,
  k: a.k + b.k,
  n: a.n + b.n,
  kk: a.kk + b.kk,
  nn: a.nn + b.nn,
  kn: a.kn + b.kn,
  isOnePerCall: a.isOnePerCall && b.isOnePerCall,
})

/** What is left of sums that cancel each other out, as a share of them: less than they are rounded by. */
const ROUNDING = 1e-12

/** Σ(y − r·x)², of sums alone. */
export function squaresAround(r: number, { kk, kn, nn }: Sums): number {
  const squares = kk - 2 * r * kn + r * r * nn
  return squares > ROUNDING * kk ? squares : 0
}

export const MIN_CALLS = 10
/** As few calls of equal size may tell as much as the calls do. */
const MIN_EQUAL_CALLS = 5

export const NO_UNITS = 'no data'
export const NO_VARIATION = 'no variation between calls'
export const TOO_FEW = `fewer than ${MIN_CALLS} calls`
const TOO_UNEQUAL = 'a few long calls dominate'

/**
 * A ratio of sums over m independent calls, r = Σy/Σx, and its linearised variance m/(m−1) · Σ(y − r·x)² / (Σx)²:
 * Cochran, "Sampling Techniques", 3rd ed. (1977), §6.3; Woodruff, "A simple method for approximating the variance of a
 * complicated estimate", JASA 66 (1971). Its degrees of freedom are those of as many calls of equal size,
 * (Σx)²/Σx² − 1: Kish, "Survey Sampling" (1965); Carter, Schnepel and Steigerwald, "Asymptotic behavior of a t-test
 * robust to cluster heterogeneity", Review of Economics and Statistics 99 (2017).
 * With a reason where an interval would not hold what it says: no units, fewer than 10 calls, or calls so unequal that
 * fewer than 5 of equal size would tell as much. (Simulated: then 91 to 98 of 100 intervals hold the truth.)
 */
export function linearised(clusters: Clusters) {
  const sums = 'kk' in clusters ? clusters : sumsOf(clusters)
  const { calls, k, n, nn } = sums
  const value = calls === 0 ? null : k / n
  const variance = ((calls / (calls - 1)) * squaresAround(value ?? 0, sums)) / n ** 2
  const equalCalls = n ** 2 / nn
  const unfit: [applies: boolean, reason: string][] = [
    [calls === 0, NO_UNITS],
    [calls < MIN_CALLS, TOO_FEW],
    [equalCalls < MIN_EQUAL_CALLS, TOO_UNEQUAL],
  ]
  const reason = unfit.find(([applies]) => applies)?.[1] ?? null
  return { value, numerator: k, denominator: n, calls, variance, df: equalCalls - 1, reason }
}

/**
 * Independent units that would tell as much about a share as these do: p(1−p)/variance, at most their number. Where all
 * units agree (share 0 or 1) nothing tells how they hang together, and they count as independent.
 */
export function effectiveUnits(share: number, variance: number, units: number): number {
  const effective = (share * (1 - share)) / variance
  return share > 0 && share < 1 && effective < units ? effective : units
}

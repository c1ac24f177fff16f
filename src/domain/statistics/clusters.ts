/* Calls as clusters: what happens within one call hangs together, so calls are the independent units. */

/** What one call adds to a ratio: 2 interrupted of 9 agent turns, 14 credits of 3 minutes. */
export interface Part {
  numerator: number
  /** Not negative; calls with 0 are left out. */
  denominator: number
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
export function linearised(parts: readonly Part[]) {
  const used = parts.filter(({ denominator }) => denominator > 0)
  const sum = (of: (part: Part) => number): number => used.reduce((total, part) => total + of(part), 0)
  const calls = used.length
  const numerator = sum(part => part.numerator)
  const denominator = sum(part => part.denominator)
  const value = calls === 0 ? null : numerator / denominator
  const squares = sum(part => (part.numerator - (value ?? 0) * part.denominator) ** 2)
  const variance = ((calls / (calls - 1)) * squares) / denominator ** 2
  const equalCalls = denominator ** 2 / sum(part => part.denominator ** 2)
  const unfit: [applies: boolean, reason: string][] = [
    [calls === 0, NO_UNITS],
    [calls < MIN_CALLS, TOO_FEW],
    [equalCalls < MIN_EQUAL_CALLS, TOO_UNEQUAL],
  ]
  const reason = unfit.find(([applies]) => applies)?.[1] ?? null
  return { value, numerator, denominator, calls, variance, df: equalCalls - 1, reason }
}

/**
 * Independent units that would tell as much about a share as these do: p(1−p)/variance, at most their number. Where all
 * units agree (share 0 or 1) nothing tells how they hang together, and they count as independent.
 */
export function effectiveUnits(share: number, variance: number, units: number): number {
  const effective = (share * (1 - share)) / variance
  return share > 0 && share < 1 && effective < units ? effective : units
}

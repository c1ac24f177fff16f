import { type Difference, differenceOfProportions, fisherExact, MIN_CALLS } from '../../domain/statistics.ts'
import type { Calls, Tallied } from '../read/tallied.ts'

/** A value that some calls of the groups have and others have not. */
export interface Fact {
  of: Tallied
  value: string
  /** Calls of each group that have it, of those where it is known. */
  k: readonly [number, number]
  n: readonly [number, number]
  /** Share of the first group less that of the second. */
  difference: number
  interval: Difference['interval']
  /** Two-sided, by Fisher's exact test. */
  p: number
}

/** Of fewer calls no test could tell anything, however they lie. */
export const LEAST_CALLS = 5

/**
 * The facts of an attribute that can be compared: at least five calls have each, at least five are known not to, and in
 * either group it is known of ten. Of two values that exclude each other one tells all: the one that the first
 * group has more of.
 */
export function factsOf(of: Tallied): Fact[] {
  const [n1, n2] = of.n
  if (of.isTooWide || n1 < MIN_CALLS || n2 < MIN_CALLS) return []
  const isPair = of.attribute.form !== 'several' && of.values.size === 2
  const facts: Fact[] = []
  for (const [value, [k1, k2]] of of.values) {
    if (k1 + k2 < LEAST_CALLS || n1 + n2 - k1 - k2 < LEAST_CALLS) continue
    if (isPair && k1 * n2 < k2 * n1) continue
    const { difference, interval } = differenceOfProportions(k1, n1, k2, n2)
    facts.push({
      ...{ of, value, interval, k: [k1, k2], n: [n1, n2], difference: difference! },
      p: fisherExact(k1, n1, k2, n2),
    })
  }
  // Where both are held alike, in one order all the same.
  return isPair ? facts.sort((a, b) => compareNames(a.value, b.value)).slice(0, 1) : facts
}

/** All calls that have it, ascending. */
export const callsOf = ({ of, value }: Fact): Calls => of.callsOf(value)

/** The least difference that the interval allows, in the direction of the difference; negative where it may be none. */
export const leastDifference = ({ difference, interval }: Fact): number =>
  interval === null ? 0 : difference >= 0 ? interval.low : -interval.high

/**
 * What facts are ranked by: the least difference, times the share of calls where the fact is known at all, since of the
 * others it tells nothing. Then the largest difference, then the name: the same order in every run.
 * @param calls of both groups
 */
export const byDifference =
  (calls: number) =>
  (a: Fact, b: Fact): number => {
    const [first, second] = [a, b].map(fact => (leastDifference(fact) * (fact.n[0] + fact.n[1])) / calls)
    return second! - first! || Math.abs(b.difference) - Math.abs(a.difference) || compareNames(nameOf(a), nameOf(b))
  }

const nameOf = ({ of, value }: Fact): string => `${of.attribute.name}\n${of.key ?? ''}\n${value}`
const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

import { seededRandom } from '../../domain/statistics.ts'
import type { Pieces } from '../../pieces.ts'

/** Whole calls are unpacked and their words analysed, which takes some milliseconds each: of so many in either group. */
export const MOST_CALLS_READ = 200

/**
 * Calls that stand for all: all of them, or as many as may be read, drawn at random. A call's own id decides its draw, so
 * that the sample is the same in every run and every store, and hardly another when calls are added.
 * @param nameOf the API's id of a call
 * @returns by that id
 */
export function* sampleOf(calls: readonly number[], nameOf: (call: number) => string): Pieces<number[]> {
  const byName = (a: number, b: number): number => (nameOf(a) < nameOf(b) ? -1 : 1)
  if (calls.length <= MOST_CALLS_READ) return [...calls].sort(byName)
  const draws = new Float64Array(calls.length)
  for (const [at, call] of calls.entries()) {
    draws[at] = seededRandom(nameOf(call))()
    if (at % A_PIECE === A_PIECE - 1) yield
  }
  const bound = draws.toSorted()[MOST_CALLS_READ - 1]!
  yield
  return calls
    .filter((_, at) => draws[at]! <= bound)
    .sort(byName)
    .slice(0, MOST_CALLS_READ)
}

const A_PIECE = 10_000

import { stratifiedSample } from '../../domain/statistics.ts'
import type { Side } from './read-groups.ts'
import type { Tally } from './tally.ts'

/** Whole calls are unpacked and their words analysed, which takes a millisecond each: of so many in either group. */
export const MOST_CALLS_READ = 200

/** Calls of one group that stand for it: all of them, or as many as may be read, drawn at random; the same ones each time. */
export function sampleOf(tally: Tally, side: Side): number[] {
  const calls = tally.ids.flatMap((_, call) => (tally.sides[call] === side ? call : []))
  return stratifiedSample(calls, () => '', MOST_CALLS_READ, 'explain')
}

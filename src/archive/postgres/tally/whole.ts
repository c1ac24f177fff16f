import { bothSums, noSums } from '../../../domain/statistics.ts'
import { type Sql, sql } from '../../engine/sql.ts'
import type { Key, Measure } from '../../engine/tallying.ts'
import type { Row as Cells } from '../../engine/values.ts'
import { all, type Work } from '../../engine/work.ts'
import { noSample, type Sample } from '../../tally/tally.ts'

/* All calls together, beside the rows that they are in. */

/** By row, and of all calls; null where it follows from the rows. */
interface Told {
  rows: Cells[]
  whole: Cells | null
}

/** A call may be in several rows. */
export const isShared = (keys: readonly Key[]): boolean => keys.some(({ source }) => source !== undefined)

/** Whether what rows tell of it adds up. */
export const adds = ({ keeps }: Measure): boolean => keeps === 'sums'

export const IS_WHOLE = sql`GROUPING(k0) AS "isWhole"`

/**
 * What adds up is asked by row only: several workers count that, which they cannot do where other sets of rows are counted
 * beside these. The rest (percentiles) comes from the same reading of the calls; where rows share calls, from another.
 * @param doesAdd all that is asked for
 * @param ask for rows, and for the whole beside them
 */
export function* rowsAndWhole(
  keys: readonly Key[],
  doesAdd: boolean,
  ask: (keys: readonly Key[], isWithWhole: boolean) => Sql,
): Work<Told> {
  const isWithWhole = keys.length > 0 && !isShared(keys) && !doesAdd
  const told = yield* all<Cells>(ask(keys, isWithWhole))
  if (keys.length === 0) return { rows: told, whole: told[0]! }
  if (isShared(keys)) return { rows: told, whole: (yield* all<Cells>(ask([], false)))[0]! }
  if (!isWithWhole) return { rows: told, whole: null }
  return { rows: told.filter(({ isWhole }) => isWhole === 0), whole: told.find(({ isWhole }) => isWhole === 1)! }
}

/** Of rows in each of which other calls are. */
export const togetherOf = (samples: readonly Sample[]): Sample => ({
  ...noSample(),
  sums: samples.reduce((both, { sums }) => bothSums(both, sums), noSums()),
})

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

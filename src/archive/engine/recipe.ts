import type { Measure } from './tallying.ts'

/*
 * How what was read is counted, as plain data, so that whichever thread has read it counts it. What was read are tables of
 * columns: the first has a row for each call, each of the others one for each unit of calls.
 */

export interface Recipe {
  /** By table: the place of the column of our own ids of calls; null: of the first, where there is no other. */
  ids: readonly (number | null)[]
  keys: readonly RecipeKey[]
  measures: readonly RecipeMeasure[]
}

export interface RecipeKey {
  table: number
  place: number
  /** What seconds become; null: they stay what they are. */
  steps: Steps | null
}

export interface RecipeMeasure extends Pick<Measure, 'keeps' | 'percentiles'> {
  /** For how many conditions a call may be left out: in the first column it then has the number of one, as a text. */
  conditions: number
  /** Places of columns of calls: numbers, or numerators and denominators. */
  first: number
  second: number | null
  /** Where the numbers are those of units; of the first table: each call has a list of them. */
  units: { table: number; place: number; isSummed: boolean } | null
}

/** From each of these moments (Unix seconds, ascending) on it is the bucket at the same place, until the next. */
export interface Steps {
  moments: readonly number[]
  buckets: readonly number[]
}

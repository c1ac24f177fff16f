import type { TimeWindow } from '../../domain/time.ts'
import type { Sql } from './sql.ts'

/*
 * The question for numbers over many calls. Engines answer it as suits them: one behind a network adds up itself, so that
 * what travels grows with the groups and not with the calls; one that is a library hands over columns, which takes less
 * time than its GROUP BY, since that sorts.
 */

/** What a call has several of. */
export interface Source {
  /** What they are called. */
  units: string
  /** The rows `u` of one call `c`, for FROM; ends with a condition. */
  from: Sql
  /** Columns of `u` that say which row comes first. */
  order: Sql
  /** They stand in a column of the call, not in a table. */
  isInColumn?: boolean
}

/** What calls are told apart by. */
export interface Key {
  value: Sql
  /** Where a call may have several values: they are those of its units, each counted once. */
  source?: Source | undefined
  /** Of the start of a call, in Unix seconds: what it becomes. Changes at full quarters of hours only. */
  bucketOf?: ((unix: number) => number) | undefined
}

/** A number of each unit of a call. */
export interface Units {
  source: Source
  /** Of a row `u`; null where it has none. */
  item: Sql
  /** The units of a call make one value, their sum. */
  isSummed?: boolean
}

/** Where the numbers of a call come from: null where it has none. */
export type Reading = { value: Sql } | { numerator: Sql; denominator: Sql } | { units: Units }

/** A number to be known of the calls of each row. */
export interface Measure {
  /** A call does not count for the first of these conditions that holds. */
  leftOut: readonly Sql[]
  reading: Reading
  /**
   * What is to be known: `sums` of the parts of calls (of a value: of it and 1; of units: of theirs and how many they
   * are), a `summary` of the values, or the `values` themselves.
   */
  keeps: 'sums' | 'summary' | 'values'
  /** Of a summary, beside the usual ones. */
  percentiles?: readonly number[]
}

export interface Tallying {
  /** A condition on `conversations c`. */
  where: Sql
  /** When the calls start that it holds for. */
  window: TimeWindow | undefined
  /** A call is in each row of which it has the values, once; without a value, in the row of null. */
  keys: readonly Key[]
  measures: readonly Measure[]
}

/** Sources of the keys, each once. */
export const sourcesOf = (keys: readonly Key[]): Source[] => [...new Set(keys.flatMap(({ source }) => source ?? []))]

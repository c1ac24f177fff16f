import { noSums, type Sums } from '../../domain/statistics/clusters.ts'
import type { Summary } from '../../domain/statistics/percentile.ts'
import type { Pieces } from '../../pieces.ts'
import type { Tallying } from '../engine/tallying.ts'
import type { Work } from '../engine/work.ts'
import type { Scalar } from '../read/told-columns.ts'

/** What the calls of one row tell for one measure. */
export interface Sample {
  sums: Sums
  /** Where a summary is kept. */
  summary: Summary | null
  /** Of calls or of units, those of one call together. */
  values: number[]
  /** How many of the values come from each call. */
  sizes: number[]
}

export const noSample = (): Sample => ({ sums: noSums(), summary: null, values: [], sizes: [] })

/** What does not count for one measure. */
export interface Left {
  /** Calls, by condition. */
  calls: number[]
  /** Calls that count and have no number. */
  missing: number
  /** Units without a number, of calls that count. */
  units: number
}

export interface Row {
  key: Scalar[]
  calls: number
  /** By measure; of units, where the row is about such units, only those that brought the call there. */
  samples: Sample[]
}

export interface Tallied {
  rows: Row[]
  /** Of all calls, each counted once. */
  whole: Row
  left: Left[]
}

/** What an engine has told; the rest of the work is done later, when others may come between. */
export interface Tally {
  finish(): Pieces<Tallied>
}

/** Nothing is left to be done. Two that tell the same are equal, by which a work that is repeated is known (`Performance`). */
export class Finished implements Tally {
  readonly tallied: Tallied

  constructor(tallied: Tallied) {
    this.tallied = tallied
  }

  // biome-ignore lint/correctness/useYield: nothing is left
  *finish(): Pieces<Tallied> {
    return this.tallied
  }
}

/** Counts the calls, and adds up the measures. */
export function* tally(tallying: Tallying): Work<Tally> {
  return (yield { want: 'tally', tallying }) as Tally
}

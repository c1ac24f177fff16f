import type { Sample as Told } from '../../archive/tally/tally.ts'

/** What the calls of one row tell for one metric. */
export interface Sample extends Told {
  /** All that are in the row. */
  calls: number
}

import { bothSums, noSums } from '../../../domain/statistics.ts'
import { type Left, noSample, type Sample } from '../../tally/tally.ts'

/* All calls together, of rows in each of which other calls are. */

/** Of one row it is all of it; of several, sums. */
export function togetherOf(samples: readonly Sample[]): Sample {
  if (samples.length === 1) return samples[0]!
  return { ...noSample(), sums: samples.reduce((both, { sums }) => bothSums(both, sums), noSums()) }
}

/** @param reasons how many a measure has */
export const leftTogether = (rows: readonly Left[], reasons: number): Left => ({
  calls: Array.from({ length: reasons }, (_, at) => total(rows.map(({ calls }) => calls[at]!))),
  missing: total(rows.map(({ missing }) => missing)),
  units: total(rows.map(({ units }) => units)),
})

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

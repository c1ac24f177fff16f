import { noSums, type Sums } from '../../../domain/statistics.ts'
import { type Left, noSample, type Sample } from '../../tally/tally.ts'

/* All calls together, of rows in each of which other calls are. */

/** Of one row it is all of it; of several, sums. */
export function togetherOf(samples: readonly Sample[]): Sample {
  if (samples.length === 1) return samples[0]!
  return { ...noSample(), sums: samples.reduce((sum, { sums }) => plus(sum, sums), noSums()) }
}

const plus = (one: Sums, other: Sums): Sums => ({
  ...{ calls: one.calls + other.calls, k: one.k + other.k, n: one.n + other.n },
  ...{ kk: one.kk + other.kk, nn: one.nn + other.nn, kn: one.kn + other.kn },
  isOnePerCall: one.isOnePerCall && other.isOnePerCall,
})

/** @param reasons how many a measure has */
export const leftTogether = (rows: readonly Left[], reasons: number): Left => ({
  calls: Array.from({ length: reasons }, (_, at) => total(rows.map(({ calls }) => calls[at]!))),
  missing: total(rows.map(({ missing }) => missing)),
  units: total(rows.map(({ units }) => units)),
})

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

import type { Sample } from '../../archive/tally/tally.ts'
import { addPart, effectiveUnits, linearised, noSums, type Sums } from '../../domain/statistics/clusters.ts'
import { percentileOf, placesOf, settle } from '../../domain/statistics/fast-summary.ts'
import { type Estimate, t95 } from '../../domain/statistics.ts'

type Values = Pick<Sample, 'values' | 'sizes'>

/**
 * Percentiles with intervals that know that the values of one call hang together: `clusteredPercentile` of the domain, which
 * says how and why, for a million values, which are not sorted (`fast-summary.ts`).
 */
export function quantilesOf(sample: Values, percentiles: readonly number[]): Estimate[] {
  const n = sample.values.length
  const settled = new Float64Array(sample.values)
  return percentiles.map(p => {
    settle(settled, placesOf(p, n))
    const value = percentileOf(settled, p)
    const share = linearised(sumsByCall(sample, one => (one <= value! ? 1 : 0)))
    if (share.value === null || share.reason !== null) return { value, interval: null, reason: share.reason }
    const half = t95(share.df) * Math.sqrt(((p / 100) * (1 - p / 100)) / effectiveUnits(share.value, share.variance, n))
    const [low, high] = [p / 100 - half, p / 100 + half]
    if (low <= 0 || high >= 1) return { value, interval: null, reason: `too few values for a p${p}` }
    const places = [Math.ceil(low * n) - 1, Math.floor(high * n)] as const
    settle(settled, places)
    return { value, interval: { low: settled[places[0]]!, high: settled[places[1]]! }, reason: null }
  })
}

/** By call: the sum of what each of its values counts, over how many they are. */
export function sumsByCall({ values, sizes }: Values, counts: (value: number) => number): Sums {
  const sums = noSums()
  let at = 0
  for (const size of sizes) {
    let sum = 0
    for (const end = at + size; at < end; at++) sum += counts(values[at]!)
    if (size > 0) addPart(sums, sum, size)
  }
  return sums
}

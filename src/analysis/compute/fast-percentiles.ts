import type { Sample } from '../../archive/tally/tally.ts'
import { effectiveUnits, linearised } from '../../domain/statistics/clusters.ts'
import { percentileOf, placesOf, settle } from '../../domain/statistics/fast-summary.ts'
import { type Estimate, type Part, t95 } from '../../domain/statistics.ts'

/**
 * Percentiles with intervals that know that the values of one call hang together: `clusteredPercentile` of the domain, which
 * says how and why, for a million values, which are not sorted (`fast-summary.ts`).
 */
export function quantilesOf(
  { values, sizes }: Pick<Sample, 'values' | 'sizes'>,
  percentiles: readonly number[],
): Estimate[] {
  const n = values.length
  const settled = Float64Array.from(values)
  return percentiles.map(p => {
    settle(settled, placesOf(p, n))
    const value = percentileOf(settled, p)
    const share = linearised(partsBelow(values, sizes, value))
    if (share.value === null || share.reason !== null) return { value, interval: null, reason: share.reason }
    const half = t95(share.df) * Math.sqrt(((p / 100) * (1 - p / 100)) / effectiveUnits(share.value, share.variance, n))
    const [low, high] = [p / 100 - half, p / 100 + half]
    if (low <= 0 || high >= 1) return { value, interval: null, reason: `too few values for a p${p}` }
    const places = [Math.ceil(low * n) - 1, Math.floor(high * n)] as const
    settle(settled, places)
    return { value, interval: { low: settled[places[0]]!, high: settled[places[1]]! }, reason: null }
  })
}

/** Of each call: how many of its values are not above this one. */
function partsBelow(values: readonly number[], sizes: readonly number[], value: number | null): Part[] {
  let at = 0
  return sizes.map(denominator => {
    let numerator = 0
    for (const end = at + denominator; at < end; at++) if (values[at]! <= value!) numerator++
    return { numerator, denominator }
  })
}

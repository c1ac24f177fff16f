import { summaryOf } from '../../domain/statistics/fast-summary.ts'
import { clusteredRatio, type Estimate } from '../../domain/statistics.ts'
import type { Metric } from '../define/metric.ts'
import { sumsOfValues } from './differences.ts'
import { estimateOf, percentileOf, type Stat } from './estimates.ts'
import { quantilesOf } from './fast-percentiles.ts'
import type { Sample } from './sample.ts'

/** One number of a metric that something is decided by: with how sure it is, of averages and percentiles, too. */
export interface Probed extends Estimate {
  /** Of a share: what is counted. */
  k: number | null
  /** Of what the value is made. */
  n: number
}

/** @param calls in all rows */
export function probe({ form }: Metric, stat: Stat, sample: Sample, calls: number): Probed {
  const exact = (value: number | null, n: number): Probed => ({ value, interval: null, reason: null, k: null, n })
  if (form === 'count') return exact(sample.calls, sample.calls)
  if (form === 'number') return probeNumbers(stat, sample)
  const { value, interval, reason, k, n } = estimateOf(form, sample, calls)
  if (stat === 'value') return { value, interval, reason, k, n }
  return exact({ k, n, low: interval?.low, high: interval?.high }[stat as 'k'] ?? null, n)
}

function probeNumbers(stat: Stat, sample: Sample): Probed {
  const n = sample.values.length
  const known = { k: null, n }
  const percentile = percentileOf(stat)
  if (percentile !== null) return { ...quantilesOf(sample, [percentile])[0]!, ...known }
  const value = n === 0 && stat !== 'n' ? null : (summaryOf(sample.values)[stat as 'avg'] ?? null)
  if (stat !== 'avg') return { value, interval: null, reason: null, ...known }
  // With one value a call this is the t interval of a mean.
  const { interval, reason } = clusteredRatio(sumsOfValues(sample))
  return { value, interval, reason, ...known }
}

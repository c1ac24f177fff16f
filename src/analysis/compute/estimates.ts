import { summaryOf } from '../../domain/statistics/fast-summary.ts'
import {
  clusteredRatio,
  clusteredShare,
  type Estimate,
  MIN_CALLS,
  type PercentileName,
  proportion,
  type Sums,
  squaresAround,
  TOO_FEW,
  t95,
  USUAL_PERCENTILES,
} from '../../domain/statistics.ts'
import type { Form, Metric } from '../define/metric.ts'
import { peakOf } from '../define/metrics/crowd.ts'
import type { Sample } from './sample.ts'

/** What a metric says of a row, by name; `value` is the thing itself. */
export type Stat =
  | 'value'
  | 'k'
  | 'n'
  | 'low'
  | 'high'
  | 'avg'
  | 'min'
  | 'max'
  | 'sum'
  | 'share'
  | PercentileName
  | 'at'

export interface Estimated {
  stats: Partial<Record<Stat, number | null>>
  /** Why there is no interval, where there could be one. */
  reason: string | null
}

const SHARE = ['value', 'k', 'n', 'low', 'high'] as const
const RATIO = ['value', 'n', 'low', 'high'] as const

/** In this order they are shown. */
export const STATS: Record<Form, readonly Stat[]> = {
  count: ['value'],
  portion: SHARE,
  rate: SHARE,
  callers: SHARE,
  distinct: ['value', 'n'],
  per_caller: ['value', 'n'],
  peak: ['value', 'at', 'n'],
  share: SHARE,
  ratio: RATIO,
  price: RATIO,
  number: ['n', 'avg', 'min', 'max', 'sum', 'share', 'p50', 'p90', 'p95', 'p99'],
}

/** The percentile that a statistic is; null: it is none. */
export function percentileOf(stat: string): number | null {
  const number = /^p(\d{1,2}(?:\.\d{1,3})?)$/.exec(stat)?.[1]
  // One number has one name.
  return number !== undefined && Number(number) > 0 && `p${Number(number)}` === stat ? Number(number) : null
}

/** Whether a metric tells it. */
export const hasStat = (form: Form, stat: Stat): boolean =>
  STATS[form].includes(stat) || (form === 'number' && percentileOf(stat) !== null)

/** The same with the percentiles that somebody asks for. */
export function statsOf(form: Form, percentiles: readonly number[]): readonly Stat[] {
  const names = percentiles.map((p): Stat => `p${p}`).filter(name => !STATS.number.includes(name))
  if (form !== 'number' || names.length === 0) return STATS[form]
  const isPercentile = (stat: Stat): boolean => percentileOf(stat) !== null
  const all = [...STATS.number.filter(isPercentile), ...names].sort((a, b) => percentileOf(a)! - percentileOf(b)!)
  return [...STATS.number.filter(stat => !isPercentile(stat)), ...all]
}

/** The one that stands for all of them. */
export const mainStat = (form: Form): Stat => (form === 'number' ? 'avg' : 'value')

/** What a row is seen against. */
export interface Beside {
  /** Calls in all rows. */
  calls: number
  /** Of numbers: their sum over all calls; null where some are negative, and nothing is a share of it. */
  total: number | null
  /** Beside the usual ones. */
  percentiles: readonly number[]
}

export function estimate({ form }: Metric, sample: Sample, { calls, total, percentiles }: Beside): Estimated {
  if (form === 'count') return { stats: { value: sample.calls }, reason: null }
  if (form === 'number') {
    const summary = sample.summary ?? summaryOf(sample.values, [...USUAL_PERCENTILES, ...percentiles])
    // The sum of nothing is not known to be 0.
    const sum = summary.n === 0 ? null : summary.sum
    // Sums of the same values in another order may differ in the last bits.
    const share = total && sum !== null ? Math.min(1, sum / total) : null
    return { stats: { ...summary, sum, share }, reason: null }
  }
  if (form === 'peak') {
    const { most, at } = peakOf(sample.values)
    return { stats: { value: most, at, n: sample.values.length }, reason: null }
  }
  const { value, interval, reason, k, n } = estimateOf(form, sample, calls)
  if (form === 'distinct' || form === 'per_caller') return { stats: { value, n }, reason: null }
  return { stats: { value, k, n, low: interval?.low ?? null, high: interval?.high ?? null }, reason }
}

export interface Fraction extends Estimate {
  k: number
  n: number
}

/** A value with an interval, and what it is made of. */
export function estimateOf(form: Exclude<Form, 'count' | 'number'>, sample: Sample, calls: number): Fraction {
  switch (form) {
    case 'portion':
      return counted(sample.calls, calls)
    case 'rate':
      return counted(sample.sums.k, sample.sums.n)
    case 'callers':
      return callers(sample.values)
    case 'distinct':
      return whole(new Set(sample.values).size, sample.values.length)
    case 'per_caller': {
      const n = new Set(sample.values).size
      return whole(n === 0 ? null : sample.values.length / n, n)
    }
    case 'peak':
      return whole(peakOf(sample.values).most, sample.values.length)
    case 'share':
      // Units that are one a call are as independent as calls are.
      return clustered(sample.sums.isOnePerCall ? onePerCall : clusteredShare, sample.sums)
    case 'ratio':
      return clustered(clusteredRatio, sample.sums)
    case 'price':
      return clustered(price, sample.sums)
  }
}

/** What is told of all calls, not of a sample: chance has no part in it. */
const whole = (value: number | null, n: number): Fraction => ({
  ...{ value, n, k: n, interval: null },
  reason: 'counts cover all calls, not a sample',
})

const counted = (k: number, n: number): Fraction => ({ ...proportion(k, n), k, n })

/** See `observeRepeats`: who called again after any of the calls, called again. */
function callers(values: readonly number[]): Fraction {
  const all = new Set(values.map(value => value >> 1))
  const again = new Set(values.filter(value => value % 2 === 1).map(value => value >> 1))
  return counted(again.size, all.size)
}

function clustered(estimator: (sums: Sums) => Estimate, sums: Sums): Fraction {
  const { value, interval, reason } = estimator(sums)
  return { value, interval, reason, k: sums.k, n: sums.n }
}

const onePerCall = ({ k, n }: Sums): Estimate => proportion(k, n)

const MIN_HITS = 5

/**
 * A sum over a number of hits, to which a call adds 1 or nothing: y/x with the variance of `linearised` of the domain,
 * whose units are all calls, those without a hit too. So few hits decide how sure it is: their number gives the degrees
 * of freedom.
 */
export function price(sums: Sums): Estimate {
  const { calls, k, n: hits } = sums
  if (hits === 0) return { value: null, interval: null, reason: 'no data' }
  const value = k / hits
  if (calls < MIN_CALLS) return { value, interval: null, reason: TOO_FEW }
  if (hits < MIN_HITS) return { value, interval: null, reason: `fewer than ${MIN_HITS} successes` }
  const half = (t95(hits - 1) * Math.sqrt((calls / (calls - 1)) * squaresAround(value, sums))) / hits
  if (half === 0) return { value, interval: null, reason: 'no variation between calls' }
  // An interval below 0 would say of a price that cannot be: too little is known for this formula.
  if (half > value) return { value, interval: null, reason: 'too few successes' }
  return { value, interval: { low: value - half, high: value + half }, reason: null }
}

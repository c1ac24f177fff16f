import {
  type Difference,
  differenceOf,
  differenceOfMeans,
  differenceOfRatios,
  type Estimate,
  MIN_CALLS,
  type Sums,
  TOO_FEW,
} from '../../domain/statistics.ts'
import type { Metric } from '../define/metric.ts'
import { estimateOf, type Stat } from './estimates.ts'
import { quantilesOf, sumsByCall } from './fast-percentiles.ts'
import type { Sample } from './sample.ts'

/** One number of a metric on both sides. */
export interface Compared extends Difference {
  stat: Stat
  value: number | null
  /** Of what the value is made. */
  n: number
  other: number | null
  otherN: number
}

export interface Counted {
  sample: Sample
  /** In all rows of the selection. */
  calls: number
}

const PERCENTILES = [50, 95]

/**
 * The first side less the second: the average, the median and the 95th percentile of numbers, and what other percentiles
 * are asked for; of others the value.
 */
export function compare({ form }: Metric, a: Counted, b: Counted, percentiles: readonly number[] = []): Compared[] {
  if (form === 'number') return compareNumbers(a.sample, b.sample, [...new Set([...PERCENTILES, ...percentiles])])
  if (form === 'count') {
    const [value, other] = [a.sample.calls, b.sample.calls]
    const all = { interval: null, reason: 'counts cover all calls, not a sample' }
    return [{ stat: 'value', value, n: value, other, otherN: other, difference: value - other, ...all }]
  }
  const [first, second] = [a, b].map(({ sample, calls }) => estimateOf(form, sample, calls)) as [Values, Values]
  const given = form === 'ratio' ? differenceOfRatios(a.sample.sums, b.sample.sums) : differenceOf(first, second)
  // Shares of turns or tool calls: that each of a few calls has just one of them is chance, and no better evidence.
  const isTooFew =
    form === 'share' && given.interval !== null && Math.min(a.sample.sums.calls, b.sample.sums.calls) < MIN_CALLS
  const difference = isTooFew ? { ...given, interval: null, reason: TOO_FEW } : given
  return [{ stat: 'value', value: first.value, n: first.n, other: second.value, otherN: second.n, ...difference }]
}

type Values = ReturnType<typeof estimateOf>

function compareNumbers(a: Sample, b: Sample, percentiles: readonly number[]): Compared[] {
  const [n, otherN] = [a.values.length, b.values.length]
  const [first, second] = [a, b].map(sample => quantilesOf(sample, percentiles)) as [Estimate[], Estimate[]]
  const quantiles = percentiles.map((p, at): Compared => {
    const [one, other] = [first[at]!, second[at]!]
    return { stat: `p${p}`, value: one.value, n, other: other.value, otherN, ...differenceOf(one, other) }
  })
  const averages = { value: averageOf(a), n, other: averageOf(b), otherN }
  return [{ stat: 'avg', ...averages, ...differenceOfAverages(a, b) }, ...quantiles]
}

const averageOf = ({ values }: Sample): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** Where calls have several values each, an average is a ratio of sums over calls. */
function differenceOfAverages(a: Sample, b: Sample): Difference {
  const isOnePerCall = [a, b].every(({ sizes }) => sizes.every(size => size <= 1))
  return isOnePerCall ? differenceOfMeans(a.values, b.values) : differenceOfRatios(sumsOfValues(a), sumsOfValues(b))
}

/** The values of each call as their sum over their number. */
export const sumsOfValues = (sample: Sample): Sums => sumsByCall(sample, value => value)

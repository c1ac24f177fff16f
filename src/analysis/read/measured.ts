import type { KeySpace } from '../../archive/tally/key-space.ts'
import { type Left, noSample, type Tallied, type Sample as Told } from '../../archive/tally/tally.ts'
import { bothSums, type Summary } from '../../domain/statistics.ts'
import type { Sample } from '../compute/sample.ts'
import { isOfCallers, type Metric } from '../define/metric.ts'
import type { Callers } from '../define/metrics/crowd.ts'
import type { Repeats } from '../define/metrics/repeat-contact.ts'
import type { MetricName } from '../define/metrics.ts'
import type { Plan } from '../define/question.ts'
import { groupedSources, isMeasured, unitsOf } from './measures.ts'

/** What is not counted. */
export interface LeftOut {
  reason: string
  count: number
  /** Calls, or the units of calls. */
  of: string
}

/** What the calls of one side tell for one metric. */
export interface Measured {
  name: MetricName
  metric: Metric
  /** By row. */
  samples: Sample[]
  /** Of all calls together, each counted once. */
  whole: Sample
  leftOut: LeftOut[]
  /** How many calls are in rows. */
  calls: number
  /** Of numbers: their sum over all calls; null where some are negative. */
  total: number | null
  /** Beside the usual ones. */
  percentiles: readonly number[]
}

/** Calls by row. */
export function countsOf({ rows }: Tallied, space: KeySpace): number[] {
  const counts = space.keys.map(() => 0)
  for (const { key, calls } of rows) counts[space.numberOf(key)]! += calls
  return counts
}

/** One for each metric of the question, by the rows of the space. */
export function measuredOf(
  tallied: Tallied,
  { repeats, callers }: { repeats: Repeats; callers: Callers },
  plan: Plan,
  space: KeySpace,
): Measured[] {
  const counts = countsOf(tallied, space)
  const numbers = tallied.rows.map(({ key }) => space.numberOf(key))
  const { calls } = tallied.whole
  const sources = groupedSources(plan.groups)
  let measures = 0
  return plan.metrics.map(({ name, metric }): Measured => {
    const samples = counts.map(count => ({ ...noSample(), calls: count }))
    const { percentiles } = plan
    if (!isMeasured(metric)) {
      const whole = { ...noSample(), calls }
      return { name, metric, samples, whole, leftOut: [], calls, total: 0, percentiles }
    }
    const at = measures++
    const units = unitsOf(metric, sources)
    const ids = tallied.whole.samples[at]!
    const known = isOfCallers(metric) ? (metric.form === 'callers' ? repeats : callers) : null
    const read = (told: Told): Told => (known ? observed(told, known) : scaled(told, units?.per))
    for (const [row, told] of tallied.rows.entries()) {
      const number = numbers[row]!
      samples[number] = { ...both(samples[number]!, read(told.samples[at]!)), calls: counts[number]! }
    }
    const reasons = known ? ids.values.map(id => known.get(id)) : []
    const leftOut = leftOutOf(metric, tallied.left[at]!, reasons, units?.source.units ?? '')
    const whole = { ...read(ids), calls }
    return { name, metric, samples, whole, leftOut, calls, total: totalOf(whole), percentiles }
  })
}

function totalOf({ summary, values }: Told): number | null {
  if (summary) return (summary.min ?? 0) < 0 ? null : summary.sum
  return values.some(value => value < 0) ? null : values.reduce((sum, value) => sum + value, 0)
}

/** Calls by what is known of their callers. */
function observed({ values, ...told }: Told, of: Repeats | Callers): Told {
  const known = values.map(id => of.get(id)).filter(one => typeof one === 'number')
  return { ...told, values: known, sizes: known.map(() => 1) }
}

function scaled(told: Told, per = 1): Told {
  if (per === 1) return told
  const of = (value: number | null): number | null => (value === null ? null : value / per)
  const { n, ...rest } = told.summary ?? { n: 0 }
  const summary = told.summary && ({ n, ...mapped(rest, of) } as Summary)
  return { ...told, values: told.values.map(value => value / per), summary }
}

const mapped = <T, U>(members: Record<string, T>, of: (one: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(members).map(([name, one]) => [name, of(one)]))

/** Rows whose keys count as the same. */
function both(a: Told, b: Told): Told {
  if (a.values.length === 0 && a.sums.calls === 0) return b
  return {
    ...{ sums: bothSums(a.sums, b.sums), summary: null },
    ...{ values: [...a.values, ...b.values], sizes: [...a.sizes, ...b.sizes] },
  }
}

/** Each call once, whatever rows it is in. @param more reasons, each of one call */
function leftOutOf(metric: Metric, left: Left, more: readonly unknown[], units: string): LeftOut[] {
  const reasons = new Map<string, number>()
  const add = (reason: string, count: number): void => {
    if (count > 0) reasons.set(reason, (reasons.get(reason) ?? 0) + count)
  }
  for (const [at, count] of left.calls.entries()) add(metric.leftOut[at]!.reason, count)
  add(metric.missing, left.missing)
  for (const reason of more) if (typeof reason === 'string') add(reason, 1)
  const calls = [...reasons].map(([reason, count]) => ({ reason, count, of: 'calls' }))
  // Not as they were met, which is the engine's affair.
  calls.sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
  return left.units === 0 ? calls : [...calls, { reason: metric.missing, count: left.units, of: units }]
}

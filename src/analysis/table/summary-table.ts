import type { Scalar } from '../../archive/read/columns.ts'
import { histogram } from '../../domain/statistics.ts'
import { type Estimated, estimate, mainStat, statsOf } from '../compute/estimates.ts'
import type { Sample } from '../compute/sample.ts'
import type { Plan, Sort } from '../define/question.ts'
import type { Measured } from '../read/measured.ts'
import type { Histogram, Table, TableColumn, Value } from './answer.ts'
import type { Labels } from './labels.ts'
import type { Rank } from './order.ts'

/** A row's place, by what the question sorts by. */
export function summaryRanks(
  measured: readonly Measured[],
  keys: readonly (readonly Scalar[])[],
  counts: readonly number[],
  labels: Labels,
  sort: Sort | undefined,
): Rank[] {
  const sorting = measured.find(({ name }) => name === sort?.by)
  return keys.map((key, row) => {
    const calls = counts[row]!
    const names = labels(row)
    if (!sorting) return { row, key, names, calls, counted: calls, value: calls }
    const { stats } = estimated(sorting, sorting.samples[row]!)
    return {
      row,
      key,
      names,
      calls,
      counted: stats.n ?? calls,
      value: stats[sort?.stat ?? mainStat(sorting.metric.form)] ?? null,
    }
  })
}

const estimated = (measured: Measured, sample: Sample): Estimated => estimate(measured.metric, sample, measured)

/** A row for each key, a column for each statistic of each metric. @param rest by metric: of the rows that are not shown */
export function summaryTable(
  plan: Plan,
  measured: readonly Measured[],
  rows: readonly number[],
  labels: Labels,
  rest: readonly Sample[] | null,
): { table: Table; total: Value[][]; others: Value[] | null } {
  const body = rows.map(row => measured.map(one => estimated(one, one.samples[row]!)))
  const total = plan.groups.length === 0 ? [] : [measured.map(one => estimated(one, one.whole))]
  const others = rest && measured.map((one, at) => estimated(one, rest[at]!))
  // A column for reasons only where there are any.
  const isNoted = measured.map((_, at) =>
    [...body, ...total, ...(others ? [others] : [])].some(row => row[at]!.reason !== null),
  )
  const cells = (row: readonly Estimated[]): Value[] =>
    row.flatMap(({ stats, reason }, at) => {
      const values = statsIn(measured[at]!).map(stat => stats[stat] ?? null)
      return isNoted[at] ? [...values, reason] : values
    })
  const columns = measured.flatMap((one, at) => columnsOf(one, isNoted[at]!))
  return {
    table: {
      columns: [...plan.groups.map(({ name }) => ({ name })), ...columns],
      rows: body.map((row, at) => [...labels(rows[at]!), ...cells(row)]),
    },
    total: total.map(row => [...plan.groups.map(() => null), ...cells(row)]),
    others: others && [...plan.groups.map(() => null), ...cells(others)],
  }
}

const statsIn = ({ metric: { form }, percentiles }: Measured) => statsOf(form, percentiles)

function columnsOf(measured: Measured, isNoted: boolean): TableColumn[] {
  const { name, metric } = measured
  const columns = statsIn(measured).map((stat): TableColumn => {
    const unit = stat === 'share' ? stat : metric.unit
    const isCount = stat === 'k' || stat === 'n'
    return { name: stat === 'value' ? name : `${name}_${stat}`, metric: name, stat, ...(!isCount && { unit }) }
  })
  return isNoted ? [...columns, { name: `${name}_note`, metric: name }] : columns
}

const MAX_HISTOGRAMS = 12

/** Of the first rows of each metric that is a number. */
export function histogramsOf(measured: readonly Measured[], rows: readonly number[], labels: Labels): Histogram[] {
  return measured
    .filter(({ metric }) => metric.form === 'number')
    .flatMap(({ name, samples }) =>
      rows.slice(0, MAX_HISTOGRAMS).map(row => {
        return { metric: name, key: labels(row), bins: histogram(Float64Array.from(samples[row]!.values).sort()) }
      }),
    )
}

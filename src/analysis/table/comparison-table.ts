import type { Scalar } from '../../archive/read/columns.ts'
import { type Compared, compare } from '../compute/differences.ts'
import { mainStat } from '../compute/estimates.ts'
import type { Plan, Sort } from '../define/question.ts'
import type { Measured } from '../read/measured.ts'
import type { Table, TableColumn, Value } from './answer.ts'
import type { Labels } from './labels.ts'
import type { Rank } from './order.ts'

/** One metric on both sides. */
export type Pair = readonly [Measured, Measured]

const COLUMNS = ['metric', 'stat', 'value', 'n', 'other', 'other_n', 'difference', 'low', 'high', 'chance', 'note']
const SHARED = 'the selections share calls'

/** A row for each statistic that is compared, of each metric of each key; and how many differences were judged. */
export function comparisonTable(
  plan: Plan,
  pairs: readonly Pair[],
  rows: readonly number[],
  labels: Labels,
  isShared: boolean,
): { table: Table; total: Value[][]; judged: number } {
  const compareAt = (row: number | null) => pairs.flatMap(pair => comparedRows(pair, row, isShared))
  const body = rows.flatMap(row => compareAt(row).map(cells => [...labels(row), ...cells]))
  const keys = plan.groups.map(() => null)
  const total = plan.groups.length === 0 ? [] : compareAt(null).map(cells => [...keys, ...cells])
  const columns: TableColumn[] = [...plan.groups, ...COLUMNS.map(name => ({ name }))].map(({ name }) => ({ name }))
  const chance = columns.findIndex(({ name }) => name === 'chance')
  const judged = [...body, ...total].filter(cells => cells[chance] !== null).length
  return { table: { columns, rows: body }, total, judged }
}

/** @param row null: all calls together */
function comparedRows(pair: Pair, row: number | null, isShared: boolean): Value[][] {
  const [{ name }] = pair
  return comparisons(pair, row).map(one => {
    const { stat, value, n, other, otherN, difference } = one
    const interval = isShared ? null : one.interval
    const chance = interval && (interval.low > 0 || interval.high < 0 ? 'significant' : 'not significant')
    const note = interval ? null : isShared && one.interval ? SHARED : one.reason
    const bounds = [interval?.low ?? null, interval?.high ?? null]
    return [name, stat, value, n, other, otherN, difference, ...bounds, chance, note]
  })
}

function comparisons([a, b]: Pair, row: number | null): Compared[] {
  const sideOf = ({ samples, whole, calls }: Measured) => ({ sample: row === null ? whole : samples[row]!, calls })
  return compare(a.metric, sideOf(a), sideOf(b), a.percentiles)
}

/** Sorting by a metric is by its difference. */
export function comparisonRanks(
  pairs: readonly Pair[],
  keys: readonly (readonly Scalar[])[],
  counts: readonly number[],
  labels: Labels,
  sort: Sort | undefined,
): Rank[] {
  const sorting = pairs.find(([{ name }]) => name === sort?.by)
  const stat = sort?.stat ?? (sorting && mainStat(sorting[0].metric.form))
  return keys.map((key, row) => {
    const calls = counts[row]!
    const compared = sorting && comparisons(sorting, row).find(one => one.stat === stat)
    const counted = compared ? compared.n + compared.otherN : calls
    return { row, key, names: labels(row), calls, counted, value: sorting ? (compared?.difference ?? null) : calls }
  })
}

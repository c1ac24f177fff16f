import type { Analysis, MetricName, Stat, TableColumn, Unit, Value } from '../../analysis/index.ts'
import { formatInstant } from '../../domain/time.ts'
import { quote } from '../../render/quote.ts'
import type { Label } from '../labels.ts'
import { tellingApart } from '../look-alikes.ts'
import { OTHERS } from './cells.ts'
import { rounded, roundedDifference } from './numbers.ts'
import type { Asked } from './question.ts'

/** What both halves show: names as in `sort`, numbers with as many digits as tell something. */
export interface Shown {
  columns: string[]
  rows: Value[][]
  /** The same of all calls together; empty where there are no groups. */
  total: Value[][]
  /** The same of what is in the groups that are not shown. */
  others: Value[] | null
  /** Rows that belong together, and are shown or left out as one. */
  rowsPerKey: number
  /** Of a comparison: differences of which chance was judged. */
  judged: number
  /** Groups of which some values look alike. */
  alike: string[]
}

/** The engine's table with the statistics that were asked for. */
export function shownTable(analysis: Analysis, asked: Asked, labels: readonly Label[], zone: string): Shown {
  const units = new Map(analysis.metrics.map(({ name, unit }) => [name as string, unit]))
  const { rows, ...table } = analysis.comparison
    ? comparedTable(analysis, asked, units)
    : describedTable(analysis, asked, zone)
  const columns = labels.map((label, at) =>
    tellingApart(
      rows.map(row => row[at]!),
      label,
    ),
  )
  const labelled = (row: Value[]): Value[] => [
    ...columns.map(({ label: labelOf }, at) => {
      const label = labelOf(row[at]!)
      return label === OTHERS ? quote(OTHERS) : label
    }),
    ...row.slice(asked.groupBy.length),
  ]
  const alike = asked.groupBy.filter((_, at) => columns[at]!.isAlike)
  return { ...table, rows: rows.map(labelled), alike }
}

function describedTable(
  { table, total, others }: Analysis,
  { groupBy, shown }: Asked,
  zone: string,
): Omit<Shown, 'alike'> {
  const all = [...table.rows, ...total, ...(others ? [others] : [])].map(row =>
    row.map(cell => (cell === NOTHING ? null : cell)),
  )
  const isShown = ({ metric, stat }: TableColumn, at: number): boolean => {
    if (metric === undefined) return true
    return stat === undefined ? all.some(row => row[at] !== null) : (shown.get(metric)?.has(stat) ?? true)
  }
  const places = [...table.columns.keys()].filter(at => isShown(table.columns[at]!, at))
  const cells = (row: Value[]): Value[] =>
    places.map(at => {
      const cell = row[at]!
      if (typeof cell !== 'number') return cell
      return table.columns[at]!.stat === 'at' ? formatInstant(cell, zone) : rounded(cell, table.columns[at]!.unit)
    })
  return {
    columns: places.map(at => columnName(table.columns[at]!)),
    rows: all.slice(0, table.rows.length).map(cells),
    total: all.slice(table.rows.length, table.rows.length + total.length).map(cells),
    others: others && [...groupBy.map(() => OTHERS), ...cells(all.at(-1)!).slice(groupBy.length)],
    rowsPerKey: 1,
    judged: 0,
  }
}

/** What the engine notes of a share of nothing: that it is 0 of 0 says as much. */
const NOTHING = 'no data'

/** `agent`, `success_rate`, `success_rate.k`, `duration.p95`; the reasons of missing intervals are notes. */
function columnName({ name, metric, stat }: TableColumn): string {
  if (metric === undefined) return name
  return stat === 'value' ? metric : `${metric}.${stat ?? 'note'}`
}

const NUMBERS = ['value', 'n', 'other', 'other_n', 'difference', 'low', 'high']
const OF_DIFFERENCE = new Set(['difference', 'low', 'high'])

/** A row for each number: the verdict is about chance, or says why there is none. */
function comparedTable(
  { table, total }: Analysis,
  asked: Asked,
  units: ReadonlyMap<string, Unit>,
): Omit<Shown, 'alike'> {
  const { groupBy, metrics, shown } = asked
  const engineColumns = table.columns.map(({ name }) => name).slice(groupBy.length)
  const read = (row: Value[]) => {
    const cells = row.slice(groupBy.length)
    return Object.fromEntries(engineColumns.map((name, at) => [name, cells[at]!]))
  }
  const isShown = (row: Value[]): boolean => {
    const { metric, stat } = read(row)
    return shown.get(metric as MetricName)?.has(stat as Stat) ?? true
  }
  const cells = (row: Value[]): Value[] => {
    const { metric, stat, chance, note, ...rest } = read(row)
    const unit = units.get(String(metric))
    const numbers = NUMBERS.map(name => {
      const number = rest[name]
      if (typeof number !== 'number') return null
      return OF_DIFFERENCE.has(name)
        ? roundedDifference(number, [rest.value ?? null, rest.other ?? null], unit)
        : rounded(number, unit)
    })
    const name = stat === 'value' ? metric! : `${metric}.${stat}`
    // Of counts it would be the same words in every row: they stand among the methods.
    const verdict = metric === 'count' ? null : (chance ?? note!)
    return [...row.slice(0, groupBy.length), name, ...numbers, verdict]
  }
  // Of all calls the portion is all of them.
  const isTold = (row: Value[]): boolean => isShown(row) && read(row).metric !== 'portion'
  const [body, whole] = [table.rows.filter(isShown), total.filter(isTold)]
  return {
    columns: [...groupBy, 'metric', ...NUMBERS, 'verdict'],
    rows: body.map(cells),
    total: whole.map(cells),
    others: null,
    rowsPerKey: metrics.reduce((sum, name) => sum + comparedStats(shown.get(name)), 0),
    judged: [...body, ...whole].filter(row => read(row).chance !== null).length,
  }
}

/** `n` stands beside each, and in no row of its own. */
const comparedStats = (stats: ReadonlySet<Stat> | undefined): number =>
  stats === undefined ? 1 : [...stats].filter(stat => stat !== 'n').length

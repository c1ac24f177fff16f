import {
  barChart,
  columnChart,
  comparisonChart,
  histogramChart,
  lineChart,
  type Series,
  type SvgNode,
  smallMultiples,
} from '../../charts/index.ts'
import { chartFor, isPeriod, periodGroup } from './choose.ts'
import { type Cell, type Measure, mainStat, measureTitle, type NumberTable, OTHERS, type Row } from './table.ts'

/** So many bars, columns or small charts are drawn; the table has all. */
const MOST = { bars: 25, multiples: 12 }

export type Keys = readonly (readonly [group: string, value: Cell])[]

/** A chart with its caption. */
export interface Figure {
  title: string
  /** What is not drawn. */
  note?: string
  draw(width: number): SvgNode
  /** What was pointed at, as groups and their values: by the mark's number, and that of its small chart (-1: none). */
  keys(mark: number, panel: number): Keys | null
}

/** The charts of an answer of analyze_conversations, by the rule of `chartFor`. */
export function analysisFigures(table: NumberTable): Figure[] {
  const charts = table.measures.flatMap(measure => figureOf(table, measure))
  return [...charts, ...histogramFigures(table)]
}

function figureOf(table: NumberTable, measure: Measure): Figure[] {
  const { rows } = table.answer
  const { groups } = table
  const kind = chartFor(table, measure.name)
  const stat = mainStat(measure)
  const title = measureTitle(measure, stat)
  const options = (width: number) => ({ title, description: measure.definition, width, unit: measure.unit })
  const keysOf = (row: Row | undefined): Keys | null =>
    row ? groups.map((group, at) => [group, row[at] ?? null]) : null
  if (kind === 'comparison') return comparisonFigures(table, measure)
  if (kind === 'tiles') return []
  if (kind === 'bars') {
    const shown = rows.slice(0, MOST.bars)
    const points = shown.map(row => table.point(row, measure, stat))
    const draw = (width: number) => barChart(options(width), points)
    return [{ title, draw, keys: mark => keysOf(shown[mark]), ...leftOut(rows.length, shown.length) }]
  }
  if (kind === 'columns' || kind === 'line') {
    // Periods that are not shown are no point in time.
    const known = rows.filter(([key]) => key !== OTHERS)
    const inOrder = isPeriod(groups[0]) ? known.reverse() : known
    const left = leftOut(rows.length, known.length)
    const pointsOf = (which: string) => inOrder.map(row => table.point(row, measure, which))
    const keys = (mark: number) => keysOf(inOrder[mark])
    if (kind === 'columns')
      return [{ title, keys, draw: width => columnChart(options(width), pointsOf(stat)), ...left }]
    const both = ['p50', 'p95'].every(one => measure.stats.includes(one))
    if (!both)
      return [
        { title, keys, draw: width => lineChart(options(width), [{ name: title, points: pointsOf(stat) }]), ...left },
      ]
    const series = ['p50', 'p95'].map(one => ({
      name: measureTitle({ ...measure, unit: '' }, one),
      points: pointsOf(one),
    }))
    const whole = measureTitle(measure, 'value')
    return [{ title: whole, keys, draw: width => lineChart({ ...options(width), title: whole }, series), ...left }]
  }
  const { series, keys, count } = seriesOf(table, measure, stat)
  const shown = series.slice(0, MOST.multiples)
  const chart = kind === 'lines' ? lineChart : smallMultiples
  return [{ title, draw: width => chart(options(width), shown), keys, ...leftOut(count, shown.length) }]
}

const leftOut = (all: number, shown: number): { note?: string } =>
  all > shown ? { note: `${all - shown} more in the table.` } : {}

/** A line for each value of the group that is no period, with a point for every period. */
function seriesOf(table: NumberTable, measure: Measure, stat: string) {
  const rows = table.answer.rows.filter(([key]) => key !== OTHERS)
  const period = periodGroup(table.groups)
  const periods = [...new Set(rows.map(row => row[period] ?? null))].sort((a, b) => (String(a) < String(b) ? -1 : 1))
  const names = [...new Set(rows.map(row => row[1 - period] ?? null))]
  const found = new Map(rows.map(row => [JSON.stringify([row[period], row[1 - period]]), row]))
  const series: Series[] = names.map(name => ({
    name: name === null ? 'none' : String(name),
    points: periods.map(at => {
      const row = found.get(JSON.stringify([at, name]))
      const partial = (table.answer.partial ?? []).includes(String(at))
      return row
        ? { ...table.point(row, measure, stat, String(at)), partial }
        : { label: String(at), value: null, partial }
    }),
  }))
  const [time, other] = [table.groups[period]!, table.groups[1 - period]!]
  // A point of several lines in one chart stands for the period alone.
  const keys = (mark: number, panel: number): Keys => [
    [time, periods[mark] ?? null],
    ...(panel < 0 ? [] : [[other, names[panel] ?? null] as const]),
  ]
  return { series, keys, count: names.length }
}

function comparisonFigures(table: NumberTable, { name, unit, definition }: Measure): Figure[] {
  const { answer, groups } = table
  const own = [...answer.rows, ...(answer.total ?? [])].filter(row => {
    const metric = String(table.cell(row, 'metric'))
    return metric === name || metric.startsWith(`${name}.`)
  })
  const stats = [...new Set(own.map(row => String(table.cell(row, 'metric'))))]
  return stats.map(metric => {
    const rows = own.filter(row => table.cell(row, 'metric') === metric)
    const isTotal = (row: Row): boolean => (answer.total ?? []).includes(row)
    const compared = rows.slice(0, MOST.bars).map(row => {
      const number = (column: string) => table.number(row, column)
      const verdict = table.cell(row, 'verdict')
      return {
        label: isTotal(row) ? 'All groups' : table.label(row),
        ...{ value: number('value'), n: number('n'), other: number('other'), otherN: number('other_n') },
        ...{ difference: number('difference'), low: number('low'), high: number('high') },
        verdict: typeof verdict === 'string' ? verdict : null,
      }
    })
    const stat = metric === name ? 'value' : metric.slice(name.length + 1)
    const title = measureTitle({ name, unit }, stat)
    return {
      title,
      draw: (width: number) =>
        comparisonChart(
          { title, description: definition, width, unit, name: 'These calls', other: answer.comparison!.with },
          compared,
        ),
      keys: (mark: number): Keys =>
        rows[mark] && !isTotal(rows[mark]) ? groups.map((group, at) => [group, rows[mark]![at] ?? null]) : [],
      ...leftOut(rows.length, compared.length),
    }
  })
}

function histogramFigures(table: NumberTable): Figure[] {
  return (table.answer.histogram ?? []).slice(0, MOST.multiples).map(({ metric, row, bins }) => {
    const name = metric.replace(/\.\w+$/, '')
    const unit = table.measures.find(one => one.name === name)?.unit ?? ''
    const who = row.length > 0 ? `: ${row.map(cell => cell ?? 'none').join(' · ')}` : ''
    const title = `${measureTitle({ name, unit }, 'value')}, how often${who}`
    const own = bins.map(([from = 0, to = 0, count = 0]) => ({ from, to, count }))
    return {
      title,
      draw: width => histogramChart({ title, width, unit }, own),
      keys: () => table.groups.map((group, at) => [group, row[at] ?? null]),
    }
  })
}

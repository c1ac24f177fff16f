import { type Point, shownDifference, shownValue } from '../../charts/index.ts'
import type { AnalyzeAnswer } from '../../tools/analyze/schema.ts'

export type Cell = AnalyzeAnswer['rows'][number][number]
export type Row = AnalyzeAnswer['rows'][number]

/** A metric of an answer, with the statistics that it is told by; `value` for one that is a number by itself. */
export interface Measure {
  name: string
  unit: string
  definition: string
  stats: readonly string[]
}

/** In the place of each group: those that are not shown, as `tools/analyze` calls their row; a value of that name comes in quotation marks. */
export const OTHERS = '(others)'

const STAT_NAMES: Record<string, string> = {
  ...{ value: '', avg: 'average', p50: 'median', p90: '90th percentile', p95: '95th percentile' },
  ...{ p99: '99th percentile', min: 'smallest', max: 'largest', sum: 'sum', share: 'share of the sum' },
}

const ENDINGS: Record<string, string> = { one: 'st', two: 'nd', few: 'rd' }
const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' })

function statName(stat: string): string {
  const percentile = /^p([\d.]+)$/.exec(stat)?.[1]
  if (STAT_NAMES[stat] !== undefined || percentile === undefined) return STAT_NAMES[stat] ?? ''
  return `${percentile}${ENDINGS[ORDINALS.select(Number(percentile))] ?? 'th'} percentile`
}

/** Whatever was asked for: `p75`, `p99.5`. */
const percentilesIn = (columns: readonly string[]): string[] =>
  columns.flatMap(column => /\.(p\d+(?:\.\d+)?)$/.exec(column)?.[1] ?? [])

/** The table of an answer of analyze_conversations, read by name. */
export class NumberTable {
  readonly answer: AnalyzeAnswer
  readonly groups: readonly string[]
  readonly measures: readonly Measure[]

  constructor(answer: AnalyzeAnswer) {
    this.answer = answer
    const isMetric = ({ unit }: { unit?: string | undefined }): boolean => unit !== undefined
    this.groups = answer.definitions.filter(one => !isMetric(one)).map(({ name }) => name)
    const named = answer.columns.slice(this.groups.length)
    this.measures = answer.definitions.filter(isMetric).map(({ name, unit = '', definition }) => ({
      ...{ name, unit, definition },
      stats: [...new Set([...Object.keys(STAT_NAMES), ...percentilesIn(named)])].filter(stat =>
        named.includes(stat === 'value' ? name : `${name}.${stat}`),
      ),
    }))
  }

  /** Of a column behind the groups, whose name may be that of a group, too. */
  cell(row: Row, column: string): Cell {
    const at = this.answer.columns.indexOf(column, this.groups.length)
    return at < 0 ? null : (row[at] ?? null)
  }

  number(row: Row, column: string): number | null {
    const cell = this.cell(row, column)
    return typeof cell === 'number' ? cell : null
  }

  /** What the rows are called: their groups' values. */
  label = (row: Row, from = 0): string =>
    row
      .slice(from, row[from] === OTHERS ? from + 1 : this.groups.length)
      .map(cell => (cell === null ? 'none' : String(cell)))
      .join(' · ') || 'All calls'

  /** A number of a row for a chart. */
  point(row: Row, { name }: Measure, stat: string, label = this.label(row)): Point {
    const of = (part: string): number | null => this.number(row, `${name}.${part}`)
    const value = this.number(row, stat === 'value' ? name : `${name}.${stat}`)
    const note = this.cell(row, `${name}.note`)
    const partial = (this.answer.partial ?? []).includes(String(row[0]))
    return {
      ...{ label, value, n: of('n'), partial },
      ...(stat === 'value' && { low: of('low'), high: of('high') }),
      ...(typeof note === 'string' && { note }),
    }
  }
}

/** `Duration, median`; units stand with the numbers, as far as they are written there. */
export function measureTitle({ name, unit }: Pick<Measure, 'name' | 'unit'>, stat: string): string {
  const of = statName(stat) && `, ${statName(stat)}`
  const inside = ['share', 'calls', 'USD', 's', '', name].includes(unit) ? '' : ` (${unit})`
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1) + of + inside
}

/** The statistic that stands for a metric where there is room for one only. */
export const mainStat = ({ stats }: Measure): string =>
  ['value', 'p50', 'avg', 'sum', 'max', 'min'].find(stat => stats.includes(stat)) ?? stats[0] ?? 'value'

/** A cell of the table beside the charts. @param metric of a comparison, where rows and not columns are of a metric */
export function shownCell(cell: Cell, column: string, measures: readonly Measure[], metric = column): string {
  if (cell === null) return '–'
  if (typeof cell !== 'number') return String(cell)
  const measure = measures.find(({ name }) => metric === name || metric.startsWith(`${name}.`))
  if (metric !== column && ['difference', 'low', 'high'].includes(column))
    return shownDifference(cell, measure?.unit ?? '')
  if (!measure || /(^|[._])[kn]$/.test(column)) return cell.toLocaleString('en-US')
  return shownValue(cell, column.endsWith('.share') ? 'share' : measure.unit)
}

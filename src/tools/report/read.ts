import { type Compared, type Point, shownDifference, shownValue } from '../../charts/index.ts'
import { NONE } from '../analyze/cells.ts'
import type { AnalyzeAnswer } from '../analyze/schema.ts'
import { type Child, numberCell } from './elements.ts'

const STATISTICS: Record<string, string> = { avg: 'average', p50: 'median', p95: '95th percentile', sum: 'total' }

/** `felt_latency.p95` → `felt latency, 95th percentile`: for people who never saw the names of arguments. */
export function inWords(name: string): string {
  const [base = '', stat] = name.split('.')
  const words = base.replace(/_usd$/, '').replaceAll('_', ' ')
  return words + (stat === undefined ? '' : `, ${STATISTICS[stat] ?? stat}`)
}

/** A table of numbers: an analysis, or what other answers have of one. */
type Numbers = Pick<AnalyzeAnswer, 'columns' | 'rows'> & { definitions: readonly { name: string; unit?: string }[] }
type Row = Numbers['rows'][number]

export const unitOf = ({ definitions }: Numbers, name: string): string =>
  definitions.find(one => one.name === name.split('.')[0])?.unit ?? ''

/** Units that stand with the number, or that are its name. */
const OBVIOUS = ['share', 'calls', 's', 'USD', 'points', '']
const headed = (numbers: Numbers, name: string): string => {
  const unit = unitOf(numbers, name)
  return inWords(name) + (OBVIOUS.includes(unit) || inWords(unit) === inWords(name.split('.')[0]!) ? '' : ` (${unit})`)
}

const PART = /\.(?:k|n|low|high|note|at)$/

/** One metric of a table by one group, as points of a chart. @param name `success_rate`, `felt_latency.p95` */
export const pointsOf = (answer: AnalyzeAnswer, name: string): Point[] =>
  answer.rows.map(row => pointOf(answer, row, name))

function pointOf(
  { columns, partial = [] }: Numbers & { partial?: readonly string[] | undefined },
  row: Row,
  name: string,
) {
  const at = (column: string): number | null => {
    const value = row[columns.indexOf(column)]
    return typeof value === 'number' ? value : null
  }
  return {
    label: String(row[0] ?? NONE),
    value: at(name),
    ...{ low: at(`${name}.low`), high: at(`${name}.high`), n: at(`${name.split('.')[0]}.n`) },
    partial: partial.includes(String(row[0])),
  }
}

/** Groups and metrics as a table: each number with its interval and n, the last row all groups together. */
export function groupTable(answer: AnalyzeAnswer): { columns: string[]; rows: Child[][] } {
  const { columns, rows, total = [], definitions } = answer
  const groups = definitions.filter(({ unit }) => unit === undefined).length
  const metrics = columns.slice(groups).filter(name => !PART.test(name))
  const cell = (row: Row, name: string): Child => {
    const unit = unitOf(answer, name)
    const { value, low, high, n } = pointOf(answer, row, name)
    const isRate = columns.includes(`${name}.n`)
    const made = isRate && n !== null ? `n ${shownValue(n, '')}` : ''
    return numberCell(
      value === null ? '–' : shownValue(value, unit),
      [range(low, high, unit), made].filter(Boolean).join(' · '),
    )
  }
  const line = (row: Row, other: string): Child[] => [
    ...row.slice(0, groups).map(key => String(key ?? other)),
    ...metrics.map(name => cell(row, name)),
  ]
  return {
    columns: [...columns.slice(0, groups), ...metrics].map(name => headed(answer, name)),
    rows: [...rows.map(row => line(row, NONE)), ...total.map(row => line(row, 'all'))],
  }
}

const range = (low: number | null, high: number | null, unit: string): string =>
  low === null || high === null ? '' : `${bare(low, unit)} to ${bare(high, unit)}`
const bare = (value: number, unit: string): string => shownValue(value, unit).replace(/ (?:%|s)$/, '')

/** Rows of a comparison, by the names of its columns. */
export function comparedRows({ columns, rows }: Numbers): (Compared & { label: string })[] {
  return rows.map(row => {
    const value = (name: string): number | null => {
      const cell = row[columns.indexOf(name)]
      return typeof cell === 'number' ? cell : null
    }
    return {
      label: String(row[columns.indexOf('metric')]),
      ...{ value: value('value'), n: value('n'), other: value('other'), otherN: value('other_n') },
      ...{ difference: value('difference'), low: value('low'), high: value('high') },
      verdict: row[columns.indexOf('verdict')] as string | null,
    }
  })
}

/** Both sides of a comparison and their difference, with its verdict. @param sides what they are called */
export function comparedTable(numbers: Numbers, sides: readonly [string, string]) {
  const rows = comparedRows(numbers).map(({ label, value, n, other, otherN, difference, low, high, verdict }) => {
    const unit = unitOf(numbers, label)
    const shown = (own: number | null, count: number | null | undefined): Child =>
      numberCell(
        own === null ? '–' : shownValue(own, unit),
        typeof count === 'number' ? `n ${shownValue(count, '')}` : '',
      )
    const sure =
      typeof low === 'number' && typeof high === 'number' ? ` (${signed(low, unit)} to ${signed(high, unit)})` : ''
    const change = difference === null ? '–' : shownDifference(difference, unit) + sure
    return [
      headed(numbers, label),
      ...(label === 'count' ? [shown(value, null), shown(other, null)] : [shown(value, n), shown(other, otherN)]),
      numberCell(change, verdict ?? ''),
    ]
  })
  return { columns: ['', ...sides, 'difference (95 % interval)'], rows }
}

const signed = (value: number, unit: string): string => shownDifference(value, unit).replace(/ (?:points|s)$/, '')

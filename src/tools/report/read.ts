import type { Point } from '../../charts/index.ts'
import { comparedColumns, describedColumns, NONE } from '../analyze/cells.ts'
import type { AnalyzeAnswer } from '../analyze/schema.ts'
import type { Child } from './elements.ts'

const STATISTICS: Record<string, string> = { avg: 'average', p50: 'median', p95: '95th percentile', sum: 'total' }

/** `felt_latency.p95` → `felt latency, 95th percentile`: for people who never saw the names of arguments. */
export function inWords(name: string): string {
  const [base = '', stat] = name.split('.')
  return base.replaceAll('_', ' ') + (stat === undefined ? '' : `, ${STATISTICS[stat] ?? stat}`)
}

type Row = AnalyzeAnswer['rows'][number]

export const unitOf = ({ definitions }: AnalyzeAnswer, name: string): string =>
  definitions.find(one => one.name === name.split('.')[0])?.unit ?? ''

/** One metric of a table by one group, as points of a chart. @param name `success_rate`, `felt_latency.p95` */
export function pointsOf(answer: AnalyzeAnswer, name: string): Point[] {
  const { columns, rows, coverage } = answer
  const at = (row: Row, column: string): number | null => {
    const value = row[columns.indexOf(column)]
    return typeof value === 'number' ? value : null
  }
  const [base] = name.split('.') as [string]
  const cut = coverage.notes?.find(text => text.includes(' only partly covered'))?.split(' only partly')[0] ?? ''
  return rows.map(row => ({
    label: String(row[0] ?? NONE),
    value: at(row, name),
    ...{ low: at(row, `${name}.low`), high: at(row, `${name}.high`), n: at(row, `${base}.n`) },
    partial: cut.split(' and ').includes(String(row[0])),
  }))
}

const COLUMNS: Record<string, string> = {
  value: 'this period',
  other: 'the one before',
  difference: 'difference (95 % confidence interval)',
}

/** The table as its text shows it, without numbers of units, which stand beside what is made of them. */
export function cellsOf(answer: AnalyzeAnswer): { columns: string[]; rows: Child[][] } {
  const all = (answer.comparison ? comparedColumns : describedColumns)(answer)
  const columns = all.filter(({ name }) => !name.endsWith('.n'))
  const headed = (name: string): string => {
    const unit = unitOf(answer, name)
    return (COLUMNS[name] ?? inWords(name)) + (['', 'share', 'calls', name].includes(unit) ? '' : ` (${unit})`)
  }
  const shown = (row: Row): Child[] =>
    columns.map(({ name, cell }) => {
      const value = cell(row)
      if (name === 'metric') return headed(String(value))
      return typeof value === 'boolean' ? String(value) : value
    })
  return { columns: columns.map(({ name }) => headed(name)), rows: answer.rows.map(shown) }
}

/** Rows of a comparison, by the names of its columns. */
export function comparedRows({ columns, rows }: AnalyzeAnswer) {
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

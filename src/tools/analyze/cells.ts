import { quote } from '../../render/quote.ts'
import { shownDifference, shownNumber, shownRange } from './numbers.ts'
import type { AnalyzeAnswer } from './schema.ts'

export type TableRow = AnalyzeAnswer['rows'][number]
export type Cell = TableRow[number]
export type Definition = AnalyzeAnswer['definitions'][number]

/** A column of the text half: what belongs together in the structured half is one there. */
export interface TextColumn {
  name: string
  /** undefined: what calls are grouped by. */
  metric: string | undefined
  cell(row: TableRow): Cell
}

export const isGroup = ({ unit }: Pick<Definition, 'unit'>): boolean => unit === undefined

/** A metric or a group in a sentence: the id of a data field, words that were said and values of filters are free text. */
export const shownName = (name: string): string => (isOwnField(name) ? quote(name) : name)
export const isOwnField = (name: string): boolean => /^(?:data|said):|=/.test(name)

/** The statistic in a column's name. */
const STAT = /\.(?:n|avg|min|max|sum|share|p\d+(?:\.\d+)?)$/
/** What calls without such a value are grouped under. */
export const NONE = '(none)'
/** What is in the groups that are not shown. */
export const OTHERS = '(others)'

/** A column for each group, and for each metric, or for each statistic of one that is a number. */
export function describedColumns({ columns, definitions }: AnalyzeAnswer): TextColumn[] {
  const groups = groupColumns(definitions)
  const metrics = columns.slice(groups.length)
  const at = (row: TableRow, column: string): Cell => row[columns.indexOf(column, groups.length)] ?? null
  const columnsOf = ({ name, unit = '' }: Definition): TextColumn[] => {
    if (metrics.includes(name)) {
      return [{ name, metric: name, cell: row => estimate(at(row, name), stat => at(row, `${name}.${stat}`), unit) }]
    }
    const own = metrics.filter(column => STAT.test(column) && column.replace(STAT, '') === name)
    return own.map(column => ({
      name: column,
      metric: name,
      cell: row => shownNumber(at(row, column), column.endsWith('.share') ? 'share' : unit),
    }))
  }
  return [...groups, ...definitions.filter(one => !isGroup(one)).flatMap(columnsOf)]
}

const groupColumns = (definitions: Comparison['definitions']): TextColumn[] =>
  definitions.filter(isGroup).map(({ name }, at) => {
    // A value of the same words is quoted.
    const cell = (row: TableRow): Cell => (row[at] === NONE ? quote(NONE) : (row[at] ?? NONE))
    return { name, metric: undefined, cell }
  })

/** `62.5 % (25/40; 47.0-75.8)`: the value, what it is made of, its interval or why there is none. */
function estimate(value: Cell, of: (stat: string) => Cell, unit: string): Cell {
  const [k, n, low, high, note] = ['k', 'n', 'low', 'high', 'note'].map(of) as [Cell, Cell, Cell, Cell, Cell]
  const at = of('at')
  if (n === null) return value
  const made = (at === null ? '' : `at ${at}; `) + (k === null ? `n ${n}` : `${k}/${n}`)
  const sure = low === null ? note : shownRange(low, high, unit)
  return `${shownNumber(value, unit)} (${sure === null ? made : `${made}; ${sure}`})`
}

/** What there is to know of a comparison's columns. */
interface Comparison {
  columns: readonly string[]
  definitions: readonly Pick<Definition, 'name' | 'unit'>[]
}

/** A column for each group, for both sides and for their difference. */
export function comparedColumns({ columns, definitions }: Comparison): TextColumn[] {
  const groups = groupColumns(definitions)
  const units = new Map(definitions.map(({ name, unit = '' }) => [name, unit]))
  const at = (row: TableRow, column: string): Cell => row[columns.indexOf(column, groups.length)] ?? null
  const metricOf = (row: TableRow): string => String(at(row, 'metric'))
  const unitOf = (row: TableRow): string => units.get(metricOf(row)) ?? units.get(metricOf(row).replace(STAT, '')) ?? ''
  const side = (row: TableRow, value: string, n: string): Cell =>
    metricOf(row) === 'count' ? at(row, value) : `${shownNumber(at(row, value), unitOf(row))} (n ${at(row, n)})`
  const difference = (row: TableRow): string => {
    const range = at(row, 'low') === null ? '' : ` (${shownRange(at(row, 'low'), at(row, 'high'), unitOf(row))})`
    return shownDifference(at(row, 'difference'), unitOf(row)) + range
  }
  const column = (name: string, cell: TextColumn['cell']): TextColumn => ({ name, metric: 'all', cell })
  return [
    ...groups,
    column('metric', metricOf),
    column('value', row => side(row, 'value', 'n')),
    column('other', row => side(row, 'other', 'other_n')),
    column('difference', difference),
    column('verdict', row => at(row, 'verdict')),
  ]
}

import { oneLine } from '../../render/text.ts'
import { columnsOf, DEFAULT_COLUMNS, type ExportColumn, needWholeCalls } from './columns.ts'
import { type Fact, readFact } from './facts.ts'
import { callItem, type ExportContext, type ExportFormat } from './format.ts'

export interface CsvOptions {
  columns?: readonly string[] | undefined
  /** A mark by which Excel knows that the file is UTF-8. */
  bom?: boolean
}

/**
 * A table of one row a call, for spreadsheets: every text is one line without hidden characters and cannot become a
 * formula. Only a transcript has lines, each beginning with its turn's number.
 * @throws UserInputError for columns that do not exist
 */
export function csvFormat(
  context: ExportContext,
  { columns: names = DEFAULT_COLUMNS, bom = false }: CsvOptions = {},
): ExportFormat {
  const columns = columnsOf(names, context)
  const empty = new Set(names)
  const cell = (column: ExportColumn, value: Fact): Fact => {
    if (value !== null) empty.delete(column.name)
    return tidy(column, value)
  }
  return {
    extension: 'csv',
    needs: needWholeCalls(columns) ? 'call' : 'summary',
    head: (bom ? '\ufeff' : '') + csvLine(columns.map(({ name }) => oneLine(name))),
    row: item => csvLine(columns.map(column => cell(column, readFact(column, callItem(item), context.zone)))),
    columns: names,
    emptyColumns: () => [...empty],
  }
}

const tidy = ({ name }: ExportColumn, value: Fact): Fact =>
  typeof value === 'string' && name !== 'transcript' ? oneLine(value) : value

/** With these a spreadsheet takes a text for a formula; the wide forms are what it makes of them in East Asia. */
const FORMULA = '[=+\\-@\\t\\r＝＋－＠]'
const BEGINS_FORMULA = new RegExp(`^\\s*${FORMULA}|^\\s*[\\t\\r\\n]`)
/** Where a spreadsheet that takes another separator for the comma begins a new cell. */
const CELL_INSIDE = new RegExp(`([;\\t\\r\\n|]["'\\s]*)(?=${FORMULA})`, 'g')

/** The pattern above takes time by the square of such a run. */
const LONG_RUN = /["'\s]{200}/
const RUN = /[;|"'\s]+/g
const CELL_AFTER = new RegExp(`([;\\t\\r\\n|])(?=${FORMULA})`, 'g')
const IS_FORMULA = new RegExp(FORMULA)

/**
 * A text that no spreadsheet runs: a leading apostrophe before = + - @, tab and line break (OWASP's rule), also inside,
 * where a computer whose list separator is a semicolon would begin a new cell.
 */
export const neutralised = (text: string): string => cellsInside(BEGINS_FORMULA.test(text) ? `'${text}` : text)

function cellsInside(text: string): string {
  if (text.length < 200 || !LONG_RUN.test(text)) return text.replace(CELL_INSIDE, "$1'")
  const atEnds = text.replace(RUN, (run: string, at: number) =>
    /[;|\t\r\n]/.test(run) && IS_FORMULA.test(text.charAt(at + run.length)) ? `${run}'` : run,
  )
  return atEnds.replace(CELL_AFTER, "$1'")
}

/** One field by RFC 4180. Numbers stay numbers, a negative one included. */
export function csvCell(value: Fact): string {
  if (value === null) return ''
  if (typeof value !== 'string') return Number.isNaN(value) ? '' : String(value)
  const text = neutralised(value.toWellFormed())
  return /[",;\t\r\n|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvLine = (values: readonly Fact[]): string => `${values.map(csvCell).join(',')}\r\n`

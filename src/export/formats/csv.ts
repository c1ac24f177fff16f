import { pairInPieces } from '../../domain/tool-uses.ts'
import { batches, type Pieces, TURNS_A_PIECE } from '../../pieces.ts'
import { oneLine } from '../../render/text.ts'
import { columnsOf, DEFAULT_COLUMNS, type ExportColumn, needWholeCalls } from './columns.ts'
import { type Fact, readFact } from './facts.ts'
import { type CallItem, callItem, type ExportContext, type ExportFormat, type ExportItem } from './format.ts'

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
  function* row(given: ExportItem): Pieces<string> {
    const item = callItem(given)
    const isLong = 'call' in item && item.call.turns.length > TURNS_A_PIECE
    if ('call' in item) yield* pairInPieces(item.call.turns)
    const cells: string[] = []
    for (const column of columns) {
      if (isLong) yield
      const cell = yield* cellOf(column, item)
      if (cell !== '') empty.delete(column.name)
      cells.push(cell)
    }
    return line(cells)
  }
  function* cellOf({ lines, ...fact }: ExportColumn, item: CallItem): Pieces<string> {
    if (lines) return 'call' in item ? yield* linesCell(yield* lines(item.call)) : ''
    const value = readFact(fact, item, context.zone)
    return csvCell(typeof value === 'string' ? oneLine(value) : value)
  }
  return {
    extension: 'csv',
    needs: needWholeCalls(columns) ? 'call' : 'summary',
    head: (bom ? '\ufeff' : '') + csvLine(columns.map(({ name }) => oneLine(name))),
    row,
    columns: names,
    emptyColumns: () => [...empty],
  }
}

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

const quoted = (text: string): string => (/[",;\t\r\n|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** One field by RFC 4180. Numbers stay numbers, a negative one included. */
export function csvCell(value: Fact): string {
  if (value === null) return ''
  if (typeof value !== 'string') return Number.isNaN(value) ? '' : String(value)
  return quoted(neutralised(value.toWellFormed()))
}

/** Characters of a cell that are made in one go. */
const A_PIECE = 250_000

/** The cell of these lines, none of which begins as a formula does. */
function* linesCell(lines: readonly string[]): Pieces<string> {
  const parts: string[] = []
  for (const some of batches(lines, A_PIECE, line => line.length)) {
    if (parts.length > 0) yield
    parts.push(neutralised(some.join('\n').toWellFormed()))
  }
  return quoted(parts.join('\n'))
}

export const csvLine = (values: readonly Fact[]): string => line(values.map(csvCell))

const line = (cells: readonly string[]): string => `${cells.join(',')}\r\n`

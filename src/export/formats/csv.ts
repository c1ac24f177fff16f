import { pairInPieces } from '../../domain/tool-uses.ts'
import { batches, type Pieces, TURNS_A_PIECE } from '../../pieces.ts'
import { oneLine } from '../../render/text.ts'
import { columnsOf, DEFAULT_COLUMNS, type ExportColumn, needWholeCalls } from './columns.ts'
import { csvCell, csvLine, line, neutralised, quoted } from './csv-cell.ts'
import { readFact } from './facts.ts'
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

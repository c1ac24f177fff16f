import { oneLine } from '../../render/text.ts'
import { columnsOf, DEFAULT_COLUMNS, type ExportColumn, needWholeCalls } from './columns.ts'
import { csvLine } from './csv-cell.ts'
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

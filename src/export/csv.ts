import { oneLine } from '../render/text.ts'
import { type Column, columnsOf, DEFAULT_COLUMNS } from './columns.ts'
import { csvLine } from './csv-cell.ts'
import { type Fact, readFact } from './facts.ts'
import type { ExportContext, ExportFormat } from './format.ts'

export interface CsvOptions {
  columns?: readonly string[]
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
  return {
    extension: 'csv',
    head: (bom ? '\ufeff' : '') + csvLine(columns.map(({ name }) => oneLine(name))),
    row: item => csvLine(columns.map(column => tidy(column, readFact(column, item, context.zone)))),
  }
}

const tidy = ({ name }: Column, value: Fact): Fact =>
  typeof value === 'string' && name !== 'transcript' ? oneLine(value) : value

import { display } from './text.ts'

/** Rows under named columns: half the tokens of objects, and the same thing in text and in structured form. */
export interface Table {
  columns: string[]
  rows: (string | number | boolean | null)[][]
}

/** Tab-separated lines, the column names first. Cells are made one-line, so no text can forge a row. */
export function tsv(table: Table): string {
  return [table.columns, ...table.rows].map(row => row.map(display).join('\t')).join('\n')
}

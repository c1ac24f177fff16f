import { shortLine } from '../../render/text.ts'

type Cell = string | number | boolean | null

/** A part of the answer: rows under named columns. */
export interface Section {
  name: string
  columns: string[]
  rows: Cell[][]
}

/** Longest text of a cell, in bytes; a line of a prompt may be longer than a name. */
const CELL_BYTES = 300
const LINE_BYTES = 2000
const OF_LINES = ['prompt', 'line']

/** The first rows of all sections, in their order; and how many of each do not fit. */
export function firstRows(
  sections: readonly Section[],
  shown: number,
  maxText: number,
): { sections: Section[]; left: string[] } {
  const kept: Section[] = []
  const left: string[] = []
  let room = shown
  for (const { name, columns, rows } of sections) {
    const own = rows.slice(0, Math.max(0, room))
    room -= own.length
    if (own.length < rows.length) left.push(`${rows.length - own.length} of ${name.replaceAll('_', ' ')}`)
    const most = (column: string): number => Math.min(maxText, OF_LINES.includes(column) ? LINE_BYTES : CELL_BYTES)
    const cut = (cell: Cell, at: number): Cell =>
      typeof cell === 'string' ? shortLine(cell, most(columns[at]!)) : cell
    if (own.length > 0) kept.push({ name, columns, rows: own.map(row => row.map(cut)) })
  }
  return { sections: kept, left }
}

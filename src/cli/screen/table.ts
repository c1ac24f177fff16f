import { cutTo, fitWidths, GAP, padTo, widthOf } from './columns.ts'
import type { Paint } from './paint.ts'
import { bar } from './pictures.ts'
import { isMetric, SHARE, seriesLines } from './series.ts'

/** Ids, which people copy, and moments: of these no part alone is of use. */
const IS_WHOLE = /^(?:conv|agent|agtvrsn|agtbrch)_\w+$|^\d{4}-\d\d/
const IS_NUMBER = /^-?[\d,.]+(?::\d\d)*(?: %)?$/

/** Lines of one table with columns in line, cut to the screen; under a series, what it looks like. */
export function tableLines(rows: readonly string[][], width: number, paint: Paint): string[] {
  const [head, ...body] = rows as [string[], ...string[][]]
  const withBars = body.map(row => row.map((cell, at) => (isMetric(head[at]!) ? withBar(cell) : cell)))
  // Bars are beside the numbers, never in their place.
  const drawn = neededWidth([head, ...withBars]) <= width ? withBars : body
  const isNumber = head.map((_, at) => drawn.every(row => ['', '-'].includes(row[at]!) || IS_NUMBER.test(row[at]!)))
  const isKept = head.map((_, at) => isNumber[at]! || drawn.some(row => IS_WHOLE.test(row[at]!)))
  const widths = fitWidths(naturalWidths([head, ...drawn]), isKept, width)
  const line = (row: readonly string[], style: (cell: string, at: number) => string): string => {
    const cells = row.map((cell, at) => style(padTo(cutTo(cell, widths[at]!), widths[at]!, isNumber[at]!), at))
    return cells.join(' '.repeat(GAP)).trimEnd()
  }
  return [
    line(head, cell => paint.head(cell)),
    ...drawn.map(row => line(row, (cell, at) => paint.cell(cell, head[at]!))),
    ...seriesLines(head, body, width, paint),
  ]
}

function withBar(cell: string): string {
  const percent = SHARE.exec(cell)?.[1]
  return percent === undefined ? cell : `${bar(Number(percent) / 100)} ${cell}`
}

const naturalWidths = (rows: readonly string[][]): number[] =>
  rows[0]!.map((_, at) => Math.max(...rows.map(row => widthOf(row[at]!))))

const neededWidth = (rows: readonly string[][]): number =>
  naturalWidths(rows).reduce((sum, width) => sum + width + GAP, -GAP)

import type { Fact } from './facts.ts'

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

export const quoted = (text: string): string =>
  /[",;\t\r\n|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

/** One field by RFC 4180. Numbers stay numbers, a negative one included. */
export function csvCell(value: Fact): string {
  if (value === null) return ''
  if (typeof value !== 'string') return Number.isNaN(value) ? '' : String(value)
  return quoted(neutralised(value.toWellFormed()))
}

export const csvLine = (values: readonly Fact[]): string => line(values.map(csvCell))

export const line = (cells: readonly string[]): string => `${cells.join(',')}\r\n`

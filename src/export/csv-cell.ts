import type { Fact } from './facts.ts'

/** With these a spreadsheet takes a text for a formula; the wide forms are what it makes of them in East Asia. */
const FORMULA = '[=+\\-@\\t\\r＝＋－＠]'
const BEGINS_FORMULA = new RegExp(`^\\s*${FORMULA}|^\\s*[\\t\\r\\n]`)
/** Where a spreadsheet that takes another separator for the comma begins a new cell. */
const CELL_INSIDE = new RegExp(`([;\\t\\r\\n|]["'\\s]*)(?=${FORMULA})`, 'g')

/**
 * A text that no spreadsheet runs: a leading apostrophe before = + - @, tab and line break (OWASP's rule), also inside,
 * where a computer whose list separator is a semicolon would begin a new cell.
 */
export const neutralised = (text: string): string =>
  (BEGINS_FORMULA.test(text) ? `'${text}` : text).replace(CELL_INSIDE, "$1'")

/** One field by RFC 4180. Numbers stay numbers, a negative one included. */
export function csvCell(value: Fact): string {
  if (value === null) return ''
  if (typeof value !== 'string') return Number.isNaN(value) ? '' : String(value)
  const text = neutralised(value.toWellFormed())
  return /[",;\t\r\n|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvLine = (values: readonly Fact[]): string => `${values.map(csvCell).join(',')}\r\n`

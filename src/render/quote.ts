import { breakAddresses } from './markdown.ts'
import { oneLine, truncateUtf8 } from './text.ts'

/** No name that is meant as a name is longer. */
const MOST_CHARACTERS = 60

/**
 * Words of others among our own, such as a name or an argument: in quotation marks that they cannot close, one short
 * line, nothing of it hidden or live. What is no text is shown as JSON.
 */
export function quote(value: unknown): string {
  const isText = typeof value === 'string'
  const line = lineOf(isText ? value : (JSON.stringify(value) ?? String(value)))
  return isText ? `"${shortened(line.replace(MARKS, "'"))}"` : shortened(line)
}

/** A search, in which quotation marks mean something: they stay, within marks of another kind. */
export const quoteQuery = (query: string): string =>
  query.search(MARKS) < 0 ? quote(query) : `“${shortened(lineOf(query).replace(MARKS, '"'))}”`

const MARKS = /["“”„‟＂]/g

/** Far more than is shown is not looked at. */
const lineOf = (text: string): string => breakAddresses(oneLine(text.slice(0, 1000)))

const shortened = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${truncateUtf8(text, MOST_CHARACTERS - 1, lengthOf)}…`

const lengthOf = (text: string): number => text.length

/** What was copied with our quotation marks, without them. */
export const unquote = (text: string): string => /^"(.*)"$/s.exec(text.trim())?.[1] ?? text

/** Several lists of names fit into the smallest answer there is, whatever alphabet they are written in. */
const MOST_BYTES = 320

/** The first of some names; what is left out is counted. */
export function quoteSome(names: readonly string[], most = 8): string {
  let bytes = 0
  const shown = names
    .slice(0, most)
    .map(quote)
    .filter((name, at) => {
      bytes += Buffer.byteLength(name)
      return at === 0 || bytes <= MOST_BYTES
    })
  const left = names.length - shown.length
  return shown.join(', ') + (left > 0 ? ` and ${left} more` : '')
}

/** Values of which any is enough: `"a"`, `any of "a", "b"`. */
export const anyOf = (values: readonly string[]): string => (values.length > 1 ? 'any of ' : '') + quoteSome(values)

/** An id: as it is where nobody can take it for anything else. */
export const idText = (id: string): string => (isPlainId(id) ? id : quote(id))

export const isPlainId = (id: string): boolean => /^[\w.~-]{1,60}$/.test(id)

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
  const whole = isText ? value : (JSON.stringify(value) ?? String(value))
  // Far more than is shown is not looked at.
  const line = breakAddresses(oneLine(whole.slice(0, 1000)))
  const text = isText ? line.replace(/["“”„‟＂]/g, "'") : line
  const shown = text.length <= MOST_CHARACTERS ? text : `${truncateUtf8(text, MOST_CHARACTERS - 1, lengthOf)}…`
  return isText ? `"${shown}"` : shown
}

const lengthOf = (text: string): number => text.length

/** What was copied with our quotation marks, without them. */
export const unquote = (text: string): string => /^"(.*)"$/s.exec(text.trim())?.[1] ?? text

/** The first of some names; what is left out is counted. */
export function quoteSome(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most).map(quote).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

/** An id: as it is where nobody can take it for anything else. */
export const idText = (id: string): string => (isPlainId(id) ? id : quote(id))

export const isPlainId = (id: string): boolean => /^[\w.~-]{1,60}$/.test(id)

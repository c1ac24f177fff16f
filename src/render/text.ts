import { stripVTControlCharacters } from 'node:util'

/**
 * Characters that a reader cannot see but a model or a terminal obeys: control characters, and all that Unicode lets a
 * screen ignore (zero-width, bidi, soft hyphen, tags, fillers …). Two joiners and the emoji selectors stay: several
 * scripts and emoji need them.
 */
const HIDDEN = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]--[\t\n\v\f\r\u0085\u200c\u200d\ufe0e\ufe0f]]/gv

/**
 * One line of harmless text: line breaks and runs of white space become one blank, hidden characters and ANSI sequences
 * go, and Markdown links and images lose the bracket pair that makes them live (`](` becomes `] (`).
 */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replace(HIDDEN, '')
    .replace(/[\s\u0085]+/gu, ' ')
    .replaceAll('](', '] (')
    .trim()
}

/** JSON in which hidden characters and live links are written as escapes: it still means the same. */
export const escapeHidden = (json: string): string =>
  json
    .replace(HIDDEN, escaped)
    .replace(/[\u0085\u2028\u2029]/gu, escaped)
    .replaceAll('](', ']\\u0028')

/** As JSON escapes it: one `\\uXXXX` for each UTF-16 unit. */
const escaped = (char: string): string =>
  Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')

/** Size of a text in UTF-8. */
export const bytes = (text: string): number => Buffer.byteLength(text)

/** The project's measure of what a text costs a model: bytes ÷ 4, rounded up. */
export const tokens = (text: string): number => Math.ceil(bytes(text) / 4)

let graphemes: Intl.Segmenter | undefined

/** The longest beginning of at most `max` bytes that ends between two characters as a reader sees them. */
export function beginning(text: string, max: number): string {
  if (bytes(text) <= max) return text
  let end = 0
  let size = 0
  // Only the part that can fit is looked at, so a huge text costs no more than a small one.
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment, index } of graphemes.segment(text.slice(0, max + 64))) {
    size += bytes(segment)
    if (size > max) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/** As `beginning`, and tells how much is missing: `words… [1,234 of 5,678 bytes left out]`. */
export function shorten(text: string, max: number): string {
  const size = bytes(text)
  if (size <= max) return text
  const start = beginning(text, max)
  return `${start}… [${number(size - bytes(start))} of ${number(size)} bytes left out]`
}

/** A count with thousands separators, as people read it. */
export const number = (value: number): string => value.toLocaleString('en-US')

/** `1 call`, `2 calls`. */
export const plural = (count: number, noun: string): string => `${number(count)} ${noun}${count === 1 ? '' : 's'}`

/** Longest id, name, state or other short fact, in bytes: nothing real is longer. */
const FACT_BYTES = 200

/** An id, name, state or other short fact as one line. */
export const fact = (text: string): string => shorten(oneLine(text), FACT_BYTES)

/** A collected value, variable or cell as one line of text. */
export function display(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return oneLine(value)
  try {
    return oneLine(JSON.stringify(value))
  } catch {
    return '[nested too deeply to be shown]'
  }
}

import { stripVTControlCharacters } from 'node:util'

/**
 * Characters that a reader cannot see but a model or a terminal obeys: control, soft hyphen, zero-width, bidi, invisible
 * operators, tags, variation supplement. U+200C and U+200D stay: several scripts and emoji need them.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/gu

/**
 * One line of harmless text: line breaks and runs of white space become one blank, hidden characters and ANSI sequences
 * go, and Markdown links and images lose the bracket pair that makes them live (`](` becomes `] (`).
 */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replace(HIDDEN, '')
    .replace(/\s+/gu, ' ')
    .replaceAll('](', '] (')
    .trim()
}

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

/** A collected value, variable or cell as one line of text. */
export function display(value: unknown): string {
  if (value === null || value === undefined) return ''
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value))
}

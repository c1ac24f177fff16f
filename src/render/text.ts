import { withoutAnsi } from '../domain/ansi.ts'

/**
 * Characters that a reader cannot see but a model or a terminal obeys: control characters, and all that Unicode lets a
 * screen ignore (zero-width, bidi, soft hyphen, tags, fillers …). Joiners and emoji selectors are looked at by `STRAY`.
 */
const HIDDEN = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]--[\t\n\v\f\r\u0085\u200c\u200d\ufe0e\ufe0f]]/gv

/** All but the single blank, which is nearly all of it: replacing that costs ten times the rest. */
const WHITE_SPACE = /[\s\u0085]{2,}|[^\S ]|\u0085/gu

/**
 * Joiners and emoji selectors where nobody needs them: they belong behind a letter of a script that is written with them
 * (Persian, the scripts of India …), between two emoji, or behind one, and never one behind the other.
 */
const STRAY =
  /[\u200c\u200d](?<![[\p{L}\p{M}]&&[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Tibt}\p{scx=Mymr}\p{scx=Khmr}]].)(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]\u200d)\p{Extended_Pictographic})|[\ufe0e\ufe0f](?<!\p{Extended_Pictographic}.)(?!(?<=[0-9#*].)\u20e3)/gv

/** Nothing in it is hidden, which for most texts is known in a tenth of the time. */
const isPlain = (text: string): boolean => !/[^\t\n\r -~]/.test(text)

/** Without escape sequences and what is hidden; breaks of lines stay. */
const clean = (text: string): string =>
  isPlain(text) ? text : withoutAnsi(text.toWellFormed()).replace(HIDDEN, '').replace(STRAY, '')

/**
 * One line of harmless text: line breaks and runs of white space become one blank, hidden characters and ANSI sequences
 * go, and Markdown links and images lose the bracket pair that makes them live (`](` becomes `] (`).
 */
export const oneLine = (text: string): string => clean(text).replace(WHITE_SPACE, ' ').replaceAll('](', '] (').trim()

/** Lines for a terminal, a log or an error: tabs and line feeds are all that a terminal may obey. */
export const printable = (text: string): string => clean(text).replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')

/** JSON in which hidden characters are written as escapes: it still means the same. */
export const escapeHidden = (json: string): string =>
  isPlain(json)
    ? json
    : json
        .replace(HIDDEN, jsonEscape)
        .replace(STRAY, jsonEscape)
        .replace(/[\u0085\u2028\u2029]/gu, jsonEscape)

/** As JSON escapes it: one `\\uXXXX` for each UTF-16 unit. */
export const jsonEscape = (char: string): string =>
  Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')

/** Size of a text in UTF-8. */
export const bytes = (text: string): number => Buffer.byteLength(text)

/** The project's measure of what a text costs a model: bytes ÷ 4, rounded up. */
export const tokens = (text: string): number => Math.ceil(bytes(text) / 4)

let graphemes: Intl.Segmenter | undefined

/** The longest beginning of at most `max` bytes that ends between two characters as a reader sees them. */
export function truncateUtf8(text: string, max: number, sizeOf = bytes): string {
  if (sizeOf(text) <= max) return text
  // Each of these is a character of its own, of one byte.
  if (sizeOf === bytes && /^[ -~]*$/.test(text.slice(0, max + 1))) return text.slice(0, max)
  // Only the part that can fit is looked at, so a huge text costs no more than a small one.
  const part = text.slice(0, max + 64)
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return text.slice(0, graphemes.segment(part).containing(lengthThatFits(part, max, sizeOf))?.index)
}

/** How many UTF-16 units of a text, of which not all fit, have at most this size. */
function lengthThatFits(text: string, max: number, sizeOf: typeof bytes): number {
  let [fits, tooMany] = [0, text.length]
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >>> 1
    if (sizeOf(text.slice(0, middle)) <= max) fits = middle
    else tooMany = middle
  }
  return fits
}

/** As `beginning`, and tells how much of the whole is missing: `words… [1,234 of 5,678 bytes omitted]`. */
export function shorten(text: string, max: number, size = bytes(text)): string {
  if (size <= max) return text
  const start = truncateUtf8(text, max)
  return `${start}… [${formatCount(size - bytes(start))} of ${formatCount(size)} bytes omitted]`
}

/** Characters of a text of which no more than `max` bytes are shown: enough, whatever has to go out of them. */
export const shownOf = (max: number): number => Math.max(100_000, 2 * max)

/** The text as one line, shortened. Of a huge text only its beginning is looked at; then its bytes are those as given. */
export const shortLine = (text: string, max: number): string =>
  text.length <= shownOf(max)
    ? shorten(oneLine(text), max)
    : shorten(oneLine(text.slice(0, shownOf(max))), max, bytes(text))

/** A count with thousands separators, as people read it. */
export const formatCount = (value: number): string =>
  // The first number in a locale's form takes longer to write than all else that a start does of its own.
  Number.isSafeInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, ',') : value.toLocaleString('en-US')

/** `1 call`, `2 calls`. */
export const plural = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`

/** Longest id, name, state or other short fact, in bytes: nothing real is longer. */
const FACT_BYTES = 200

/** An id, name, state or other short fact as one line. */
export const shortText = (text: string): string => shorten(oneLine(text), FACT_BYTES)

/** A collected value, variable or cell as one line of text. */
export function display(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return oneLine(value)
  try {
    return oneLine(JSON.stringify(value))
  } catch {
    return '[nested too deeply to show]'
  }
}

import { withoutAnsi } from '../domain/ansi.ts'

/** Format and control characters but line breaks, tabs and the joiners that scripts and emoji need. */
const HIDDEN = /(?![\t\n\r\u200c\u200d])[\p{Cf}\p{Cc}]/gu

/** What an ANSI sequence begins with. */
export const HIDES = /[\u001b\u0090-\u009f]/

/** Beginnings of the blocks of digits that telephone numbers are written in, beside ASCII. */
const ZEROS = ['\u0660', '\u06f0', '\u0966', '\u09e6', '\u0e50', '\uff10'].map(zero => zero.charCodeAt(0))
const SIGNS: Record<string, string> = { '＋': '+', '－': '-', '＠': '@', '．': '.', '（': '(', '）': ')', '　': ' ' }

/**
 * The text as a reader will see it: a zero-width blank or an ANSI sequence in the middle of a number is gone when an
 * answer is rendered, and must not hide the number from us.
 */
export const visible = (text: string): string => (isPlain(text) ? text : withoutAnsi(text).replace(HIDDEN, ''))

/** Nothing but what ASCII shows, and white space. */
export const isPlain = (text: string): boolean => /^[\t\n\r -~]*$/.test(text)

/** Digits and signs of other scripts as ASCII, one for one: positions stay. */
export const ascii = (text: string): string =>
  isPlain(text)
    ? text
    : text.replace(/(?!\d)[\p{Nd}＋－＠．（）　]/gu, char => {
        const code = char.charCodeAt(0)
        const zero = ZEROS.find(first => code >= first && code <= first + 9)
        return zero === undefined ? (SIGNS[char] ?? char) : String(code - zero)
      })

/** A letter of a script that sets blanks between words: what it touches belongs to its word. */
export const WORD_LETTER = String.raw`(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}])[\p{L}\p{M}])`

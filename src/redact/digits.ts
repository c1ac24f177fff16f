import { blank, matchesOf } from './finder.ts'
import { WORD_LETTER } from './visible.ts'

/** Digits without anything between them. */
export interface Group {
  start: number
  end: number
  digits: string
}

/**
 * Numbers that are certainly something else, unless a plus stands before them: what follows or precedes one must not be
 * read together with it.
 */
const OTHER_NUMBERS = new RegExp(
  `(?<!\\+ ?|%2B)(?:${[
    // 2026-10-05, 2026-10-05T14:30, 20261005; 05.10.2026, 10/5/26
    String.raw`(?<!\d|\d[-/.])(?:19|20)\d\d(?<sep>[-/.])\d{1,2}\k<sep>\d{1,2}(?!\d|[-/.]\d)`,
    String.raw`(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)`,
    String.raw`(?<!\d|\d[-/.])(?:0?[1-9]|[12]\d|3[01])(?<mark>[-/.])(?:0?[1-9]|[12]\d|3[01])\k<mark>(?:(?:19|20)\d\d|\d\d)(?!\d|[-/.]\d)`,
    // 2019-2024
    String.raw`(?<!\d|\d[-/.])(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d(?!\d|[-/.]\d)`,
    // 14:30, 1:02:09
    String.raw`(?<!\d)\d{1,2}(?::\d\d){1,2}(?!\d)`,
    // 192.168.100.200; a zero before more digits begins a telephone number
    String.raw`(?<!\d|\d\.)(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}(?!\d|\.\d)`,
    // $5,000.00; 5 000 euros, 12 %; 1,234,567
    String.raw`[$€£¥₹₽₩] ?\d{1,12}(?:[., '’\u00a0\u202f]\d{3})*(?:[.,]\d{1,2})?(?!\d)`,
    String.raw`(?<!\d|\d[., ])\d{1,3}(?:[., '’\u00a0\u202f]?\d{3})*(?:[.,]\d{1,2})? ?(?:[$€£¥₹₽₩%]|(?:dollars?|cents?|bucks|pounds?|euros?|usd|eur|gbp|chf|inr|rupees?|kr|z[łl]|reais|pesos?|points?|puntos|punkte|miles|km|kg)(?!\p{L}))`,
    String.raw`(?<!\d|\d[.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d|[.,]\d)`,
    // 12.5, 40.712776, 0.0003; not 079.123
    String.raw`(?<!\d|\d[.,])(?:0|[1-9]\d*)\.\d+(?!\d|[.,-]\d)`,
  ].join('|')})`,
  'giu',
)

/**
 * How long the date is that stands there as machines write it, with the time of day where it has one; 0: there is none, or
 * something about it might make it a part of another number.
 */
export function isoDateAt(text: string, at: number): number {
  if (text.charCodeAt(at + 4) !== 45) return 0
  ISO_DATE.lastIndex = at
  return ISO_DATE.test(text) ? ISO_DATE.lastIndex - at : 0
}
const ISO_DATE =
  /(?<![\dBb+./-]|\+ )(?:19|20)\d\d-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?)?(?!\d|[./:-]\d)/y

/** Up to five characters that people put between parts of a number: one sign, with blanks and brackets around. */
const RUN = /\d+(?:(?=\D)[\s()]{0,2}[.,\-/\u2010-\u2015\s]?[\s()]{0,2}\d+)*/g

const DIGITS = /\d+/g

/** Groups of digits that stand so close that they may be one number. */
export interface Run {
  groups: readonly Group[]
  /** Behind letters and a dash, as in `A-7-4155550132`, or behind a hash or a path's slash. */
  isInId: boolean
}

/**
 * The runs of digits in a text, without dates, times, amounts and decimals, and without digits that letters touch
 * (`conv_4155550132b`): those are parts of ids. A plus, also as in URLs, holds its digits off from what precedes it.
 * @param isKnown which are taken whatever touches them
 */
export function digitRuns(text: string, isKnown: (group: Group) => boolean = () => false): Run[] {
  return matchesOf(blank(text, OTHER_NUMBERS), RUN).flatMap(({ 0: run, index }) => {
    const groups = matchesOf(run, DIGITS).map(({ 0: digits, index: at }) => ({
      start: index + at,
      end: index + at + digits.length,
      digits,
    }))
    const free = groups.filter((group, at) => !isTouched(text, group, at) || isKnown(group))
    if (free.length === 0) return []
    const [start, end] = [free[0]!.start, free.at(-1)!.end]
    const isInId =
      /(?:[\p{L}_]\d*[-/]|#)$/u.test(text.slice(Math.max(0, start - 24), start)) ||
      /^-\d*[\p{L}_]/u.test(text.slice(end, end + 24))
    return [{ groups: free, isInId }]
  })
}

const LETTER = new RegExp(`^(?:${WORD_LETTER}|_)$`, 'u')

/** The last few digits of a number may touch the next word: `415-555-0132and`. */
const isTouched = (text: string, { start, end, digits }: Group, at: number): boolean =>
  (LETTER.test(text.charAt(start - 1)) && !hasPlus(text, start)) ||
  (LETTER.test(text.charAt(end)) && !EXTENSION.test(text.slice(end, end + 16)) && (at === 0 || digits.length > 4))

/** A plus before the digits, perhaps with a blank or a bracket between. */
export const hasPlus = (text: string, start: number): boolean =>
  /(?:\+|%2B)[\s(]{0,2}$/i.test(text.slice(Math.max(0, start - 5), start))

/** What may follow a telephone number. */
export const EXTENSION = /^[ ,]{0,2}(?:ext(?:ension)?|x|durchwahl|poste|interno|anexo)[ .:]{0,2}\d{1,6}(?!\d)/iu

/** Whether a number has as many digits as telephone numbers and cards, whatever a program has made of them. */
export const isLong = (value: number): boolean => (value >= 1e6 && value < 1e19) || (value <= -1e6 && value > -1e19)

export const digitsOf = (groups: readonly Group[]): string => groups.map(group => group.digits).join('')

import { PSEUDONYM } from '../domain/pseudonym.ts'
import { type Finder, matchesOf } from './finder.ts'
import { wordsOf } from './names.ts'

/** 123-45-6789, 123 45 6789, 123456789. */
const SHAPE = /(?<![\p{L}\d]|\d[-.])\d{3}(?<mark>[- ]?)\d{2}\k<mark>\d{4}(?![\p{L}\d]|[-.]\d)/gu

/** How people and fields say that a number is one. */
const SAID = /(?<!\p{L})(?:ssn|itin|social(?: security)?|tax(?:payer)? id)(?!\p{L})/iu

/** How far from a number a word still speaks of it, in characters. */
const BEFORE = 48

/**
 * American social security and taxpayer numbers: with dashes everywhere, since nothing else is written so, otherwise
 * where the words before them or the name of the field say so.
 */
export const findSsns: Finder = (text, _scope, field) =>
  matchesOf(text, SHAPE).flatMap(({ 0: number, index: start, groups }) => {
    return groups!.mark === '-' || isSaidSsn(text, start, field)
      ? { start, end: start + number.length, key: ssnKey(number) }
      : []
  })

/** Whether the words before a number, or the name of its field, say that it is one. */
export const isSaidSsn = (text: string, start: number, field: string): boolean =>
  SAID.test(text.slice(Math.max(0, start - BEFORE), start)) || SAID.test(wordsOf(field))

export const ssnKey = (number: string): string => number.replace(/\D/g, '').padStart(9, '0')

/** Of a number with letters these count, too. */
export const paperKey = (number: string): string =>
  /\p{L}/u.test(number) ? number.replace(/[^\p{L}\d]/gu, '').toUpperCase() : ssnKey(number)

/** Passports have letters between their figures. */
export const hasFigures = (text: string): boolean => text.replace(PSEUDONYM, '').replace(/\D/g, '').length >= 3

import type { Temporal } from 'temporal-polyfill'
import { UserInputError } from '../errors.ts'
import { quoted } from './time-input.ts'

/** What one typed time stands for, in Unix seconds: `start <= t < end`. A single moment has `start === end`. */
export interface Span {
  start: number
  end: number
  /** Given alone as a start, people mean all of it and nothing after it ("yesterday", "2026-10"). */
  closed: boolean
}

/** A typed time, with what is needed to understand it and to complain about it. */
export interface Asked {
  /** The argument's name, for errors. */
  argument: string
  /** As typed. */
  typed: string
  /** The present, in the zone whose clock and calendar count. */
  now: Temporal.ZonedDateTime
}

/** One way to write a time. */
export interface Form {
  /** Matches the whole of the normalised text. */
  pattern: RegExp
  /** The groups of the match are there as far as the pattern demands them; others are undefined. */
  read: (groups: (string | undefined)[], asked: Asked) => Span
}

export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Weeks start on Monday, as in ISO 8601. */
const FIRST_DAY: Record<CalendarUnit, (date: Temporal.PlainDate) => Temporal.PlainDate> = {
  day: date => date,
  week: date => date.subtract({ days: date.dayOfWeek - 1 }),
  month: date => date.with({ day: 1 }),
  quarter: date => date.with({ day: 1, month: date.month - ((date.month - 1) % 3) }),
  year: date => date.with({ day: 1, month: 1 }),
}

const LENGTH: Record<CalendarUnit, { days?: number; months?: number }> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { months: 12 },
}

export const seconds = (time: Temporal.Instant | Temporal.ZonedDateTime): number =>
  Math.floor(time.epochMilliseconds / 1000)

/**
 * The calendar day, week, … that holds `date`: from the first moment of its first local day to the first moment of the
 * local day after it, however many hours that is.
 */
export function calendarSpan(unit: CalendarUnit, date: Temporal.PlainDate, asked: Asked, closed: boolean): Span {
  const first = FIRST_DAY[unit](date)
  const zone = asked.now.timeZoneId
  return {
    start: seconds(first.toZonedDateTime(zone)),
    end: seconds(first.add(LENGTH[unit]).toZonedDateTime(zone)),
    closed,
  }
}

/** The first day of the unit `steps` units away from the present one; -1 is the one before. */
export function neighbour(unit: CalendarUnit, steps: number, now: Temporal.ZonedDateTime): Temporal.PlainDate {
  const { days = 0, months = 0 } = LENGTH[unit]
  return FIRST_DAY[unit](now.toPlainDate()).add({ days: days * steps, months: months * steps })
}

/** A single moment. */
export function momentSpan(unix: number): Span {
  return { start: unix, end: unix, closed: false }
}

/** The error for a typed time; `why` is a sentence or several, and follows the quoted text. */
export function refused(asked: Pick<Asked, 'argument' | 'typed'>, why: string): UserInputError {
  return new UserInputError(`${asked.argument}: ${quoted(asked.typed)} ${why}`)
}

/** A pattern's alternatives; the words are our own, so nothing in them needs escaping. */
export const oneOf = (words: string[]): string => words.join('|')

import { isoOffset, offsetSeconds } from '../../domain/zone-offset.ts'
import type { Clock } from '../define/group.ts'

/* Buckets of time on the clock of a zone. */

const HOUR = 3600
const DAY = 86_400
/** Day 0 of Unix time was a Thursday. */
const MONDAY = 3

/** Local days since 1 January 1970. */
const dayOf = (unix: number, offset: number): number => Math.floor((unix + offset) / DAY)
const isoDay = (day: number): string => new Date(day * DAY * 1000).toISOString().slice(0, 10)
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

/**
 * By the moment at which it began, so that the hour that comes twice when clocks are set back is two hours. Where they
 * are set by half an hour, it is the moment at which the hour would have begun on the clock of its end.
 */
export const HOURS: Clock = {
  bucketOf: (unix, offset) => unix - modulo(unix + offset, HOUR),
  show(bucket, zone) {
    const offset = offsetSeconds(bucket + HOUR - 1, zone)
    const text = new Date((bucket + offset) * 1000).toISOString().slice(0, 16).replace('T', ' ')
    const isSetNearby = offsetSeconds(bucket - HOUR, zone) !== offsetSeconds(bucket + 2 * HOUR, zone)
    return isSetNearby ? `${text} ${isoOffset(bucket + HOUR - 1, zone)}` : text
  },
  next(bucket, zone) {
    const end = bucket + HOUR
    return HOURS.bucketOf(end, offsetSeconds(end, zone))
  },
}

export const DAYS: Clock = { bucketOf: dayOf, show: isoDay, next: day => day + 1 }

/** Shown by their Mondays. */
export const WEEKS: Clock = {
  bucketOf: (unix, offset) => Math.floor((dayOf(unix, offset) + MONDAY) / 7),
  show: week => isoDay(week * 7 - MONDAY),
  next: week => week + 1,
}

export const MONTHS: Clock = {
  bucketOf(unix, offset) {
    const local = new Date((unix + offset) * 1000)
    return local.getUTCFullYear() * 12 + local.getUTCMonth()
  },
  show: month => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`,
  next: month => month + 1,
}

const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export const WEEKDAYS: Clock = {
  bucketOf: (unix, offset) => modulo(dayOf(unix, offset) + MONDAY, 7),
  show: weekday => WEEKDAY_NAMES[weekday]!,
  all: numbers(0, 6),
}

export const HOURS_OF_DAY: Clock = {
  bucketOf: (unix, offset) => Math.floor(modulo(unix + offset, DAY) / HOUR),
  show: hour => hour,
  all: numbers(0, 23),
}

/** Not negative, whatever the number. */
const modulo = (number: number, by: number): number => ((number % by) + by) % by

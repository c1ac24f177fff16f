import { Temporal } from 'temporal-polyfill'
import { UserInputError } from '../errors.ts'
import type { TimeWindow } from './time-window.ts'

const WEEK = 7 * 24 * 3600

/**
 * The same hours, on the zone's clock, of each of so many weeks before, the newest first.
 * @param now Unix seconds: the end of a window that has none
 * @throws UserInputError for a window without a start, or one of more than a week, which would overlap with itself
 */
export function weeksBefore({ afterUnix, beforeUnix = Infinity, zone }: TimeWindow, now: number, weeks: number) {
  const end = Math.min(beforeUnix, now)
  const back = (unix: number, count: number): number => {
    const local = Temporal.Instant.fromEpochMilliseconds(unix * 1000).toZonedDateTimeISO(zone)
    return Math.floor(local.subtract({ weeks: count }).epochMilliseconds / 1000)
  }
  // Seven days in which clocks are set back are longer than others.
  const isLonger = (from: number): boolean => end - from > WEEK && back(end, 1) > from
  if (afterUnix === undefined || end <= afterUnix || isLonger(afterUnix)) {
    throw new UserInputError(
      'Drift compares with the same hours of the weeks before: set after to a window of at most 7 days, such as 24h.',
    )
  }
  return Array.from({ length: weeks }, (_, at): TimeWindow => {
    return { afterUnix: back(afterUnix, at + 1), beforeUnix: back(end, at + 1), zone }
  })
}

import { Temporal } from 'temporal-polyfill'
import { UserInputError } from '../errors.ts'
import { normalised } from './time-input.ts'
import type { TimeWindow } from './time-window.ts'

/** Periods that are not over when they are named; until they are, their end is open. */
const RUNNING: Record<string, Temporal.DurationLike> = {
  today: { days: 1 },
  'this week': { weeks: 1 },
  'this month': { months: 1 },
  'this quarter': { months: 3 },
  'this year': { years: 1 },
}

/** "24h", "last hour": elapsed time, whatever the clocks do. */
const ELAPSED = /(?:^|[\d ])(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)(?: ago)?$/

/**
 * The window to compare this one with: as long, on the calendar and the clock of its zone, and directly before it. Of a
 * period that is not over it is the same elapsed part of the one before: this week on a Sunday noon, and last week from
 * Monday to Sunday noon. Whole months have whole months before them, however many days those have.
 * @param now Unix seconds
 * @param after as it was typed, where it was: "this month" and the date of its first day begin at the same moment
 * @throws UserInputError where nothing can lie before it
 */
export function previousWindow(window: TimeWindow, now: number, after = ''): TimeWindow {
  const { afterUnix, beforeUnix, zone } = window
  if (afterUnix === undefined) throw new UserInputError('previous_period needs a window with a start; set after.')
  const typed = normalised(after)
  const running = beforeUnix === undefined && Object.hasOwn(RUNNING, typed) ? RUNNING[typed] : undefined
  const start = localTime(afterUnix, zone)
  const endUnix = running ? unix(start.add(running), zone) : (beforeUnix ?? now)
  if (endUnix <= afterUnix)
    throw new UserInputError('previous_period needs a window that has begun; set an earlier after.')
  if (beforeUnix === undefined && ELAPSED.test(typed)) return bounded(2 * afterUnix - now, afterUnix, zone)
  const end = localTime(endUnix, zone)
  const largestUnit = isMonthStart(start) && isMonthStart(end) ? 'month' : 'day'
  const first = start.subtract(start.until(end, { largestUnit }))
  const isRunning = afterUnix < now && now < endUnix
  const last = isRunning ? unix(first.add(start.until(localTime(now, zone), { largestUnit })), zone) : afterUnix
  // The month before may be too short to have such a day.
  return bounded(unix(first, zone), Math.min(last, afterUnix), zone)
}

/** @throws UserInputError where it begins before there was any call */
function bounded(afterUnix: number, beforeUnix: number, zone: string): TimeWindow {
  if (afterUnix >= 0 && afterUnix < beforeUnix) return { afterUnix, beforeUnix, zone }
  throw new UserInputError('previous_period would begin before 1970; set a later after.')
}

/** What the zone's clock shows; where clocks skip midnight, it is midnight that the day begins at all the same. */
function localTime(unix: number, zone: string): Temporal.PlainDateTime {
  const time = Temporal.Instant.fromEpochMilliseconds(unix * 1000).toZonedDateTimeISO(zone)
  return time.equals(time.startOfDay()) ? time.toPlainDate().toPlainDateTime() : time.toPlainDateTime()
}

/** A time that clocks skip is moved forward; of one that comes twice it is the first. */
const unix = (local: Temporal.PlainDateTime, zone: string): number =>
  Math.floor(local.toZonedDateTime(zone).epochMilliseconds / 1000)

const isMonthStart = (local: Temporal.PlainDateTime): boolean =>
  local.day === 1 && local.toPlainTime().equals(new Temporal.PlainTime())

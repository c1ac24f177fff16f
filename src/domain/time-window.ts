import { Temporal } from 'temporal-polyfill'
import { UserInputError } from '../errors.ts'
import { readPeriod } from './period.ts'
import { momentSpan, type Span } from './period-span.ts'
import { formatInstant } from './time-format.ts'
import { offsetLabel } from './zone-offset.ts'

/** Which calls by their start: `afterUnix <= start < beforeUnix`, in Unix seconds. At least one bound is there. */
export interface TimeWindow {
  /** First moment inside; open to the past where missing. */
  afterUnix?: number
  /** First moment no longer inside; open to the future where missing. */
  beforeUnix?: number
  /** The zone in which the bounds were read and are shown. */
  zone: string
  /** `after` was a period given alone ("yesterday", "2026-10"), so it gives the end too. */
  periodOf?: 'after'
  /** The window begins after now, so that nothing can be in it yet. */
  inFuture?: true
}

/** A time window as it is typed: each end in words or as Unix seconds, not both. */
export interface WindowInput {
  after?: string | undefined
  before?: string | undefined
  call_start_after_unix?: number | undefined
  call_start_before_unix?: number | undefined
}

/** Highest plausible Unix time in seconds (year 5138); times in milliseconds are above it. */
const MAX_UNIX = 99_999_999_999

/**
 * The window that the input means, read in `zone` at `now` (Unix seconds); undefined where nothing bounds it.
 *
 * `after` is the start of what was typed, `before` its end: `before: 2026-10-05` includes that day. A period that is
 * over or has a name (yesterday, last week, 2026-10) as `after` alone gives both bounds; a date, a date-time and what
 * is not over yet (today, this week, 7d) leave the end open.
 * @throws UserInputError where an end is given twice, cannot be read, or the end is not after the start.
 */
export function resolveWindow(input: WindowInput, zone: string, now: number): TimeWindow | undefined {
  const clock = Temporal.Instant.fromEpochMilliseconds(Math.floor(now) * 1000).toZonedDateTimeISO(zone)
  const after = readBound('after', input, clock)
  const before = readBound('before', input, clock)
  if (!after && !before) return undefined
  const isPeriod = after !== undefined && before === undefined && after.closed
  const window: TimeWindow = { zone }
  if (after) window.afterUnix = after.start
  if (before) window.beforeUnix = before.end
  if (isPeriod) {
    window.beforeUnix = after.end
    window.periodOf = 'after'
  }
  if (after && after.start > now) window.inFuture = true
  checkOrder(window)
  return window
}

/**
 * The bounds to send to the API. It does not say whether they are inclusive, so the start goes one second lower: then
 * under either reading nothing inside the window is missing, and `insideWindow` removes what is too much.
 */
export function toApiBounds(window: TimeWindow): { call_start_after_unix?: number; call_start_before_unix?: number } {
  const { afterUnix, beforeUnix } = window
  return {
    ...(afterUnix !== undefined && { call_start_after_unix: Math.max(0, afterUnix - 1) }),
    // Whole seconds below `beforeUnix` are below it or equal to it in both readings.
    ...(beforeUnix !== undefined && { call_start_before_unix: beforeUnix }),
  }
}

/** Whether a call that started then (Unix seconds) is inside; without a window every call is. */
export function insideWindow(window: TimeWindow | undefined, startUnix: number): boolean {
  return startUnix >= (window?.afterUnix ?? -Infinity) && startUnix < (window?.beforeUnix ?? Infinity)
}

/** One end of the input, in words or as a number. */
function readBound(end: 'after' | 'before', input: WindowInput, now: Temporal.ZonedDateTime): Span | undefined {
  const numeric = `call_start_${end}_unix` as const
  const typed = input[end]
  const unix = input[numeric]
  if (typed !== undefined && unix !== undefined) {
    throw new UserInputError(`${end} and ${numeric} mean the same. Give only one of them.`)
  }
  if (unix !== undefined) return momentSpan(checkedUnix(unix, numeric))
  if (typed !== undefined) return readPeriod({ argument: end, typed, now })
  return undefined
}

function checkedUnix(unix: number, argument: string): number {
  if (Number.isInteger(unix) && unix >= 0 && unix <= MAX_UNIX) return unix
  const why =
    unix > MAX_UNIX && Number.isFinite(unix)
      ? `is too large for Unix seconds; divide milliseconds by 1000.`
      : 'is not a time in whole Unix seconds.'
  throw new UserInputError(`${argument}: ${unix} ${why} For dates and words use "after" and "before".`)
}

function checkOrder(window: TimeWindow): void {
  const { afterUnix, beforeUnix } = window
  if (Math.max(afterUnix ?? 0, beforeUnix ?? 0) > MAX_UNIX) {
    throw new UserInputError('The window is thousands of years ahead. Give a date in this century.')
  }
  if (afterUnix === undefined || beforeUnix === undefined || afterUnix < beforeUnix) return
  throw new UserInputError(
    `Empty time range ${formatWindow(window)}: the end is not after the start. Give an earlier "after" or a later "before".`,
  )
}

/**
 * The window as one line for people; empty without one. An end at the end of a day reads 24:00 of that day; any other
 * end says that it is not included.
 *
 * 2026-10-05 00:00 to 2026-10-11 24:00, America/New_York (UTC-4)
 */
export function formatWindow(window: TimeWindow | undefined): string {
  const { afterUnix, beforeUnix, zone } = window ?? { zone: 'UTC' }
  const start = afterUnix === undefined ? undefined : moment(afterUnix, zone)
  const end = beforeUnix === undefined ? undefined : endMoment(beforeUnix, zone)
  const ends = start && end ? `${start} to ${end}` : start ? `from ${start}` : end ? `until ${end}` : undefined
  return ends === undefined ? '' : `${ends}, ${zoneText(zone, afterUnix, beforeUnix)}`
}

/** To the second only where it has seconds. */
function moment(unix: number, zone: string): string {
  return formatInstant(unix, zone, unix % 60 === 0 ? 'minutes' : 'seconds')
}

function endMoment(unix: number, zone: string): string {
  const end = Temporal.Instant.fromEpochMilliseconds(unix * 1000).toZonedDateTimeISO(zone)
  if (end.equals(end.startOfDay())) return `${formatInstant(unix - 1, zone, 'day')} 24:00`
  return `${moment(unix, zone)} (not included)`
}

/** The zone with its offset, or both of them if the clock changes between the first second and the last. */
function zoneText(zone: string, afterUnix?: number, beforeUnix?: number): string {
  const first = offsetLabel(afterUnix ?? beforeUnix! - 1, zone)
  const last = beforeUnix === undefined ? first : offsetLabel(beforeUnix - 1, zone)
  if (first !== last) return `${zone} (${first} at the start, ${last} at the end)`
  return zone === 'UTC' || /^[+-]/.test(zone) ? first.replace(/\+0$/, '') : `${zone} (${first})`
}

import { UserInputError } from '../errors.ts'
import { quoted } from './time-input.ts'
import { isoOffset, offsetSeconds } from './zone-offset.ts'

/** What is shown for a time that is not a number. */
const UNKNOWN = 'unknown'

/** `minutes`: 2026-10-05 14:30; `seconds`: 2026-10-05 14:30:00; `short`: 10-05 14:30; `day`: 2026-10-05. */
export type InstantStyle = 'minutes' | 'seconds' | 'short' | 'day'

/** Where each style begins and ends in 2026-10-05 14:30:00. */
const STYLES: Record<InstantStyle, [number, number]> = {
  minutes: [0, 16],
  seconds: [0, 19],
  short: [5, 16],
  day: [0, 10],
}

/**
 * The moment (Unix seconds) on the zone's clock; not a word about the zone, which stands once above a list. Only where the
 * clock shows the same minute twice, when it is set back, its offset tells which: 2026-10-25 02:46 +01:00.
 */
export function formatInstant(unix: number, zone: string, style: InstantStyle = 'minutes'): string {
  if (!isShowable(unix)) return UNKNOWN
  const text = localFields(unix, zone)
    .replace('T', ' ')
    .slice(...STYLES[style])
  return style === 'minutes' && comesTwice(unix, zone) ? `${text} ${isoOffset(unix, zone)}` : text
}

/** No clock is set back by more. */
const MOST_SET_BACK = 3 * 3600

/** Whether the zone's clock shows the same at another moment. */
function comesTwice(unix: number, zone: string): boolean {
  const own = offsetSeconds(unix, zone)
  return [unix - MOST_SET_BACK, unix + MOST_SET_BACK].some(near => {
    const other = offsetSeconds(near, zone)
    return other !== own && offsetSeconds(unix + own - other, zone) === other
  })
}

/** The moment (Unix seconds) in ISO 8601 with the zone's offset: 2026-10-05T14:30:00-04:00. */
export function isoInstant(unix: number, zone: string): string {
  if (!isShowable(unix)) return UNKNOWN
  return localFields(unix, zone) + isoOffset(unix, zone)
}

/**
 * Seconds from the start of a call, of "4:21" (minutes may be over 59), "1:02:09" or "261".
 * @throws UserInputError naming the argument.
 */
export function parseClock(text: string, argument: string): number {
  const match = text.length > 20 ? null : /^\s*(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,7})\s*$/.exec(text)
  const [, hours = '0', minutes, seconds] = match ?? []
  const wrong = (why: string) =>
    new UserInputError(
      `${argument}: ${quoted(text)} ${why} Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).`,
    )
  if (seconds === undefined) throw wrong('is not a time within a call.')
  if (minutes !== undefined && (seconds.length !== 2 || Number(seconds) > 59)) {
    throw wrong('does not exist: seconds after the colon range from 00 to 59.')
  }
  if (match?.[1] !== undefined && (minutes?.length !== 2 || Number(minutes) > 59)) {
    throw wrong('does not exist: minutes after the hours range from 00 to 59.')
  }
  return Number(hours) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)
}

/** 2026-10-05T14:30:00 on the zone's clock: UTC's own text for the moment at which UTC's clock shows the same. */
function localFields(unix: number, zone: string): string {
  const whole = Math.floor(unix)
  return new Date((whole + offsetSeconds(whole, zone)) * 1000).toISOString().slice(0, 19)
}

/** A number, and of a year with four digits. */
const isShowable = (unix: number): boolean => Math.abs(unix) < 250_000_000_000

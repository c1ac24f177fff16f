import { Temporal } from 'temporal-polyfill'
import { formatInstant } from './time-format.ts'
import type { TimeWindow } from './time-window.ts'
import { offsetLabel } from './zone-offset.ts'

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

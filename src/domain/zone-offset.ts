import { Temporal } from 'temporal-polyfill'

const DAY = 86_400

/** Beyond this many days a zone's memory starts over. */
const REMEMBERED_DAYS = 20_000

/** By zone, by day of UTC: the offset all day long, or null on a day that changes it. */
const offsets = new Map<string, Map<number, number | null>>()

/**
 * Seconds by which the zone's clock is ahead of UTC at this moment.
 *
 * Remembered by day, because a list shows thousands of times of few days. (No zone changes its offset and takes it back
 * within one day.)
 */
export function offsetSeconds(unix: number, zone: string): number {
  const day = Math.floor(unix / DAY)
  let days = offsets.get(zone)
  if (days === undefined || days.size > REMEMBERED_DAYS) {
    days = new Map()
    offsets.set(zone, days)
  }
  let offset = days.get(day)
  if (offset === undefined) {
    const morning = exactOffset(day * DAY, zone)
    offset = morning === exactOffset((day + 1) * DAY, zone) ? morning : null
    days.set(day, offset)
  }
  return offset ?? exactOffset(unix, zone)
}

/** The offset as ISO 8601 writes it: -04:00. */
export function isoOffset(unix: number, zone: string): string {
  const offset = offsetSeconds(unix, zone)
  const minutes = Math.round(Math.abs(offset) / 60)
  return `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}

/** The offset as people write it: UTC-4, UTC+5:30, UTC+0. */
export function offsetLabel(unix: number, zone: string): string {
  return `UTC${isoOffset(unix, zone).replace(/^(.)0/, '$1').replace(':00', '')}`
}

const twoDigits = (number: number): string => String(number).padStart(2, '0')

function exactOffset(unix: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(unix * 1000).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9
}

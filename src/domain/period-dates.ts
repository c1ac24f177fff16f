import { Temporal } from 'temporal-polyfill'
import { type Asked, calendarSpan, type Form, momentSpan, refused, type Span, seconds } from './period-span.ts'

/**
 * Times written in digits, after ISO 8601. A day or a moment is a point from which on (`closed: false`); a year,
 * quarter, month or week is a period.
 */
export const DATE_FORMS: Form[] = [
  { pattern: /^(\d{9,11})$/, read: ([unix]) => momentSpan(Number(unix)) },
  {
    pattern: /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
    read: ([year, month, day], asked) => calendarSpan('day', existingDate(asked, year, month, day), asked, false),
  },
  {
    pattern:
      /^(\d{4})-(\d{1,2})-(\d{1,2})[t ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?(z|utc|[+-]\d{2}(?::?\d{2})?)?$/,
    read: readDateTime,
  },
  {
    pattern: /^(\d{4})-(\d{1,2})$/,
    read: ([year, month], asked) => calendarSpan('month', existingDate(asked, year, month, '1'), asked, true),
  },
  {
    pattern: /^(\d{4})-?w(\d{1,2})$/,
    read: ([year, week], asked) => calendarSpan('week', existingWeek(asked, year, week), asked, true),
  },
  {
    pattern: /^(\d{4})-?q([1-4])$/,
    read: ([year, quarter], asked) =>
      calendarSpan('quarter', existingDate(asked, year, String(Number(quarter) * 3), '1'), asked, true),
  },
  {
    pattern: /^(\d{4})$/,
    read: ([year], asked) => calendarSpan('year', existingDate(asked, year, '1', '1'), asked, true),
  },
]

/** The date of these digits; an error where the calendar has none. */
function existingDate(asked: Asked, year?: string, month?: string, day?: string): Temporal.PlainDate {
  if (Number(month) < 1 || Number(month) > 12) throw refused(asked, 'does not exist: months range from 01 to 12.')
  const first = Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: 1 })
  if (Number(day) < 1 || Number(day) > first.daysInMonth) {
    const name = first.toPlainYearMonth().toString()
    throw refused(asked, `does not exist: the days of ${name} range from 01 to ${first.daysInMonth}.`)
  }
  return first.with({ day: Number(day) })
}

/** The Monday of the ISO week of these digits; an error where the year has no such week. */
function existingWeek(asked: Asked, year?: string, week?: string): Temporal.PlainDate {
  // 4 January is always in week 1, and 28 December always in the last one.
  const weeks = Temporal.PlainDate.from({ year: Number(year), month: 12, day: 28 }).weekOfYear ?? 52
  if (Number(week) < 1 || Number(week) > weeks) {
    throw refused(asked, `does not exist: the ISO weeks of ${year} range from W01 to W${weeks}.`)
  }
  const first = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 })
  return first.add({ days: 7 * (Number(week) - 1) - (first.dayOfWeek - 1) })
}

/**
 * A date and a time of day. Without an offset it is read in the zone: in the gap of a clock that goes forward it moves
 * forward, and of a time that comes twice it is the first. 24:00 is the end of the day.
 */
function readDateTime(groups: (string | undefined)[], asked: Asked): Span {
  const [year, month, day, hour, minute, second = '0', fraction = '0', offset] = groups
  const date = existingDate(asked, year, month, day)
  const time = { hours: Number(hour), minutes: Number(minute), seconds: Number(second) }
  const endOfDay = time.hours === 24 && time.minutes === 0 && time.seconds === 0 && Number(fraction) === 0
  if ((time.hours > 23 && !endOfDay) || time.minutes > 59 || time.seconds > 59) {
    throw refused(asked, 'does not exist: times of day range from 00:00 to 23:59:59 (24:00 is the end of the day).')
  }
  const local = date.toPlainDateTime().add(time)
  // Calls start at whole seconds, so a bound between two seconds is the same as the second of them.
  const rest = Number(fraction) > 0 ? 1 : 0
  if (offset === undefined) return momentSpan(seconds(local.toZonedDateTime(asked.now.timeZoneId)) + rest)
  return momentSpan(seconds(local.toZonedDateTime('UTC')) - offsetOf(offset, asked) + rest)
}

/** Seconds east of UTC. */
function offsetOf(text: string, asked: Asked): number {
  if (text === 'z' || text === 'utc') return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(3).replace(':', ''))
  if (hours > 14 || minutes > 59) throw refused(asked, 'has an invalid offset: offsets range from -12:00 to +14:00.')
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60)
}

import type { Temporal } from 'temporal-polyfill'
import { type CalendarUnit, calendarSpan, type Form, momentSpan, neighbour, oneOf, seconds } from './period-span.ts'

/** Days by name. Today is not over, so alone it stays open to now; the others are a day and no more. */
const DAYS: Record<string, { steps: number; closed: boolean }> = {
  today: { steps: 0, closed: false },
  yesterday: { steps: -1, closed: true },
  tomorrow: { steps: 1, closed: true },
}

/** Which week, month, quarter or year; the present one is not over either. */
const WHICH: Record<string, { steps: number; closed: boolean }> = {
  this: { steps: 0, closed: false },
  last: { steps: -1, closed: true },
  previous: { steps: -1, closed: true },
}

const UNITS: CalendarUnit[] = ['week', 'month', 'quarter', 'year']

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

const SHORT_WEEKDAYS = WEEKDAYS.map(name => name.slice(0, 3))

/** Times given by a name of the calendar. */
export const WORD_FORMS: Form[] = [
  { pattern: /^now$/, read: (_, { now }) => momentSpan(seconds(now)) },
  {
    pattern: new RegExp(`^(${oneOf(Object.keys(DAYS))})$`),
    read: ([word], asked) => {
      const { steps, closed } = DAYS[word!]!
      return calendarSpan('day', neighbour('day', steps, asked.now), asked, closed)
    },
  },
  {
    pattern: new RegExp(`^(${oneOf(Object.keys(WHICH))}) (${oneOf(UNITS)})$`),
    read: ([which, name], asked) => {
      const { steps, closed } = WHICH[which!]!
      const unit = name as CalendarUnit
      return calendarSpan(unit, neighbour(unit, steps, asked.now), asked, closed)
    },
  },
  {
    // A weekday is short for its date, and like a date it is a point from which on. "monday" is the most recent one,
    // today included; "last monday" is the most recent one before today.
    pattern: new RegExp(`^(?:(last|previous) )?(${oneOf([...WEEKDAYS, ...SHORT_WEEKDAYS])})$`),
    read: ([past, name], asked) => {
      const today = asked.now.toPlainDate()
      const date = latestWeekday(
        SHORT_WEEKDAYS.indexOf(name!.slice(0, 3)) + 1,
        past ? today.subtract({ days: 1 }) : today,
      )
      return calendarSpan('day', date, asked, false)
    },
  },
]

/** Everything `WORD_FORMS` knows, for suggestions. */
export const WORDS: string[] = [
  'now',
  ...Object.keys(DAYS),
  ...Object.keys(WHICH).flatMap(which => UNITS.map(unit => `${which} ${unit}`)),
  ...WEEKDAYS,
  ...WEEKDAYS.map(name => `last ${name}`),
]

/** The latest date up to `date` that is this day of the week; 1 is Monday. */
function latestWeekday(dayOfWeek: number, date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: (date.dayOfWeek - dayOfWeek + 7) % 7 })
}

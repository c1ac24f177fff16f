import type { Temporal } from 'temporal-polyfill'
import { type Asked, calendarSpan, type Form, momentSpan, oneOf, type Span, seconds } from './period-span.ts'

type Unit = 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years'

/** How units are written after a number. `m` is minutes; months are `mo` or spelt out. */
const SPELLINGS: Record<Unit, string[]> = {
  seconds: ['s', 'sec', 'secs', 'second', 'seconds'],
  minutes: ['m', 'min', 'mins', 'minute', 'minutes'],
  hours: ['h', 'hr', 'hrs', 'hour', 'hours'],
  days: ['d', 'day', 'days'],
  weeks: ['w', 'wk', 'wks', 'week', 'weeks'],
  months: ['mo', 'month', 'months'],
  years: ['y', 'yr', 'yrs', 'year', 'years'],
}

const UNITS = new Map(Object.entries(SPELLINGS).flatMap(([unit, names]) => names.map(name => [name, unit as Unit])))

const NUMBERS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
}

const NUMBER = `(\\d{1,5}|(?:${oneOf(Object.keys(NUMBERS))})(?= ))`
const UNIT = `(${oneOf([...UNITS.keys()])})`

/** Times counted back from now. */
export const BACK_FORMS: Form[] = [
  // "7d" is the moment seven days ago at this time of day: as a start "the last 7 days", as an end "up to 7 days ago".
  {
    pattern: new RegExp(`^${NUMBER} ?${UNIT}$`),
    read: ([number, unit], { now }) => momentSpan(back(now, number, unit)),
  },
  // "last 7 days" begins at the same moment and reaches to now. Without a number it is one: "last hour", "past week".
  {
    pattern: new RegExp(`^(?:last|past|previous) (?:${NUMBER} ?)?${UNIT}$`),
    read: ([number, unit], { now }) => ({ start: back(now, number, unit), end: seconds(now), closed: false }),
  },
  { pattern: new RegExp(`^${NUMBER} ?${UNIT} ago$`), read: readAgo },
]

/** What is understood here, with # for a number, for suggestions. */
export const BACK_WORDS: string[] = ['hours', 'days', 'weeks', 'months'].flatMap(unit => [
  `last # ${unit}`,
  `# ${unit} ago`,
])

/** "3 days ago" is a whole local day, as yesterday is; "3 hours ago" is a moment. */
function readAgo([number, unit]: (string | undefined)[], asked: Asked): Span {
  const then = earlier(asked.now, number, unit)
  const isMoment = ['seconds', 'minutes', 'hours'].includes(UNITS.get(unit!)!)
  return isMoment ? momentSpan(seconds(then)) : calendarSpan('day', then.toPlainDate(), asked, false)
}

/**
 * Days and longer units go back on the wall clock, so "7d" keeps the time of day over a change of the clocks; hours and
 * shorter ones are elapsed time.
 */
function earlier(now: Temporal.ZonedDateTime, number = '1', unit = 'days'): Temporal.ZonedDateTime {
  return now.subtract({ [UNITS.get(unit)!]: NUMBERS[number] ?? Number(number) })
}

function back(now: Temporal.ZonedDateTime, number?: string, unit?: string): number {
  return seconds(earlier(now, number, unit))
}

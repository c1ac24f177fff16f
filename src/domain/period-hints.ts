import { distance } from 'fastest-levenshtein'
import { Temporal } from 'temporal-polyfill'
import { BACK_WORDS } from './period-back.ts'
import { WORDS } from './period-words.ts'

/** What may be typed, as one sentence for errors and descriptions. */
export const ACCEPTED_TIMES =
  'Accepted: a date (2026-10-05) or date-time (2026-10-05T14:30, plus Z or +02:00 if it is not local time); ' +
  'a month, quarter, ISO week or year (2026-10, 2026-Q4, 2026-W41, 2026); ' +
  'now, today, yesterday, tomorrow, monday, last monday; this, last or previous week, month, quarter or year; ' +
  '7d, 24h, 30m or 2w before now; last 3 days, 2 weeks ago; Unix seconds.'

const MONTH_NAME =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'

/** Mistakes that deserve their own answer; the first whose pattern matches and that has something to say is given. */
const MISTAKES: { pattern: RegExp; hint: (...groups: string[]) => string | undefined }[] = [
  { pattern: /^$/, hint: () => 'is empty. Omit the argument for an open end.' },
  { pattern: /^(\d{10})\d{3}$/, hint: unix => `has 13 digits, so it is in milliseconds. Use Unix seconds: ${unix}.` },
  { pattern: /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b/, hint: yearFirst },
  { pattern: /^(\d{4})(\d{2})(\d{2})$/, hint: yearFirst },
  { pattern: /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b/, hint: dayOrMonthFirst },
  {
    pattern: /^\d{4}-\d{1,2}(?:-\d{1,2})?.{0,30}(?:\/| to | until | - |\.\.) ?\d{4}/,
    hint: () => 'contains two times. Put the start in "after" and the end in "before"; a day in "before" is included.',
  },
  {
    pattern: new RegExp(`\\b(?:${MONTH_NAME})\\b`),
    hint: () => 'spells out the month. Use digits: 2026-10-05 for a day, 2026-10 for a month.',
  },
  {
    pattern: /^next /,
    hint: () => 'is in the future, where there are no calls yet. Omit the argument for an open end.',
  },
  {
    pattern: /^\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?$/,
    hint: () => 'is a time of day without a date. Use both: 2026-10-05T14:30.',
  },
]

/**
 * What to tell someone whose text (normalised) is none of our forms: the mistake if we know it, else the nearest known
 * words and everything that is accepted.
 */
export function hintFor(text: string): string {
  for (const { pattern, hint } of MISTAKES) {
    const match = pattern.exec(text)
    const answer = match && hint(...match.slice(1))
    if (answer) return answer
  }
  const nearest = nearestWords(text)
  return `is not a recognized time.${nearest ? ` Did you mean "${nearest}"?` : ''} ${ACCEPTED_TIMES}`
}

function yearFirst(year = '', month = '', day = ''): string | undefined {
  const date = isoDate(year, month, day)
  return date && `is not in ISO format. Use ${date}.`
}

/** 10/05/2026 is 5 October to some and 10 May to others. */
function dayOrMonthFirst(first = '', second = '', year = ''): string | undefined {
  const fullYear = year.length === 2 ? `20${year}` : year
  const monthFirst = isoDate(fullYear, first, second)
  const dayFirst = isoDate(fullYear, second, first)
  if (monthFirst && dayFirst && monthFirst !== dayFirst) {
    return `is ambiguous: day first or month first. Use ${monthFirst} or ${dayFirst}.`
  }
  const date = monthFirst ?? dayFirst
  return date && `is not in ISO format. Use ${date}.`
}

/** The date of these digits in ISO form; undefined where the calendar has none. */
function isoDate(year: string, month: string, day: string): string | undefined {
  try {
    return Temporal.PlainDate.from(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`).toString()
  } catch {
    return undefined
  }
}

/** The known words at a distance of at most a third of the text; undefined where none is that near. */
function nearestWords(text: string): string | undefined {
  const numbers = text.match(/\d+/g) ?? []
  const shape = text.replace(/\d+/g, '#')
  const known = [...WORDS, ...BACK_WORDS].map(words => ({ words, off: distance(shape, words) }))
  const best = known.reduce((a, b) => (b.off < a.off ? b : a))
  if (best.off > Math.min(3, shape.length / 3)) return undefined
  return best.words.replace('#', numbers[0] ?? '3')
}

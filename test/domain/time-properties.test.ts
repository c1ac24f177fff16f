import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatDuration,
  formatInstant,
  insideWindow,
  isoInstant,
  parseClock,
  resolveWindow,
  resolveZone,
  type TimeWindow,
  toApiBounds,
} from '../../src/domain/time.ts'
import { UserInputError } from '../../src/errors.ts'
import { runs, some } from '../support/runs.ts'

/** What we claim, checked with nothing but `Intl.DateTimeFormat` and UTC arithmetic. */

const DAY_MS = 86_400_000

/** What a clock in the zone shows at that second: { day: '2026-10-05', time: '14:30:00' }. */
function clockAt(unix: number, zone: string): { day: string; time: string } {
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(unix * 1000)
      .map(({ type, value }) => [type, value]),
  )
  const { year, month, day, hour, minute, second } = parts
  return { day: `${year}-${month}-${day}`, time: `${hour}:${minute}:${second}` }
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const two = '2-digit' as const
  const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
  const made = new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: zone, hourCycle: 'h23' })
  formatters.set(zone, made)
  return made
}

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
/** 2015 to 2036, to the second. */
const instants = fc.integer({ min: 1_420_070_400, max: 2_114_380_800 })
const days = instants.map(unix => new Date(unix * 1000).toISOString().slice(0, 10))

/** The window begins with the first second of one local day and ends with the last one of another. */
function expectWholeDays({ afterUnix, beforeUnix, zone }: TimeWindow, first: string, last: string): void {
  expect(clockAt(afterUnix!, zone).day).toBe(first)
  expect(clockAt(afterUnix! - 1, zone).day).toBe(dayAfter(first, -1))
  expect(clockAt(beforeUnix! - 1, zone).day).toBe(last)
  expect(clockAt(beforeUnix!, zone).day).toBe(dayAfter(last, 1))
}

describe('days', () => {
  test('a typed day is all seconds that show it on the local clock', () => {
    fc.assert(
      fc.property(zones, days, fc.nat(400), (zone, first, more) => {
        const last = dayAfter(first, more)
        expectWholeDays(resolveWindow({ after: first, before: last }, zone, 0)!, first, last)
      }),
      { numRuns: runs(2_000) },
    )
  })

  test('today holds now; yesterday ends where it begins', () => {
    fc.assert(
      fc.property(zones, instants, (zone, now) => {
        const { day } = clockAt(now, zone)
        const today = resolveWindow({ after: 'today', before: 'today' }, zone, now)!
        expectWholeDays(today, day, day)
        expect(insideWindow(today, now)).toBe(true)
        const yesterday = resolveWindow({ after: 'yesterday' }, zone, now)!
        expectWholeDays(yesterday, dayAfter(day, -1), dayAfter(day, -1))
        expect(yesterday.beforeUnix).toBe(today.afterUnix)
      }),
      { numRuns: runs(1_000) },
    )
  })

  test('a weekday is that day of the week, at most six days ago, or seven if "last"', () => {
    const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
    fc.assert(
      fc.property(zones, instants, fc.nat(6), fc.boolean(), (zone, now, weekday, isLast) => {
        const typed = `${isLast ? 'last ' : ''}${names[weekday]}`
        const window = resolveWindow({ after: typed, before: typed }, zone, now)!
        const { day } = clockAt(window.afterUnix!, zone)
        expectWholeDays(window, day, day)
        expect(new Date(day).getUTCDay()).toBe(weekday)
        const ago = (Date.parse(clockAt(now, zone).day) - Date.parse(day)) / DAY_MS
        expect([0, 1, 2, 3, 4, 5, 6].map(days => days + (isLast ? 1 : 0))).toContain(ago)
      }),
    )
  })
})

describe('calendar periods', () => {
  const BEGINS: Record<string, (day: string) => boolean> = {
    week: day => new Date(day).getUTCDay() === 1,
    month: day => day.endsWith('-01'),
    quarter: day => /-(01|04|07|10)-01$/.test(day),
    year: day => day.endsWith('-01-01'),
  }
  const units = fc.constantFrom(...Object.keys(BEGINS))

  test('this one holds now, the last one ends where it begins, and no other begins within them', () => {
    fc.assert(
      fc.property(zones, instants, units, (zone, now, unit) => {
        const present = resolveWindow({ after: `this ${unit}`, before: `this ${unit}` }, zone, now)!
        const last = resolveWindow({ after: `last ${unit}` }, zone, now)!
        expect(insideWindow(present, now)).toBe(true)
        expect(last.beforeUnix).toBe(present.afterUnix)
        for (const window of [present, last]) {
          const first = clockAt(window.afterUnix!, zone).day
          const next = clockAt(window.beforeUnix!, zone).day
          expectWholeDays(window, first, dayAfter(next, -1))
          const begins: string[] = []
          for (let day = first; day < next; day = dayAfter(day, 1)) if (BEGINS[unit]!(day)) begins.push(day)
          expect(begins).toEqual([first])
          expect(BEGINS[unit]!(next)).toBe(true)
        }
      }),
      { numRuns: runs(300) },
    )
  })

  test('written as 2026-W40, 2026-10, 2026-Q3 or 2026, they are the ones that hold their days', () => {
    fc.assert(
      fc.property(zones, instants, (zone, now) => {
        const { day } = clockAt(now, zone)
        const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
        const same = (written: string, words: string) =>
          expect(resolveWindow({ after: written }, zone, now)).toEqual({
            ...resolveWindow({ after: words, before: words }, zone, now),
            periodOf: 'after',
          })
        same(year, 'this year')
        same(day.slice(0, 7), 'this month')
        same(`${year}-Q${Math.ceil(month / 3)}`, 'this quarter')
        same(isoWeek(day), 'this week')
      }),
      { numRuns: runs(500) },
    )
  })

  /** The week of a day is the week of its Thursday, counted in the Thursday's year. */
  function isoWeek(day: string): string {
    const thursday = dayAfter(day, 4 - (new Date(day).getUTCDay() || 7))
    const number = 1 + Math.floor((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / (7 * DAY_MS))
    return `${thursday.slice(0, 4)}-W${String(number).padStart(2, '0')}`
  }
})

describe('moments', () => {
  test('a local time is the first second at which the clock shows it or, if it is skipped, a later time', () => {
    fc.assert(
      fc.property(zones, instants, (zone, unix) => {
        const typed = new Date(unix * 1000).toISOString().slice(0, 19)
        const found = resolveWindow({ after: typed }, zone, 0)!.afterUnix!
        const shown = clockAt(found, zone)
        const isSkipped = `${shown.day}T${shown.time}` !== typed
        // No clock is set back or forward by more than three hours.
        for (let quarters = isSkipped ? -12 : 1; quarters <= 12; quarters++) {
          const { day, time } = clockAt(found - quarters * 900, zone)
          expect(`${day}T${time}`).not.toBe(typed)
        }
        if (isSkipped) expect(`${shown.day}T${shown.time}` > typed).toBe(true)
      }),
      { numRuns: runs(2_000) },
    )
  })

  test('so it is around every change of the clocks in 2026', () => {
    const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Europe/Dublin', 'Asia/Beirut']
    for (const zone of some(zones, 2)) {
      const changes = changesOf2026(zone)
      expect(changes).toHaveLength(2)
      for (const change of changes) {
        for (let minutes = -180; minutes <= 180; minutes += 5) {
          const { day, time } = clockAt(change + minutes * 60, zone)
          const found = resolveWindow({ after: `${day}T${time}` }, zone, 0)!.afterUnix!
          expect(clockAt(found, zone)).toEqual({ day, time })
          expect(found).toBeLessThanOrEqual(change + minutes * 60)
        }
      }
    }
  })

  /** The hours of 2026 within which difference in the local clock to UTC's changes. */
  function changesOf2026(zone: string): number[] {
    const behind = (unix: number) => {
      const { day, time } = clockAt(unix, zone)
      return Date.parse(`${day}T${time}Z`) / 1000 - unix
    }
    const start = Date.UTC(2026, 0, 1) / 1000
    const hours = Array.from({ length: 365 * 24 }, (_, hour) => start + hour * 3600)
    return hours.filter(unix => behind(unix) !== behind(unix + 3600))
  }

  test('7d keeps the time of day, 168h the elapsed time', () => {
    fc.assert(
      fc.property(zones, instants, fc.integer({ min: 1, max: 60 }), (zone, now, count) => {
        expect(resolveWindow({ after: `${count}h` }, zone, now)!.afterUnix).toBe(now - count * 3600)
        const then = clockAt(resolveWindow({ after: `${count}d` }, zone, now)!.afterUnix!, zone)
        const present = clockAt(now, zone)
        const wanted = resolveWindow({ after: `${dayAfter(present.day, -count)}T${present.time}` }, zone, now)!
        expect(then).toEqual(clockAt(wanted.afterUnix!, zone))
      }),
      { numRuns: runs(500) },
    )
  })
})

describe('text', () => {
  test('is what a local clock shows, and leads back to its second', () => {
    fc.assert(
      fc.property(zones, instants, (zone, unix) => {
        const { day, time } = clockAt(unix, zone)
        expect(formatInstant(unix, zone, 'seconds')).toBe(`${day} ${time}`)
        expect(Date.parse(isoInstant(unix, zone)) / 1000).toBe(unix)
        expect(resolveWindow({ after: isoInstant(unix, zone) }, zone, 0)!.afterUnix).toBe(unix)
      }),
      { numRuns: runs(3_000) },
    )
  })

  test('of every quarter of an hour around the changes of clocks is right', () => {
    const zones = ['Australia/Lord_Howe', 'Africa/Casablanca', 'America/New_York', 'Asia/Beirut', 'Antarctica/Troll']
    for (const zone of some(zones, 3)) {
      for (let unix = Date.UTC(2026, 0, 1) / 1000; unix < Date.UTC(2027, 0, 1) / 1000; unix += 1_800) {
        const { day, time } = clockAt(unix, zone)
        if (formatInstant(unix, zone, 'seconds') !== `${day} ${time}`) expect.fail(`${zone} ${unix}`)
      }
    }
  })

  test('of a duration leads back to its seconds', () => {
    fc.assert(fc.property(fc.nat(3_599_999), secs => parseClock(formatDuration(secs), 'from_time') === secs))
  })
})

test('the bounds for the API lose no call, be they inclusive or not', () => {
  const seconds = fc.integer({ min: 0, max: 50 })
  fc.assert(
    fc.property(fc.option(seconds), fc.option(seconds), seconds, (after, before, start) => {
      const window = {
        zone: 'UTC',
        ...(after !== null && { afterUnix: after }),
        ...(before !== null && { beforeUnix: before }),
      }
      const { call_start_after_unix: from, call_start_before_unix: to } = toApiBounds(window)
      const isInside = start >= (after ?? 0) && start < (before ?? Infinity)
      expect(insideWindow(window, start)).toBe(isInside)
      if (!isInside) return
      // Second 0 of 1970 has none before it, and no calls.
      const sentExclusive = (from === undefined || start > from || start === 0) && (to === undefined || start < to)
      const sentInclusive = (from === undefined || start >= from) && (to === undefined || start <= to)
      expect([sentExclusive, sentInclusive]).toEqual([true, true])
    }),
  )
})

describe('hostile input', () => {
  const NOW = 1_791_400_000
  /** Anything, and what is nearly one of our forms. */
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          ...[
            'last',
            'this',
            'week',
            'day',
            'd',
            'ago',
            'monday',
            'now',
            'a',
            'two',
            ' ',
            ' ',
            '_',
            '-',
            '/',
            ':',
            '.',
          ],
          ...[
            'T',
            'Z',
            '+',
            'W',
            'Q',
            '0',
            '00',
            '1',
            '29',
            '53',
            '99',
            '2026',
            '9999',
            '٣',
            '𝟑',
            '🙂',
            '\u0000',
            '\u202e',
          ],
        ),
        { maxLength: 12 },
      )
      .map(parts => parts.join('')),
    fc
      .tuple(fc.constantFrom('a', ' ', '-', '1', '_', 'last ', '2026-', ':', '\u0000', '🙂'), fc.nat(20_000))
      .map(([part, count]) => part.repeat(count)),
  )

  /** The action works, or says what the caller has to mend, in a short text on one line. */
  function orUserError(action: () => unknown): void {
    try {
      action()
    } catch (error) {
      expect(error).toBeInstanceOf(UserInputError)
      const { message } = error as Error
      expect(message.length).toBeLessThan(800)
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
    }
  }

  test('is understood or refused', () => {
    fc.assert(
      fc.property(typed, zones, (text, zone) => {
        orUserError(() => resolveWindow({ after: text }, zone, NOW))
        orUserError(() => resolveWindow({ before: text }, zone, NOW))
        orUserError(() => resolveZone(text, 'UTC'))
        orUserError(() => parseClock(text, 'from_time'))
      }),
      { numRuns: runs(2_000) },
    )
  })

  test('numbers too', () => {
    fc.assert(
      fc.property(fc.double(), fc.maxSafeInteger(), (double, integer) => {
        for (const number of [double, integer]) {
          orUserError(() => resolveWindow({ call_start_after_unix: number }, 'UTC', NOW))
          orUserError(() => resolveWindow({ call_start_before_unix: number }, 'UTC', NOW))
          formatDuration(number)
          formatInstant(number, 'Europe/Berlin')
          isoInstant(number, 'Europe/Berlin')
        }
      }),
    )
  })

  test('megabytes are not looked at', () => {
    for (const part of ['a ', '1', ' ', '-', '_', '\u0000', 'last ']) {
      orUserError(() => resolveWindow({ after: part.repeat(2_000_000) }, 'UTC', NOW))
      orUserError(() => resolveZone(part.repeat(2_000_000), 'UTC'))
      orUserError(() => parseClock(part.repeat(2_000_000), 'from_time'))
    }
  })
})

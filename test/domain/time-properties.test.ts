// @module-tag more
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { insideWindow, resolveWindow, type TimeWindow, toApiBounds } from '../../src/domain/time.ts'
import { runs, some } from '../support/runs.ts'
import { clockAt, instants, zones } from './moments.ts'

/** What we claim, checked with nothing but `Intl.DateTimeFormat` and UTC arithmetic. */

const DAY_MS = 86_400_000

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

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

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { previousWindow } from '../../src/domain/previous-window.ts'
import { isoInstant, resolveWindow, type TimeWindow, type WindowInput } from '../../src/domain/time.ts'
import { UserInputError } from '../../src/errors.ts'

const BERLIN = 'Europe/Berlin'
const NEW_YORK = 'America/New_York'
const at = (iso: string): number => Date.parse(iso) / 1000

/** The window before that of the input, as ISO instants of the zone. */
function previous(input: WindowInput, now: string, zone: string): string {
  const window = resolveWindow(input, zone, at(now))!
  const { afterUnix, beforeUnix } = previousWindow(window, at(now), input.after)
  return `${isoInstant(afterUnix!, zone)} to ${isoInstant(beforeUnix!, zone)}`
}

/** A Sunday, 12:00 in Berlin; the 22nd. */
const SUNDAY = '2026-11-22T12:00:00+01:00'

describe('a period in progress: the same part of the one before', () => {
  test.each([
    ['today', '2026-11-21T00:00:00+01:00 to 2026-11-21T12:00:00+01:00'],
    ['this week', '2026-11-09T00:00:00+01:00 to 2026-11-15T12:00:00+01:00'],
    ['This  Week', '2026-11-09T00:00:00+01:00 to 2026-11-15T12:00:00+01:00'],
    ['this month', '2026-10-01T00:00:00+02:00 to 2026-10-22T12:00:00+02:00'],
    ['this quarter', '2026-07-01T00:00:00+02:00 to 2026-08-22T12:00:00+02:00'],
    ['this year', '2025-01-01T00:00:00+01:00 to 2025-11-22T12:00:00+01:00'],
    ['2026-11', '2026-10-01T00:00:00+02:00 to 2026-10-22T12:00:00+02:00'],
    ['2026-W47', '2026-11-09T00:00:00+01:00 to 2026-11-15T12:00:00+01:00'],
  ])('%s', (after, expected) => {
    expect(previous({ after }, SUNDAY, BERLIN)).toBe(expected)
  })

  test('two dates, the second of which is still to come', () => {
    const fortnight = { after: '2026-11-16', before: '2026-11-29' }
    expect(previous(fortnight, SUNDAY, BERLIN)).toBe('2026-11-02T00:00:00+01:00 to 2026-11-08T12:00:00+01:00')
  })

  test('a month before that is too short for it is taken whole', () => {
    const march = previous({ after: 'this month' }, '2026-03-31T12:00:00+02:00', BERLIN)
    expect(march).toBe('2026-02-01T00:00:00+01:00 to 2026-03-01T00:00:00+01:00')
  })
})

describe('a period that is over: the one before', () => {
  test.each([
    ['yesterday', '2026-11-20T00:00:00+01:00 to 2026-11-21T00:00:00+01:00'],
    ['last week', '2026-11-02T00:00:00+01:00 to 2026-11-09T00:00:00+01:00'],
    ['last month', '2026-09-01T00:00:00+02:00 to 2026-10-01T00:00:00+02:00'],
    ['last quarter', '2026-04-01T00:00:00+02:00 to 2026-07-01T00:00:00+02:00'],
    ['last year', '2024-01-01T00:00:00+01:00 to 2025-01-01T00:00:00+01:00'],
    ['2026-10', '2026-09-01T00:00:00+02:00 to 2026-10-01T00:00:00+02:00'],
    ['2026-03', '2026-02-01T00:00:00+01:00 to 2026-03-01T00:00:00+01:00'],
    ['2026-Q1', '2025-10-01T00:00:00+02:00 to 2026-01-01T00:00:00+01:00'],
    ['2025', '2024-01-01T00:00:00+01:00 to 2025-01-01T00:00:00+01:00'],
  ])('%s', (after, expected) => {
    expect(previous({ after }, SUNDAY, BERLIN)).toBe(expected)
  })

  test.each([
    [{ after: '2026-10-05', before: '2026-10-11' }, '2026-09-28T00:00:00+02:00 to 2026-10-05T00:00:00+02:00'],
    [{ after: '2026-09-01', before: '2026-10-31' }, '2026-07-01T00:00:00+02:00 to 2026-09-01T00:00:00+02:00'],
    [
      { after: '2026-10-05T09:00', before: '2026-10-06T17:30' },
      '2026-10-04T00:30:00+02:00 to 2026-10-05T09:00:00+02:00',
    ],
    [{ after: 'this week', before: 'yesterday' }, '2026-11-10T00:00:00+01:00 to 2026-11-16T00:00:00+01:00'],
  ])('%j', (input, expected) => {
    expect(previous(input, SUNDAY, BERLIN)).toBe(expected)
  })
})

describe('up to now: as long, directly before', () => {
  test.each([
    ['7d', '2026-11-08T12:00:00+01:00 to 2026-11-15T12:00:00+01:00'],
    ['last 7 days', '2026-11-08T12:00:00+01:00 to 2026-11-15T12:00:00+01:00'],
    ['90m', '2026-11-22T09:00:00+01:00 to 2026-11-22T10:30:00+01:00'],
    ['last hour', '2026-11-22T10:00:00+01:00 to 2026-11-22T11:00:00+01:00'],
    // 48 days and 12 hours, over the end of summer time.
    ['2026-10-05', '2026-08-17T12:00:00+02:00 to 2026-10-05T00:00:00+02:00'],
    ['2026-11-01', '2026-10-10T12:00:00+02:00 to 2026-11-01T00:00:00+01:00'],
  ])('%s', (after, expected) => {
    expect(previous({ after }, SUNDAY, BERLIN)).toBe(expected)
  })
})

describe('where clocks change', () => {
  test.each<[string, string, string, string]>([
    // Berlin's 25 October 2026 has 25 hours, its 29 March 23.
    ['yesterday', '2026-10-27T08:00:00+01:00', BERLIN, '2026-10-25T00:00:00+02:00 to 2026-10-26T00:00:00+01:00'],
    ['today', '2026-10-26T12:00:00+01:00', BERLIN, '2026-10-25T00:00:00+02:00 to 2026-10-25T12:00:00+01:00'],
    ['this week', '2026-11-01T12:00:00+01:00', BERLIN, '2026-10-19T00:00:00+02:00 to 2026-10-25T12:00:00+01:00'],
    ['last week', '2026-11-03T12:00:00+01:00', BERLIN, '2026-10-19T00:00:00+02:00 to 2026-10-26T00:00:00+01:00'],
    ['7d', '2026-10-28T12:00:00+01:00', BERLIN, '2026-10-14T12:00:00+02:00 to 2026-10-21T12:00:00+02:00'],
    ['24h', '2026-10-26T12:00:00+01:00', BERLIN, '2026-10-24T13:00:00+02:00 to 2026-10-25T12:00:00+01:00'],
    ['yesterday', '2026-03-31T08:00:00+02:00', BERLIN, '2026-03-29T00:00:00+01:00 to 2026-03-30T00:00:00+02:00'],
    ['this week', '2026-04-05T12:00:00+02:00', BERLIN, '2026-03-23T00:00:00+01:00 to 2026-03-29T12:00:00+02:00'],
    // 02:30 is skipped on the day before, so it is 03:30 there.
    ['today', '2026-03-30T02:30:00+02:00', BERLIN, '2026-03-29T00:00:00+01:00 to 2026-03-29T03:30:00+02:00'],
    // New York's days are 1 November and 8 March.
    ['last week', '2026-11-10T12:00:00-05:00', NEW_YORK, '2026-10-26T00:00:00-04:00 to 2026-11-02T00:00:00-05:00'],
    ['today', '2026-11-02T12:00:00-05:00', NEW_YORK, '2026-11-01T00:00:00-04:00 to 2026-11-01T12:00:00-05:00'],
    ['24h', '2026-03-09T12:00:00-04:00', NEW_YORK, '2026-03-07T11:00:00-05:00 to 2026-03-08T12:00:00-04:00'],
    ['7d', '2026-03-09T12:00:00-04:00', NEW_YORK, '2026-02-23T12:00:00-05:00 to 2026-03-02T12:00:00-05:00'],
    // Santiago's clocks skip midnight: 6 September 2026 begins at 01:00.
    [
      'yesterday',
      '2026-09-08T08:00:00-03:00',
      'America/Santiago',
      '2026-09-06T01:00:00-03:00 to 2026-09-07T00:00:00-03:00',
    ],
    [
      'this week',
      '2026-09-13T12:00:00-03:00',
      'America/Santiago',
      '2026-08-31T00:00:00-04:00 to 2026-09-06T12:00:00-03:00',
    ],
  ])('%s at %s in %s', (after, now, zone, expected) => {
    expect(previous({ after }, now, zone)).toBe(expected)
  })
})

describe('there is none', () => {
  const refused = (input: WindowInput) => () => previous(input, SUNDAY, BERLIN)

  test.each([
    [{ before: '2026-10-05' }, 'set after'],
    [{ after: 'now' }, 'has begun'],
    [{ after: '2026-12-01' }, 'has begun'],
    [{ after: '1970-01-03' }, '1970'],
    [{ after: '1995', before: '2026' }, '1970'],
  ])('%j', (input, words) => {
    expect(refused(input)).toThrow(UserInputError)
    expect(refused(input)).toThrow(words)
  })
})

describe('always', () => {
  const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const instants = fc.integer({ min: at('2015-01-01'), max: at('2036-12-31') })
  const words = fc.constantFrom(
    ...['today', 'yesterday', 'this week', 'last week', 'this month', 'last month', 'this quarter', 'last quarter'],
    ...['this year', 'last year', '7d', '24h', '90m', '2w', '1mo', 'monday', '3 days ago'],
  )
  const windows = fc.tuple(words, instants, zones).map(([after, now, zone]) => {
    const window = resolveWindow({ after }, zone, now)!
    return { after, now, zone, window }
  })
  const clock = (unix: number, zone: string) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' }).format(unix * 1000)
  const isDayStart = (unix: number, zone: string) =>
    clock(unix, zone) === '00:00:00' || clock(unix - 1, zone) === '23:59:59'

  test('it lies before, and touches what is over or goes up to now', () => {
    fc.assert(
      fc.property(windows, ({ after, now, window }) => {
        fc.pre(now > window.afterUnix!)
        const found = previousWindow(window, now, after)
        expect(found.afterUnix).toBeLessThan(found.beforeUnix!)
        expect(found.beforeUnix).toBeLessThanOrEqual(window.afterUnix!)
        if (!/^(this|today)/.test(after)) expect(found.beforeUnix).toBe(window.afterUnix)
      }),
    )
  })

  test('it is as long, but for months and the clocks', () => {
    fc.assert(
      fc.property(windows, ({ after, now, window }) => {
        fc.pre(!/month|quarter|year/.test(after) && now > window.afterUnix!)
        const length = ({ afterUnix, beforeUnix = now }: TimeWindow) => beforeUnix - afterUnix!
        const off = length(previousWindow(window, now, after)) - length(window)
        // No zone of these years has moved its clocks by more than some hours; hours typed as such are exact.
        expect(Math.abs(off)).toBeLessThanOrEqual(/^(24h|90m)$/.test(after) ? 0 : 3 * 3600)
      }),
    )
  })

  test('local midnights stay local midnights', () => {
    fc.assert(
      fc.property(windows, ({ after, now, zone, window }) => {
        fc.pre(window.beforeUnix !== undefined)
        const { afterUnix, beforeUnix } = previousWindow(window, now, after)
        expect(isDayStart(afterUnix!, zone)).toBe(true)
        expect(isDayStart(beforeUnix!, zone)).toBe(true)
      }),
    )
  })

  test('of the last week, month … it is what that was a week, a month … ago', () => {
    fc.assert(
      fc.property(instants, zones, fc.constantFrom('week', 'month', 'quarter', 'year'), (now, zone, unit) => {
        const last = resolveWindow({ after: `last ${unit}` }, zone, now)!
        const { periodOf: _, ...expected } = resolveWindow({ after: `last ${unit}` }, zone, last.beforeUnix! - 1)!
        expect(previousWindow(last, now, `last ${unit}`)).toEqual(expected)
      }),
    )
  })
})

import { describe, expect, test } from 'vitest'
import {
  formatDuration,
  formatInstant,
  formatWindow,
  isoInstant,
  parseClock,
  resolveWindow,
} from '../../src/domain/time.ts'

const unix = (iso: string): number => Date.parse(iso) / 1000

describe('a moment', () => {
  const at = unix('2026-10-05T14:30:09-04:00')

  test('in each style', () => {
    expect(formatInstant(at, 'America/New_York')).toBe('2026-10-05 14:30')
    expect(formatInstant(at, 'America/New_York', 'seconds')).toBe('2026-10-05 14:30:09')
    expect(formatInstant(at, 'America/New_York', 'short')).toBe('10-05 14:30')
    expect(formatInstant(at, 'America/New_York', 'day')).toBe('2026-10-05')
    expect(formatInstant(at + 0.9, 'America/New_York', 'seconds')).toBe('2026-10-05 14:30:09')
  })

  test.each([
    ['America/New_York', '2026-10-05T14:30:09-04:00'],
    ['Europe/Berlin', '2026-10-05T20:30:09+02:00'],
    ['Asia/Kolkata', '2026-10-06T00:00:09+05:30'],
    ['Pacific/Apia', '2026-10-06T07:30:09+13:00'],
    ['Australia/Lord_Howe', '2026-10-06T05:30:09+11:00'],
    ['Africa/Lagos', '2026-10-05T19:30:09+01:00'],
    ['UTC', '2026-10-05T18:30:09+00:00'],
    ['-03:30', '2026-10-05T15:00:09-03:30'],
  ])('in %s', (zone, iso) => {
    expect(isoInstant(at, zone)).toBe(iso)
    expect(formatInstant(at, zone, 'seconds')).toBe(iso.slice(0, 19).replace('T', ' '))
  })

  test('on both sides of a change of the clocks', () => {
    const change = unix('2026-11-01T02:00:00-04:00')
    expect(isoInstant(change - 1, 'America/New_York')).toBe('2026-11-01T01:59:59-04:00')
    expect(isoInstant(change, 'America/New_York')).toBe('2026-11-01T01:00:00-05:00')
  })

  test('that is none', () => {
    expect([NaN, Infinity, -1e15].map(value => formatInstant(value, 'UTC'))).toEqual(['unknown', 'unknown', 'unknown'])
    expect(isoInstant(NaN, 'UTC')).toBe('unknown')
  })
})

describe('a window', () => {
  const now = unix('2026-10-07T14:23:45-04:00')

  test.each([
    ['last week', undefined, '2026-09-28 00:00 to 2026-10-04 24:00, America/New_York (UTC-4)'],
    ['2026-10-05', '2026-10-05', '2026-10-05 00:00 to 2026-10-05 24:00, America/New_York (UTC-4)'],
    [
      '2026-10-05T09:00',
      '2026-10-05T17:30',
      '2026-10-05 09:00 to 2026-10-05 17:30 (not included), America/New_York (UTC-4)',
    ],
    ['7d', 'now', '2026-09-30 14:23:45 to 2026-10-07 14:23:45 (not included), America/New_York (UTC-4)'],
    ['today', undefined, 'from 2026-10-07 00:00, America/New_York (UTC-4)'],
    [undefined, 'yesterday', 'until 2026-10-06 24:00, America/New_York (UTC-4)'],
    [
      '2026-Q4',
      undefined,
      '2026-10-01 00:00 to 2026-12-31 24:00, America/New_York (UTC-4 at the start, UTC-5 at the end)',
    ],
    // The clocks go back on the last day of this window and of the next one on its first.
    [
      '2026-10-26',
      '2026-11-01',
      '2026-10-26 00:00 to 2026-11-01 24:00, America/New_York (UTC-4 at the start, UTC-5 at the end)',
    ],
    ['2026-10', undefined, '2026-10-01 00:00 to 2026-10-31 24:00, America/New_York (UTC-4)'],
  ])('after %s, before %s', (after, before, text) => {
    expect(formatWindow(resolveWindow({ after, before }, 'America/New_York', now))).toBe(text)
  })

  test.each([
    ['UTC', '2026-10-06 00:00 to 2026-10-06 24:00, UTC'],
    ['GMT', '2026-10-06 00:00 to 2026-10-06 24:00, GMT (UTC+0)'],
    ['+05:30', '2026-10-06 00:00 to 2026-10-06 24:00, UTC+5:30'],
    ['Asia/Kolkata', '2026-10-06 00:00 to 2026-10-06 24:00, Asia/Kolkata (UTC+5:30)'],
    ['Pacific/Apia', '2026-10-07 00:00 to 2026-10-07 24:00, Pacific/Apia (UTC+13)'],
  ])('yesterday in %s', (zone, text) => {
    expect(formatWindow(resolveWindow({ after: 'yesterday' }, zone, now))).toBe(text)
  })

  test('that begins or ends where midnight was skipped', () => {
    const days = { after: '2026-03-28', before: '2026-03-28' }
    expect(formatWindow(resolveWindow(days, 'Asia/Beirut', now))).toBe(
      '2026-03-28 00:00 to 2026-03-28 24:00, Asia/Beirut (UTC+2)',
    )
    expect(formatWindow(resolveWindow({ after: '2026-03-29' }, 'Asia/Beirut', now))).toBe(
      'from 2026-03-29 01:00, Asia/Beirut (UTC+3)',
    )
  })

  test('that is none', () => {
    expect(formatWindow(undefined)).toBe('')
    expect(formatWindow({ zone: 'UTC' })).toBe('')
  })
})

test.each([
  [0, '0:00'],
  [9, '0:09'],
  [261, '4:21'],
  [59.6, '1:00'],
  [3_599.4, '59:59'],
  [3_729, '1:02:09'],
  [360_000, '100:00:00'],
  [-5, '-0:05'],
  [-0.2, '0:00'],
  [NaN, 'unknown'],
])('a duration of %s seconds is %s', (secs, text) => {
  expect(formatDuration(secs)).toBe(text)
})

test.each([
  ['4:21', 261],
  ['04:21', 261],
  [' 75:30 ', 4_530],
  ['1:02:09', 3_729],
  ['261', 261],
  ['0', 0],
])('%s within a call is second %s', (text, secs) => {
  expect(parseClock(text, 'from_time')).toBe(secs)
})

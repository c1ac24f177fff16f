import { describe, expect, test } from 'vitest'
import { resolveWindow, type WindowInput } from '../../src/domain/time.ts'

/** Expectations are written with their offsets by hand, so nothing of ours takes part in making them. */
const unix = (iso: string): number => Date.parse(iso) / 1000

interface Row {
  input: WindowInput
  start?: string
  end?: string
  flags?: string
}

function check(zone: string, now: string, rows: Row[]): void {
  test.each(rows.map(row => [JSON.stringify(row.input), row] as const))(
    '%s',
    (_, { input, start, end, flags = '' }) => {
      const window = resolveWindow(input, zone, unix(now))!
      const bounds = { start: window.afterUnix, end: window.beforeUnix }
      expect(bounds).toEqual({ start: start && unix(start), end: end && unix(end) })
      expect([window.periodOf && 'period', window.inFuture && 'future'].filter(Boolean).join(' ')).toBe(flags)
      expect(window.zone).toBe(zone)
    },
  )
}

describe('New York, Wednesday 7 October 2026, 14:23:45', () => {
  check('America/New_York', '2026-10-07T14:23:45-04:00', [
    // days
    { input: { after: '2026-10-05' }, start: '2026-10-05T00:00-04:00' },
    { input: { before: '2026-10-05' }, end: '2026-10-06T00:00-04:00' },
    {
      input: { after: '2026-10-05', before: '2026-10-05' },
      start: '2026-10-05T00:00-04:00',
      end: '2026-10-06T00:00-04:00',
    },
    { input: { after: '2026-1-5' }, start: '2026-01-05T00:00-05:00' },
    { input: { after: '2028-02-29' }, start: '2028-02-29T00:00-05:00', flags: 'future' },
    { input: { after: 'today' }, start: '2026-10-07T00:00-04:00' },
    { input: { before: 'today' }, end: '2026-10-08T00:00-04:00' },
    { input: { after: 'yesterday' }, start: '2026-10-06T00:00-04:00', end: '2026-10-07T00:00-04:00', flags: 'period' },
    { input: { before: 'yesterday' }, end: '2026-10-07T00:00-04:00' },
    { input: { after: 'yesterday', before: 'today' }, start: '2026-10-06T00:00-04:00', end: '2026-10-08T00:00-04:00' },
    { input: { after: 'today', before: 'tomorrow' }, start: '2026-10-07T00:00-04:00', end: '2026-10-09T00:00-04:00' },
    {
      input: { after: 'tomorrow' },
      start: '2026-10-08T00:00-04:00',
      end: '2026-10-09T00:00-04:00',
      flags: 'period future',
    },
    // weekdays are short for dates
    { input: { after: 'monday' }, start: '2026-10-05T00:00-04:00' },
    { input: { after: 'Wed' }, start: '2026-10-07T00:00-04:00' },
    { input: { after: 'last wednesday' }, start: '2026-09-30T00:00-04:00' },
    { input: { after: 'thursday' }, start: '2026-10-01T00:00-04:00' },
    {
      input: { after: 'last monday', before: 'previous mon' },
      start: '2026-10-05T00:00-04:00',
      end: '2026-10-06T00:00-04:00',
    },
    // moments
    { input: { after: '2026-10-05T14:30' }, start: '2026-10-05T14:30-04:00' },
    { input: { before: '2026-10-05 14:30:15' }, end: '2026-10-05T14:30:15-04:00' },
    { input: { after: '2026-10-05t14:30z' }, start: '2026-10-05T14:30Z' },
    { input: { after: '2026-10-05T14:30+02:00' }, start: '2026-10-05T14:30+02:00' },
    { input: { after: '2026-10-05 14:30 -0330' }, start: '2026-10-05T14:30-03:30' },
    { input: { after: '2026-10-05T14:30:00+05' }, start: '2026-10-05T14:30+05:00' },
    { input: { after: '2026-10-05 9:05 UTC' }, start: '2026-10-05T09:05Z' },
    { input: { before: '2026-10-05T24:00' }, end: '2026-10-06T00:00-04:00' },
    // calls start at whole seconds: the next one is the first inside, or the first no longer inside
    { input: { after: '2026-10-05T14:30:00.000Z' }, start: '2026-10-05T14:30:00Z' },
    { input: { after: '2026-10-05T14:30:00.001Z' }, start: '2026-10-05T14:30:01Z' },
    { input: { before: '2026-10-05T23:59:59.999' }, end: '2026-10-06T00:00-04:00' },
    { input: { after: 'now' }, start: '2026-10-07T14:23:45-04:00' },
    { input: { after: '1791000000' }, start: '2026-10-03T04:00:00Z' },
    { input: { after: '999999999' }, start: '2001-09-09T01:46:39Z' },
    { input: { call_start_after_unix: 1_791_000_000 }, start: '2026-10-03T04:00:00Z' },
    { input: { call_start_before_unix: 1_791_000_000 }, end: '2026-10-03T04:00:00Z' },
    {
      input: { after: 'yesterday', call_start_before_unix: 1_791_400_000 },
      start: '2026-10-06T00:00-04:00',
      end: '2026-10-07T19:06:40Z',
    },
    // calendar periods
    { input: { after: 'this week' }, start: '2026-10-05T00:00-04:00' },
    { input: { before: 'this week' }, end: '2026-10-12T00:00-04:00' },
    { input: { after: 'last week' }, start: '2026-09-28T00:00-04:00', end: '2026-10-05T00:00-04:00', flags: 'period' },
    { input: { before: 'last week' }, end: '2026-10-05T00:00-04:00' },
    { input: { after: 'last week', before: 'now' }, start: '2026-09-28T00:00-04:00', end: '2026-10-07T14:23:45-04:00' },
    { input: { after: 'this month' }, start: '2026-10-01T00:00-04:00' },
    {
      input: { after: 'Previous  Month' },
      start: '2026-09-01T00:00-04:00',
      end: '2026-10-01T00:00-04:00',
      flags: 'period',
    },
    { input: { after: 'this quarter' }, start: '2026-10-01T00:00-04:00' },
    {
      input: { after: 'last_quarter' },
      start: '2026-07-01T00:00-04:00',
      end: '2026-10-01T00:00-04:00',
      flags: 'period',
    },
    { input: { after: 'this year' }, start: '2026-01-01T00:00-05:00' },
    { input: { after: 'last year' }, start: '2025-01-01T00:00-05:00', end: '2026-01-01T00:00-05:00', flags: 'period' },
    { input: { after: '2026' }, start: '2026-01-01T00:00-05:00', end: '2027-01-01T00:00-05:00', flags: 'period' },
    { input: { after: '2026-10' }, start: '2026-10-01T00:00-04:00', end: '2026-11-01T00:00-04:00', flags: 'period' },
    { input: { after: '2026-09', before: '2026-10' }, start: '2026-09-01T00:00-04:00', end: '2026-11-01T00:00-04:00' },
    { input: { after: '2026-Q3' }, start: '2026-07-01T00:00-04:00', end: '2026-10-01T00:00-04:00', flags: 'period' },
    { input: { after: '2026q1' }, start: '2026-01-01T00:00-05:00', end: '2026-04-01T00:00-04:00', flags: 'period' },
    { input: { after: '2026-W40' }, start: '2026-09-28T00:00-04:00', end: '2026-10-05T00:00-04:00', flags: 'period' },
    { input: { after: '2024-02' }, start: '2024-02-01T00:00-05:00', end: '2024-03-01T00:00-05:00', flags: 'period' },
    // back from now
    { input: { after: '7d' }, start: '2026-09-30T14:23:45-04:00' },
    { input: { after: '14d', before: '7d' }, start: '2026-09-23T14:23:45-04:00', end: '2026-09-30T14:23:45-04:00' },
    { input: { after: '24 H' }, start: '2026-10-06T14:23:45-04:00' },
    { input: { after: '30m' }, start: '2026-10-07T13:53:45-04:00' },
    { input: { after: '2w' }, start: '2026-09-23T14:23:45-04:00' },
    { input: { after: '3 months' }, start: '2026-07-07T14:23:45-04:00' },
    { input: { after: 'last 3 days' }, start: '2026-10-04T14:23:45-04:00' },
    { input: { before: 'last 3 days' }, end: '2026-10-07T14:23:45-04:00' },
    { input: { after: 'past two weeks' }, start: '2026-09-23T14:23:45-04:00' },
    { input: { after: 'last hour' }, start: '2026-10-07T13:23:45-04:00' },
    { input: { after: 'past week' }, start: '2026-09-30T14:23:45-04:00' },
    { input: { after: '3 days ago' }, start: '2026-10-04T00:00-04:00' },
    { input: { before: '3 days ago' }, end: '2026-10-05T00:00-04:00' },
    {
      input: { after: 'a week ago', before: 'one day ago' },
      start: '2026-09-30T00:00-04:00',
      end: '2026-10-07T00:00-04:00',
    },
    { input: { after: '2 hours ago' }, start: '2026-10-07T12:23:45-04:00' },
    // as people and models type
    { input: { after: '  2026\u201110\u201105 ' }, start: '2026-10-05T00:00-04:00' },
    {
      input: { after: '\tLAST\u00a0 WEEK\n' },
      start: '2026-09-28T00:00-04:00',
      end: '2026-10-05T00:00-04:00',
      flags: 'period',
    },
  ])
})

describe('New York, Sunday 8 March 2026, when 02:00 becomes 03:00', () => {
  check('America/New_York', '2026-03-08T12:00:00-04:00', [
    { input: { after: 'today' }, start: '2026-03-08T00:00-05:00' },
    { input: { before: 'today' }, end: '2026-03-09T00:00-04:00' },
    { input: { after: 'this week' }, start: '2026-03-02T00:00-05:00' },
    { input: { after: '2026-03-08T02:30' }, start: '2026-03-08T03:30-04:00' },
    { input: { after: '1d' }, start: '2026-03-07T12:00-05:00' },
    { input: { after: '24h' }, start: '2026-03-07T11:00-05:00' },
    { input: { after: '2026-W10' }, start: '2026-03-02T00:00-05:00', end: '2026-03-09T00:00-04:00', flags: 'period' },
  ])
})

describe('New York, Sunday 1 November 2026, when 02:00 becomes 01:00', () => {
  check('America/New_York', '2026-11-01T12:00:00-05:00', [
    { input: { after: 'today', before: 'today' }, start: '2026-11-01T00:00-04:00', end: '2026-11-02T00:00-05:00' },
    { input: { after: '2026-11-01T01:30' }, start: '2026-11-01T01:30-04:00' },
    { input: { after: '2026-11-01T01:30-05:00' }, start: '2026-11-01T01:30-05:00' },
    { input: { after: 'last month' }, start: '2026-10-01T00:00-04:00', end: '2026-11-01T00:00-04:00', flags: 'period' },
  ])
})

describe('Berlin, Sunday 25 October 2026, in the first of two hours from 02:00', () => {
  check('Europe/Berlin', '2026-10-25T02:30:00+02:00', [
    { input: { after: 'today', before: 'today' }, start: '2026-10-25T00:00+02:00', end: '2026-10-26T00:00+01:00' },
    { input: { after: '1h' }, start: '2026-10-25T01:30+02:00' },
    {
      input: { after: 'this week', before: 'this week' },
      start: '2026-10-19T00:00+02:00',
      end: '2026-10-26T00:00+01:00',
    },
    { input: { after: '2026-10-25 02:30' }, start: '2026-10-25T02:30+02:00' },
    { input: { after: '2026-03-29 02:30' }, start: '2026-03-29T03:30+02:00' },
  ])
})

describe('Berlin, New Year’s Day 2027, in week 53 of 2026', () => {
  check('Europe/Berlin', '2027-01-01T00:00:00+01:00', [
    { input: { after: 'today' }, start: '2027-01-01T00:00+01:00' },
    { input: { after: 'yesterday' }, start: '2026-12-31T00:00+01:00', end: '2027-01-01T00:00+01:00', flags: 'period' },
    { input: { after: 'this week' }, start: '2026-12-28T00:00+01:00' },
    { input: { after: '2026-W53' }, start: '2026-12-28T00:00+01:00', end: '2027-01-04T00:00+01:00', flags: 'period' },
    {
      input: { after: '2027-W01' },
      start: '2027-01-04T00:00+01:00',
      end: '2027-01-11T00:00+01:00',
      flags: 'period future',
    },
    { input: { after: '2020-w53' }, start: '2020-12-28T00:00+01:00', end: '2021-01-04T00:00+01:00', flags: 'period' },
    { input: { after: '2026-W1' }, start: '2025-12-29T00:00+01:00', end: '2026-01-05T00:00+01:00', flags: 'period' },
    { input: { after: 'last year' }, start: '2026-01-01T00:00+01:00', end: '2027-01-01T00:00+01:00', flags: 'period' },
    {
      input: { after: 'last quarter' },
      start: '2026-10-01T00:00+02:00',
      end: '2027-01-01T00:00+01:00',
      flags: 'period',
    },
    { input: { after: 'last month' }, start: '2026-12-01T00:00+01:00', end: '2027-01-01T00:00+01:00', flags: 'period' },
  ])
})

describe('Kolkata, leap day 2028', () => {
  check('Asia/Kolkata', '2028-02-29T01:00:00+05:30', [
    { input: { after: 'today' }, start: '2028-02-29T00:00+05:30' },
    { input: { after: '12 months' }, start: '2027-02-28T01:00+05:30' },
    { input: { after: 'a year ago' }, start: '2027-02-28T00:00+05:30' },
    { input: { after: '2028-02' }, start: '2028-02-01T00:00+05:30', end: '2028-03-01T00:00+05:30', flags: 'period' },
    { input: { after: 'last month' }, start: '2028-01-01T00:00+05:30', end: '2028-02-01T00:00+05:30', flags: 'period' },
  ])
})

describe('Apia, 13 hours ahead; it had no 30 December 2011', () => {
  check('Pacific/Apia', '2026-01-01T00:30:00+13:00', [
    { input: { after: 'yesterday' }, start: '2025-12-31T00:00+13:00', end: '2026-01-01T00:00+13:00', flags: 'period' },
    {
      input: { after: '2011-12-29', before: '2011-12-29' },
      start: '2011-12-29T00:00-10:00',
      end: '2011-12-31T00:00+14:00',
    },
    { input: { after: '2011-12-30' }, start: '2011-12-31T00:00+14:00' },
  ])
})

describe('Lord Howe, whose clock changes by half an hour', () => {
  check('Australia/Lord_Howe', '2026-10-04T12:00:00+11:00', [
    { input: { after: 'today' }, start: '2026-10-04T00:00+10:30' },
    { input: { after: '1d' }, start: '2026-10-03T12:00+10:30' },
    { input: { after: '2026-10-04T02:15' }, start: '2026-10-04T02:45+11:00' },
    { input: { after: '2026-04-05T01:45' }, start: '2026-04-05T01:45+11:00' },
    {
      input: { after: '2026-04-05', before: '2026-04-05' },
      start: '2026-04-05T00:00+11:00',
      end: '2026-04-06T00:00+10:30',
    },
  ])
})

describe('Casablanca, an hour back for Ramadan', () => {
  check('Africa/Casablanca', '2026-02-20T12:00:00+00:00', [
    { input: { after: 'last week' }, start: '2026-02-09T00:00+01:00', end: '2026-02-16T00:00+00:00', flags: 'period' },
    {
      input: { after: '2026-03' },
      start: '2026-03-01T00:00+00:00',
      end: '2026-04-01T00:00+01:00',
      flags: 'period future',
    },
  ])
})

describe('Beirut, where the clock goes forward at midnight', () => {
  check('Asia/Beirut', '2026-03-29T12:00:00+03:00', [
    { input: { after: 'today', before: 'today' }, start: '2026-03-29T01:00+03:00', end: '2026-03-30T00:00+03:00' },
    { input: { after: 'yesterday' }, start: '2026-03-28T00:00+02:00', end: '2026-03-29T01:00+03:00', flags: 'period' },
  ])
})

describe('UTC and fixed offsets', () => {
  check('UTC', '2026-12-31T23:59:59Z', [
    { input: { after: 'this year' }, start: '2026-01-01T00:00Z' },
    { input: { after: 'today', before: 'now' }, start: '2026-12-31T00:00Z', end: '2026-12-31T23:59:59Z' },
  ])
  check('+02:00', '2026-12-31T23:59:59Z', [{ input: { after: 'today' }, start: '2027-01-01T00:00+02:00' }])
})

test('no bounds, no window', () => {
  expect(resolveWindow({}, 'UTC', 0)).toBeUndefined()
  expect(resolveWindow({ after: undefined, before: undefined }, 'UTC', 0)).toBeUndefined()
})

test('a window that begins now or at this midnight is not in the future', () => {
  const midnight = unix('2026-10-07T00:00Z')
  expect(resolveWindow({ after: 'today' }, 'UTC', midnight)).toEqual({ zone: 'UTC', afterUnix: midnight })
  expect(resolveWindow({ after: 'now' }, 'UTC', midnight + 0.5)).toEqual({ zone: 'UTC', afterUnix: midnight })
})

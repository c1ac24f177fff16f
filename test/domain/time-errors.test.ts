import { describe, expect, test } from 'vitest'
import { parseClock, resolveWindow, resolveZone, type WindowInput } from '../../src/domain/time.ts'
import { UserInputError } from '../../src/errors.ts'

const NOW = Date.parse('2026-10-07T14:23:45-04:00') / 1000

/** The text of the error, which has to be the caller's to mend. */
function complaint(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    expect(error).toBeInstanceOf(UserInputError)
    return (error as Error).message
  }
  throw new Error('nothing was refused')
}

const refusal = (input: WindowInput): string => complaint(() => resolveWindow(input, 'America/New_York', NOW))
const afterRefused = (text: string): string => refusal({ after: text })

describe('what nobody can read', () => {
  test('lists everything that is accepted', () => {
    expect(afterRefused('whenever')).toMatchInlineSnapshot(
      `"after: "whenever" is not a recognized time. Accepted: a date (2026-10-05) or date-time (2026-10-05T14:30, plus Z or +02:00 if it is not local time); a month, quarter, ISO week or year (2026-10, 2026-Q4, 2026-W41, 2026); now, today, yesterday, tomorrow, monday, last monday; this, last or previous week, month, quarter or year; 7d, 24h, 30m or 2w before now; last 3 days, 2 weeks ago; Unix seconds."`,
    )
  })
  test.each([
    ['yesteday', 'yesterday'],
    ['tomorow', 'tomorrow'],
    ['lastweek', 'last week'],
    ['last  wek', 'last week'],
    ['prevous quarter', 'previous quarter'],
    ['wensday', 'wednesday'],
    ['lst 3 days', 'last 3 days'],
    ['3 dayz ago', '3 days ago'],
    ['last-7-days', 'last 7 days'],
  ])('%s: did you mean %s?', (typed, meant) => {
    expect(afterRefused(typed)).toContain(`is not a recognized time. Did you mean "${meant}"? Accepted: `)
  })
  test.each(['x', '🙂', 'foo bar', '12', '123456789012', '-7d', 'NaN', 'null', 'Infinity', '1e9', 'and', 'am', '{}'])(
    '%s: no far-fetched suggestion',
    typed => {
      expect(afterRefused(typed)).toContain('is not a recognized time. Accepted: ')
    },
  )
  test('repeats what was typed, cut and on one line', () => {
    expect(
      afterRefused(`a\u0000b\u001b[31m\u202e"c"\r\n${'🙂'.repeat(200)}`).split(' is not ')[0],
    ).toMatchInlineSnapshot(
      `"after: "a b [31m 'c' 🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂…""`,
    )
  })
})

test('what we know to be mistaken', () => {
  const typed = [
    '',
    '1759900000000',
    '10/05/2026',
    '5.10.26',
    '05-10-2026 14:30',
    '25.12.2026',
    '05/05/2026',
    '2026/10/5',
    '20261005',
    '2026-10-01 to 2026-10-05',
    '2026-10-01/2026-10-05',
    'Oct 5, 2026',
    '5 october',
    'next week',
    '14:30',
    '9:05 pm',
  ]
  expect(typed.map(afterRefused).join('\n')).toMatchInlineSnapshot(`
    "after: "" is empty. Omit the argument for an open end.
    after: "1759900000000" has 13 digits, so it is in milliseconds. Use Unix seconds: 1759900000.
    after: "10/05/2026" is ambiguous: day first or month first. Use 2026-10-05 or 2026-05-10.
    after: "5.10.26" is ambiguous: day first or month first. Use 2026-05-10 or 2026-10-05.
    after: "05-10-2026 14:30" is ambiguous: day first or month first. Use 2026-05-10 or 2026-10-05.
    after: "25.12.2026" is not in ISO format. Use 2026-12-25.
    after: "05/05/2026" is not in ISO format. Use 2026-05-05.
    after: "2026/10/5" is not in ISO format. Use 2026-10-05.
    after: "20261005" is not in ISO format. Use 2026-10-05.
    after: "2026-10-01 to 2026-10-05" contains two times. Put the start in "after" and the end in "before"; a day in "before" is included.
    after: "2026-10-01/2026-10-05" contains two times. Put the start in "after" and the end in "before"; a day in "before" is included.
    after: "Oct 5, 2026" spells out the month. Use digits: 2026-10-05 for a day, 2026-10 for a month.
    after: "5 october" spells out the month. Use digits: 2026-10-05 for a day, 2026-10 for a month.
    after: "next week" is in the future, where there are no calls yet. Omit the argument for an open end.
    after: "14:30" is a time of day without a date. Use both: 2026-10-05T14:30.
    after: "9:05 pm" is a time of day without a date. Use both: 2026-10-05T14:30."
  `)
})

test('what does not exist', () => {
  const typed = [
    '2026-02-30',
    '2026-02-29T10:00',
    '2026-13-01',
    '2026-00',
    '2026-10-00',
    '2026-10-05T25:00',
    '2026-10-05 24:01',
    '2026-10-05T14:60',
    '2026-10-05T14:30:60',
    '2026-10-05T14:30+19:00',
    '2025-W53',
    '2026-W00',
    '1969-12-31',
    '99999y',
    '0000',
  ]
  expect(typed.map(afterRefused).join('\n')).toMatchInlineSnapshot(`
    "after: "2026-02-30" does not exist: the days of 2026-02 range from 01 to 28.
    after: "2026-02-29T10:00" does not exist: the days of 2026-02 range from 01 to 28.
    after: "2026-13-01" does not exist: months range from 01 to 12.
    after: "2026-00" does not exist: months range from 01 to 12.
    after: "2026-10-00" does not exist: the days of 2026-10 range from 01 to 31.
    after: "2026-10-05T25:00" does not exist: times of day range from 00:00 to 23:59:59 (24:00 is the end of the day).
    after: "2026-10-05 24:01" does not exist: times of day range from 00:00 to 23:59:59 (24:00 is the end of the day).
    after: "2026-10-05T14:60" does not exist: times of day range from 00:00 to 23:59:59 (24:00 is the end of the day).
    after: "2026-10-05T14:30:60" does not exist: times of day range from 00:00 to 23:59:59 (24:00 is the end of the day).
    after: "2026-10-05T14:30+19:00" has an invalid offset: offsets range from -12:00 to +14:00.
    after: "2025-W53" does not exist: the ISO weeks of 2025 range from W01 to W52.
    after: "2026-W00" does not exist: the ISO weeks of 2026 range from W01 to W53.
    after: "1969-12-31" is before 1970, the start of Unix time; no call can be that old.
    after: "99999y" is before 1970, the start of Unix time; no call can be that old.
    after: "0000" is before 1970, the start of Unix time; no call can be that old."
  `)
})

test('bounds that do not go together', () => {
  const inputs: WindowInput[] = [
    { after: 'today', call_start_after_unix: 5 },
    { before: 'today', call_start_before_unix: 5 },
    { after: '2026-10-07', before: '2026-10-05' },
    { after: '2026-10-05T14:30', before: '2026-10-05T14:30' },
    { after: 'today', before: '2026-03-01' },
    { after: '7d', before: '2w' },
  ]
  expect(inputs.map(refusal).join('\n')).toMatchInlineSnapshot(`
    "after and call_start_after_unix mean the same. Give only one of them.
    before and call_start_before_unix mean the same. Give only one of them.
    Empty time range 2026-10-07 00:00 to 2026-10-05 24:00, America/New_York (UTC-4): the end is not after the start. Give an earlier "after" or a later "before".
    Empty time range 2026-10-05 14:30 to 2026-10-05 14:30 (not included), America/New_York (UTC-4): the end is not after the start. Give an earlier "after" or a later "before".
    Empty time range 2026-10-07 00:00 to 2026-03-01 24:00, America/New_York (UTC-4 at the start, UTC-5 at the end): the end is not after the start. Give an earlier "after" or a later "before".
    Empty time range 2026-09-30 14:23:45 to 2026-09-23 14:23:45 (not included), America/New_York (UTC-4): the end is not after the start. Give an earlier "after" or a later "before"."
  `)
})

test('a day that the calendar of the zone skipped', () => {
  const typed = { after: '2011-12-30', before: '2011-12-30' }
  expect(complaint(() => resolveWindow(typed, 'Pacific/Apia', NOW))).toMatchInlineSnapshot(
    `"Empty time range 2011-12-31 00:00 to 2011-12-29 24:00, Pacific/Apia (UTC+14 at the start, UTC-10 at the end): the end is not after the start. Give an earlier "after" or a later "before"."`,
  )
})

test('numbers that are no Unix seconds', () => {
  const numbers = [NaN, Infinity, -1, 1.5, 1_759_900_000_000]
  expect(numbers.map(number => refusal({ call_start_after_unix: number })).join('\n')).toMatchInlineSnapshot(`
    "call_start_after_unix: NaN is not a time in whole Unix seconds. For dates and words use "after" and "before".
    call_start_after_unix: Infinity is not a time in whole Unix seconds. For dates and words use "after" and "before".
    call_start_after_unix: -1 is not a time in whole Unix seconds. For dates and words use "after" and "before".
    call_start_after_unix: 1.5 is not a time in whole Unix seconds. For dates and words use "after" and "before".
    call_start_after_unix: 1759900000000 is too large for Unix seconds; divide milliseconds by 1000. For dates and words use "after" and "before"."
  `)
})

test('names of zones', () => {
  const names = [
    'PST',
    'est',
    'CET',
    'IST',
    'CST',
    'New York',
    'new york, USA',
    'berlin',
    'São Paulo',
    'San Fransisco',
    'Amerika/New_York',
    'Europe/Berln',
    'Asia/Kolkatta',
    'Middle Earth',
    '+15:00',
    'UTC+2:75',
    'America/New_York\u0000',
    'x'.repeat(1_000),
  ]
  const refused = names.map(name => complaint(() => resolveZone(name, 'UTC')))
  const advice = ' Give an IANA name such as America/New_York, Europe/Berlin or UTC, or an offset such as +02:00.'
  expect(refused.every(text => text.endsWith(advice))).toBe(true)
  expect(refused.map(text => text.replace(advice, '')).join('\n')).toMatchInlineSnapshot(`
    "Unknown time zone "PST". Did you mean America/Los_Angeles?
    Unknown time zone "est". Did you mean America/New_York?
    Unknown time zone "CET". Did you mean Europe/Berlin or Europe/Paris?
    Unknown time zone "IST". Did you mean Asia/Kolkata or Asia/Jerusalem or Europe/Dublin?
    Unknown time zone "CST". Did you mean America/Chicago or Asia/Shanghai?
    Unknown time zone "New York". Did you mean America/New_York?
    Unknown time zone "new york, USA". Did you mean America/New_York?
    Unknown time zone "berlin". Did you mean Europe/Berlin?
    Unknown time zone "São Paulo". Did you mean America/Sao_Paulo?
    Unknown time zone "San Fransisco". Did you mean America/Los_Angeles?
    Unknown time zone "Amerika/New_York". Did you mean America/New_York?
    Unknown time zone "Europe/Berln". Did you mean Europe/Berlin?
    Unknown time zone "Asia/Kolkatta". Did you mean Asia/Kolkata?
    Unknown time zone "Middle Earth".
    Unknown time zone "+15:00".
    Unknown time zone "UTC+2:75".
    Unknown time zone "America/New_York". Did you mean America/New_York?
    Unknown time zone "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"."
  `)
})

test('times within a call', () => {
  const typed = ['', 'x', '-5', '4:7', '4:75', '1:75:00', '1:5:00', '1:2:3:4', '4.5', '٤:٢١', '9'.repeat(1_000)]
  expect(typed.map(text => complaint(() => parseClock(text, 'from_time'))).join('\n')).toMatchInlineSnapshot(`
    "from_time: "" is not a time within a call. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "x" is not a time within a call. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "-5" is not a time within a call. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "4:7" does not exist: seconds after the colon range from 00 to 59. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "4:75" does not exist: seconds after the colon range from 00 to 59. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "1:75:00" does not exist: minutes after the hours range from 00 to 59. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "1:5:00" does not exist: minutes after the hours range from 00 to 59. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "1:2:3:4" is not a time within a call. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "4.5" is not a time within a call. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "٤:٢١" is not a time within a call. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261).
    from_time: "999999999999999999999999999999999999999999999999999999999999…" is not a time within a call. Give minutes:seconds (4:21), hours:minutes:seconds (1:02:09) or seconds (261)."
  `)
})

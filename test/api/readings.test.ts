import { describe, expect, it } from 'vitest'
import { durationOf, isScore, runsPast, startOf, verdictOf, waitOf } from '../../src/api/readings.ts'
import { readDuration, readStart } from '../../src/demo/times.ts'

const START = 1_794_000_000

describe('a start', () => {
  it.each([
    ['seconds', START, START],
    ['a fraction', START + 0.75, START],
    ['text', String(START), START],
    ['milliseconds', START * 1e3 + 123, START],
    ['microseconds', START * 1e6, START],
    ['nanoseconds', START * 1e9, START],
    ['milliseconds as text', `${START}123`, START],
    ['ISO', '2026-11-06T21:20:00Z', START],
    ['ISO with an offset', '2026-11-06T22:20:00.5+01:00', START],
    ['ISO without a zone', '2026-11-06 21:20:00', START],
    ['a day', '2026-11-06', 1_793_923_200],
    ...[
      null,
      undefined,
      0,
      1,
      86_400,
      900_000_000,
      -5,
      1e11 / 7,
      1e30,
      9_999_999_999,
      'soon',
      '1.794E+12',
      '',
      'NaN',
      {},
      true,
      [START],
    ].map(odd => [String(odd), odd, 0] as const),
  ] as const)('in %s', (_, given, expected) => {
    expect(startOf(given)).toBe(expected)
    // The embedded API reads files by code of its own.
    expect(readStart(given)).toBe(expected)
  })
})

describe('a duration', () => {
  it.each([
    [67, 67],
    ['67', 67],
    [60.5, 60.5],
    [86_400, 86_400],
    [86_401, null],
    [1e7, null],
    [-5, null],
    [0, null],
    ['NaN', null],
    ['1:07', null],
    ['0x20', null],
    ['0b11', null],
    ['1_000', null],
    ['', null],
    ['6.75e1', 67.5],
    ['.5', 0.5],
    [null, null],
    [undefined, null],
  ])('%s', (given, expected) => {
    expect(durationOf(given, true)).toBe(expected)
  })

  it('of a call in which nothing was said can be 0', () => {
    expect(durationOf(0, false)).toBe(0)
    // The files of others, too.
    const read = [0, '67', null, 'x', '0x20', '', -1, 86_401].map(secs => readDuration(secs, false))
    expect(read).toEqual([0, 67, null, null, null, null, null, null])
    expect(readDuration(0, true)).toBe(null)
  })

  it('is not shorter than the transcript, whose turns have whole seconds', () => {
    expect(runsPast(60.5, [0, 61, null])).toBe(false)
    expect(runsPast(60, [0, 63])).toBe(true)
    // A turn that cannot be there itself says nothing.
    expect(runsPast(60, [1_794_000_000])).toBe(false)
  })
})

it.each<[unknown, number | null]>([
  [0, 0],
  ['1.5', 1.5],
  [86_400, 86_400],
  ...[-1, 86_401, 1e308, Number.NaN, null, undefined, '', 'soon', true, {}].map(odd => [odd, null] as [unknown, null]),
])('a wait of %s', (given, expected) => {
  expect(waitOf(given)).toBe(expected)
})

it('a score is not negative, and not above the highest', () => {
  expect([-1, 0, 5, 6].map(score => isScore(score, 5))).toEqual([false, true, true, false])
  expect([-1, 1e6].map(score => isScore(score, null))).toEqual([false, true])
})

it.each([
  [' Success', 'success'],
  ['FAILURE', 'failure'],
  ['unknown', 'unknown'],
  ['', 'unknown'],
  [null, 'unknown'],
  ['Partial', 'Partial'],
])('the verdict %j', (given, expected) => {
  expect(verdictOf(given)).toBe(expected)
})

import { describe, expect, test } from 'vitest'
import type { TimeWindow } from '../../src/domain/time.ts'
import { ask, callsAt, rowsOf } from './world.ts'

const unix = (iso: string): number => Date.parse(iso) / 1000
const HOUR = 3600

/** A call every half hour. */
const everyHalfHour = (from: string, to: string): number[] =>
  Array.from({ length: (unix(to) - unix(from)) / 1800 }, (_, at) => unix(from) + at * 1800)

describe('a day in a zone', () => {
  test.each([
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['America/New_York', '2026-07-01', 24],
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Asia/Kolkata', '2026-10-25', 24],
    ['UTC', '2026-03-08', 24],
    ['+05:45', '2026-03-08', 24],
  ])('%s, %s has %d hours', async (zone, day, hours) => {
    const noon = unix(`${day}T12:00Z`)
    const from = new Date((noon - 48 * HOUR) * 1000).toISOString()
    const archive = await callsAt(everyHalfHour(from, new Date((noon + 48 * HOUR) * 1000).toISOString()))
    const counts = async (groupBy: 'day' | 'hour') =>
      Object.fromEntries(rowsOf(await ask(archive, { zone, groupBy: [groupBy] })).map(row => [row[groupBy], row.count]))
    expect((await counts('day'))[day]).toBe(hours * 2)
    const ofDay = Object.entries(await counts('hour')).filter(([label]) => label.startsWith(day))
    expect(ofDay.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(hours * 2)
    expect(ofDay).toHaveLength(Math.ceil(hours))
    await archive.close()
  })

  test('the hour that comes twice is two rows, newest first', async () => {
    const archive = await callsAt(everyHalfHour('2026-11-01T04:00Z', '2026-11-01T09:00Z'))
    const answer = await ask(archive, { zone: 'America/New_York', groupBy: ['hour'] })
    expect(answer.table.rows).toEqual([
      ['2026-11-01 03:00', 2],
      ['2026-11-01 02:00', 2],
      ['2026-11-01 01:00 -05:00', 2],
      ['2026-11-01 01:00 -04:00', 2],
      ['2026-11-01 00:00 -04:00', 2],
    ])
    await archive.close()
  })

  test('clocks that are set back by half an hour make half an hour twice', async () => {
    const back = await callsAt(everyHalfHour('2026-04-04T14:00Z', '2026-04-04T17:00Z'))
    expect((await ask(back, { zone: 'Australia/Lord_Howe', groupBy: ['hour'] })).table.rows).toEqual([
      ['2026-04-05 03:00', 1],
      ['2026-04-05 02:00 +10:30', 2],
      ['2026-04-05 01:00 +10:30', 1],
      ['2026-04-05 01:00 +11:00', 2],
    ])
    await back.close()
  })
})

test('weeks begin on Monday, months and years change on the local clock', async () => {
  const archive = await callsAt([unix('2026-12-31T23:30Z'), unix('2027-01-03T23:30Z'), unix('2027-01-04T00:30Z')])
  const labels = async (groupBy: 'week' | 'month' | 'weekday' | 'hour_of_day', zone: string) =>
    (await ask(archive, { groupBy: [groupBy], zone, minCount: 1 })).table.rows
  expect(await labels('week', 'UTC')).toEqual([
    ['2027-01-04', 1],
    ['2026-12-28', 2],
  ])
  expect(await labels('week', 'Europe/Berlin')).toEqual([
    ['2027-01-04', 2],
    ['2026-12-28', 1],
  ])
  expect(await labels('month', 'UTC')).toEqual([
    ['2027-01', 2],
    ['2026-12', 1],
  ])
  expect(await labels('month', 'Europe/Berlin')).toEqual([['2027-01', 3]])
  expect(await labels('weekday', 'UTC')).toEqual([
    ['Monday', 1],
    ['Thursday', 1],
    ['Sunday', 1],
  ])
  expect(await labels('hour_of_day', 'Asia/Kolkata')).toEqual([
    [5, 2],
    [6, 1],
  ])
  await archive.close()
})

describe('times without calls', async () => {
  const archive = await callsAt([unix('2026-10-05T10:00Z'), unix('2026-10-09T10:00Z')])
  const window: TimeWindow = {
    zone: 'UTC',
    afterUnix: unix('2026-10-03T00:00Z'),
    beforeUnix: unix('2026-10-11T00:00Z'),
  }
  const days = async (question: object) =>
    (await ask(archive, { groupBy: ['day'], ...question })).table.rows.map(([day]) => day)

  test('are rows from the beginning of the window to its end', async () => {
    const { table, groups } = await ask(archive, {
      groupBy: ['day'],
      window,
      metrics: ['count', 'success_rate', 'duration'],
    })
    expect(table.rows.map(row => row.slice(0, 2))).toEqual([
      ['2026-10-10', 0],
      ['2026-10-09', 1],
      ['2026-10-08', 0],
      ['2026-10-07', 0],
      ['2026-10-06', 0],
      ['2026-10-05', 1],
      ['2026-10-04', 0],
      ['2026-10-03', 0],
    ])
    expect(table.rows[0]).toEqual([
      ...['2026-10-10', 0, null, 0, 0, null, null, 'no data'],
      ...[0, null, null, null, null, null, null, null, null, null],
    ])
    expect(groups[0]).toMatchObject({ isFilled: true, cut: [] })
  })

  test('end where nothing is known any more, and lie between calls where nothing bounds them', async () => {
    expect(await days({ window, knownUntil: unix('2026-10-09T12:00Z') })).toEqual(
      ['09', '08', '07', '06', '05', '04', '03'].map(day => `2026-10-${day}`),
    )
    expect(await days({})).toEqual(['09', '08', '07', '06', '05'].map(day => `2026-10-${day}`))
    expect(await days({ filter: { agent_id: 'nobody' } })).toEqual([])
    expect(await days({ filter: { agent_id: 'nobody' }, window })).toHaveLength(8)
  })

  test('of a clock that comes round are all there are', async () => {
    expect((await ask(archive, { groupBy: ['weekday'] })).table.rows).toEqual([
      ...[
        ['Monday', 1],
        ['Tuesday', 0],
        ['Wednesday', 0],
        ['Thursday', 0],
        ['Friday', 1],
        ['Saturday', 0],
        ['Sunday', 0],
      ],
    ])
    expect((await ask(archive, { groupBy: ['hour_of_day'] })).table.rows).toHaveLength(24)
  })

  test('are no rows beside another group, in a comparison, or where they would be too many', async () => {
    expect((await ask(archive, { groupBy: ['day', 'agent'], window })).table.rows).toHaveLength(2)
    const compareTo = { filter: {}, window, label: 'the same' }
    expect((await ask(archive, { groupBy: ['day'], window, compareTo })).table.rows).toHaveLength(2)
    const years = { ...window, afterUnix: unix('2020-01-01T00:00Z') }
    const answer = await ask(archive, { groupBy: ['day'], window: years })
    expect(answer.table.rows).toHaveLength(2)
    expect(answer.groups[0]!.isFilled).toBe(false)
  })

  test('are no rows where rows of few calls are not wanted', async () => {
    const { table, groups, rowsLeftOut } = await ask(archive, { groupBy: ['day'], window, minCount: 1 })
    expect(table.rows).toHaveLength(2)
    expect(groups[0]!.isFilled).toBe(false)
    expect(rowsLeftOut).toEqual({ belowMinCount: 0, beyondLimit: 0, hasNone: false })
  })
})

test('rows that the window cuts are named', async () => {
  const archive = await callsAt([unix('2026-10-07T10:00Z')])
  const cut = async (groupBy: 'day' | 'week' | 'month' | 'weekday', zone: string, question: object = {}) => {
    const window = { zone: 'UTC', afterUnix: unix('2026-10-05T00:00Z'), beforeUnix: unix('2026-10-19T00:00Z') }
    return (await ask(archive, { groupBy: [groupBy], zone, window, ...question })).groups[0]!.cut
  }
  expect(await cut('week', 'UTC')).toEqual([])
  expect(await cut('month', 'UTC')).toEqual(['2026-10'])
  expect(await cut('day', 'America/New_York')).toEqual(['2026-10-04', '2026-10-18'])
  expect(await cut('week', 'UTC', { knownUntil: unix('2026-10-14T09:00Z') })).toEqual(['2026-10-12'])
  expect(await cut('weekday', 'America/New_York')).toEqual([])
  expect(await cut('week', 'UTC', { window: undefined })).toEqual([])
  await archive.close()
})

test('calls of which nobody knows when they were are in a row of their own, the last one', async () => {
  const archive = await callsAt([0, unix('2026-10-07T10:00Z'), 0])
  expect((await ask(archive, { groupBy: ['day'] })).table.rows).toEqual([
    ['2026-10-07', 1],
    [null, 2],
  ])
  expect((await ask(archive, { groupBy: ['weekday'] })).table.rows.at(-1)).toEqual([null, 2])
  await archive.close()
})

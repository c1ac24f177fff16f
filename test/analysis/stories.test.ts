import { beforeAll, expect, test } from 'vitest'
import type { Question } from '../../src/analysis/index.ts'
import type { Archive } from '../../src/archive/archive.ts'
import { STORIES } from '../../src/demo/data/index.ts'
import { sample, sampleArchive } from '../support/sample.ts'
import { NOW } from '../support/world.ts'
import { ask, rowsOf } from './world.ts'

/* What there is to find in the sample calls is found by one question each. */

const DAY = 86_400
const daysAgo = (days: number): number => NOW - (NOW % DAY) - days * DAY
const { agents } = sample
const agent = (name: string) => agents.find(one => one.name.includes(name))!

let archive: Archive
beforeAll(async () => {
  archive = await sampleArchive()
  return () => archive.close()
})

const rows = async (question: Partial<Question>) => rowsOf(await ask(archive, question))
const since = (days: number) => ({ zone: 'UTC', afterUnix: daysAgo(days) })
const until = (days: number) => ({ zone: 'UTC', beforeUnix: daysAgo(days) })

test('orders: which tool broke, and that callers are helped less since', async () => {
  const filter = { agent_id: agent('Order Support').agent_id }
  const { tool, brokenSinceDaysAgo: days } = STORIES.orders
  const compareTo = { filter, window: until(days), label: 'before' }
  const found = await rows({
    filter,
    window: since(days),
    compareTo,
    metrics: ['tool_error_rate', 'success_rate'],
    groupBy: ['tool'],
    sort: { by: 'tool_error_rate' },
  })
  const broken = found.filter(row => row.chance === 'significant' && row.metric === 'tool_error_rate')
  expect(broken.map(row => row.tool)).toEqual([tool])
  expect(broken[0]!.difference).toBeGreaterThan(0.35)
  const success = found.find(row => row.tool === tool && row.metric === 'success_rate')!
  expect(success).toMatchObject({ chance: 'significant' })
  expect(success.difference).toBeLessThan(-0.3)
  expect(
    (await rows({ filter, window: since(days), groupBy: ['tool_error'], minCount: 5 })).map(row => row.tool_error),
  ).toContain(`${tool}: external_server`)
})

test('clinic: the second version helps more callers in shorter calls', async () => {
  const [first, second] = agent('Clinic').versions
  const filter = { version_id: second.version_id }
  const compareTo = { filter: { version_id: first.version_id }, label: 'first version' }
  const found = await rows({ filter, compareTo, metrics: ['success_rate', 'duration'] })
  const [success, average, median] = found
  expect(success).toMatchObject({ chance: 'significant', metric: 'success_rate' })
  expect(success!.difference).toBeGreaterThan(0.2)
  expect(average).toMatchObject({ chance: 'significant', metric: 'duration', stat: 'avg' })
  expect(Number(median!.value) / Number(median!.other)).toBeLessThan(0.85)
})

test('energy: one reason to call grows week by week, and is seldom dealt with', async () => {
  const filter = { agent_id: agent('Billing').agent_id }
  const reason = 'data:contact_reason' as const
  const { growsSinceDaysAgo: days } = STORIES.energy
  const window = { ...since(days), beforeUnix: daysAgo(0) }
  const weekly = await rows({ filter, window, metrics: ['count', 'success_rate'], groupBy: [reason, 'week'] })
  const asked = weekly.filter(row => row[reason] === 'advance payment')
  const counts = asked.map(row => Number(row.count))
  expect(counts).toEqual([...counts].sort((a, b) => b - a))
  expect(asked[0]!.success_rate).toBeLessThan(0.2)
  const compareTo = { filter, window: until(days), label: 'before' }
  const found = await rows({
    filter,
    window,
    compareTo,
    metrics: ['portion'],
    groupBy: [reason],
    sort: { by: 'portion' },
  })
  expect(found[0]).toMatchObject({ [reason]: 'advance payment', chance: 'significant' })
})

test('parcels: weekday mornings are slow, and callers notice', async () => {
  const filter = { agent_id: agent('Parcel Tracking').agent_id }
  const { timezone: zone, slowFromHour, slowToHour } = STORIES.parcels
  const metrics = ['count', 'felt_latency', 'frustration', 'repetition_rate'] as const
  const hours = await rows({ filter, zone, metrics, groupBy: ['hour_of_day'], minCount: 3 })
  const isSlow = (row: (typeof hours)[number]) =>
    Number(row.hour_of_day) >= slowFromHour && Number(row.hour_of_day) < slowToHour
  for (const row of hours) {
    expect(Number(row.felt_latency_p50) > 2.5).toBe(isSlow(row))
    expect(Number(row.frustration_avg) > 0.25).toBe(isSlow(row))
    expect(Number(row.repetition_rate) > 0.02).toBe(isSlow(row))
  }
  expect(hours.filter(isSlow)).toHaveLength(slowToHour - slowFromHour)
})

test('depot: the former agent has calls until it was retired', async () => {
  const filter = { agent_id: agent('Depot Line').agent_id }
  const weeks = await rows({ filter, groupBy: ['week'], knownUntil: NOW, window: since(60) })
  const retired = new Date(daysAgo(STORIES.depot.retiredDaysAgo) * 1000).toISOString().slice(0, 10)
  const [with_, without] = [true, false].map(has =>
    weeks.filter(row => Number(row.count) > 0 === has).map(row => String(row.week)),
  )
  expect(with_!.length).toBeGreaterThan(2)
  expect(with_!.every(week => week < retired)).toBe(true)
  expect(without!.filter(week => week >= retired).length).toBeGreaterThan(4)
})

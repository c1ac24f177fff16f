import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GroupName, metricOf, STATS } from '../../src/analysis/index.ts'
import { runs } from '../support/runs.ts'
import { ALL_METRICS, check } from './check.ts'
import { factsOf } from './facts.ts'
import { NAIVE_GROUPS } from './naive-groups.ts'
import { randomCalls, ZONES } from './random-calls.ts'
import { archiveOf, ask } from './world.ts'

const question = fc.record({
  metrics: fc.uniqueArray(fc.constantFrom(...ALL_METRICS), { minLength: 1, maxLength: 8 }),
  groupBy: fc.uniqueArray(fc.constantFrom(...(NAIVE_GROUPS as GroupName[])), { maxLength: 3 }),
  zone: fc.constantFrom(...ZONES),
})

test('any question about any calls has the answer that loops over the JSON give', async () => {
  await fc.assert(
    fc.asyncProperty(randomCalls, fc.array(question, { minLength: 6, maxLength: 6 }), async (bodies, questions) => {
      const archive = await archiveOf(bodies)
      try {
        const facts = factsOf(bodies)
        for (const { metrics, groupBy, zone } of questions)
          await check(archive, facts, ['count', ...metrics.filter(name => name !== 'count')], groupBy, zone)
      } finally {
        await archive.close()
      }
    }),
    { numRuns: runs(25) },
  )
})

test('rows of a group that does not overlap add up to all calls', async () => {
  const single = fc.constantFrom<GroupName>(
    'agent',
    'outcome',
    'day',
    'weekday',
    'hour',
    'user',
    'rating',
    'data:items',
  )
  await fc.assert(
    fc.asyncProperty(
      randomCalls,
      fc.array(single, { minLength: 4, maxLength: 4 }),
      fc.constantFrom(...ZONES),
      async (bodies, groups, zone) => {
        const archive = await archiveOf(bodies)
        for (const group of groups) {
          const { table } = await ask(archive, { groupBy: [group], zone, limit: 10_000 })
          const counts = table.rows.map(row => Number(row[1]))
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(bodies.length)
        }
        await archive.close()
      },
    ),
    { numRuns: runs(12) },
  )
})

test('a question is answered the same whatever else it asks', async () => {
  await fc.assert(
    fc.asyncProperty(randomCalls, question, async (bodies, { metrics, groupBy, zone }) => {
      const archive = await archiveOf(bodies)
      const together = await ask(archive, { metrics, groupBy, zone, limit: 10_000 })
      for (const name of metrics) {
        const alone = await ask(archive, { metrics: [name], groupBy, zone, limit: 10_000 })
        const cells = (answer: typeof alone) => {
          const places = STATS[metricOf(name).form].map(stat =>
            answer.table.columns.findIndex(one => one.metric === name && one.stat === stat),
          )
          return answer.table.rows.map(row => places.map(place => row[place]))
        }
        expect(cells(alone)).toEqual(cells(together))
      }
      await archive.close()
    }),
    { numRuns: runs(12) },
  )
})

test('shares are between 0 and 1, intervals hold their values, percentiles ascend', async () => {
  await fc.assert(
    fc.asyncProperty(randomCalls, async bodies => {
      const archive = await archiveOf(bodies)
      const { table } = await ask(archive, { metrics: ALL_METRICS, groupBy: ['agent'] })
      for (const row of table.rows) {
        for (const name of ALL_METRICS) {
          const of = (stat: string) =>
            (row[table.columns.findIndex(one => one.metric === name && one.stat === stat)] ?? null) as number | null
          const [value, low, high] = [of('value'), of('low'), of('high')]
          if (metricOf(name).unit === 'share' && value !== null) expect(value >= 0 && value <= 1).toBe(true)
          if (low !== null && high !== null && value !== null) expect(low <= value && value <= high).toBe(true)
          const ascending = ['min', 'p50', 'p90', 'p95', 'p99', 'max'].map(of).filter(number => number !== null)
          expect(ascending).toEqual([...ascending].sort((a, b) => a - b))
        }
      }
      await archive.close()
    }),
    { numRuns: runs(12) },
  )
})

import { expect } from 'vitest'
import { type Analysis, type GroupName, METRICS, type MetricName, metricOf, STATS } from '../../src/analysis/index.ts'
import type { Archive } from '../../src/archive/archive.ts'
import type { Fact } from './facts.ts'
import { naiveRows } from './naive-groups.ts'
import { NAIVE } from './naive-metrics.ts'
import { ask } from './world.ts'

export const ALL_METRICS = [...Object.keys(METRICS), 'data:items'] as MetricName[]

/** What naive loops do not compute. */
const UNCHECKED: Record<string, string[]> = { cost_per_success: ['low', 'high'] }

/** Percentiles that no summary has by itself. */
const OTHERS = ['p2.5', 'p75', 'p99.9'] as const

/** Asks the archive, and compares every number of the answer with naive loops over the facts. */
export async function check(
  archive: Archive,
  facts: Fact[],
  metrics: MetricName[],
  groupBy: GroupName[],
  zone = 'UTC',
): Promise<Analysis> {
  const answer = await ask(archive, {
    metrics,
    groupBy,
    zone,
    limit: 100_000,
    percentiles: OTHERS.map(name => Number(name.slice(1))),
  })
  const naive = NAIVE(facts)
  const rows = naiveRows(facts, groupBy, zone)
  const seen = answer.table.rows.filter(row => rows.has(JSON.stringify(row.slice(0, groupBy.length))))
  expect(new Set(seen.map(row => JSON.stringify(row.slice(0, groupBy.length)))).size).toBe(rows.size)
  // Others are there only to leave no holes between times.
  const empty = answer.table.rows.filter(row => !seen.includes(row))
  const counts = answer.table.columns.findIndex(({ name }) => name === 'count')
  expect(empty.filter(row => row[counts] !== 0)).toEqual([])
  for (const row of [...seen, ...answer.total]) {
    const isTotal = answer.total.includes(row)
    const key = JSON.stringify(row.slice(0, groupBy.length))
    const calls = isTotal ? facts : rows.get(key)!
    for (const name of metrics) {
      const expected = naive[name as keyof typeof naive](calls, facts)
      for (const stat of [...STATS[metricOf(name).form], ...(metricOf(name).form === 'number' ? OTHERS : [])]) {
        if (UNCHECKED[name]?.includes(stat)) continue
        const column = answer.table.columns.findIndex(one => one.metric === name && one.stat === stat)
        expectClose(row[column], expected[stat], { name, stat, key: isTotal ? 'total' : key })
      }
    }
  }
  return answer
}

function expectClose(found: unknown, expected: unknown, where: object): void {
  const isClose =
    typeof found === 'number' && typeof expected === 'number'
      ? // Latencies are read in whole nanoseconds.
        Math.abs(found - expected) <= 1e-7 + 1e-9 * Math.abs(expected)
      : found === expected
  if (!isClose) expect({ ...where, found }).toEqual({ ...where, found: expected })
}

// @module-tag more
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type GroupName, type MetricName, metricOf } from '../../src/analysis/index.ts'
import type { Archive } from '../../src/archive/archive.ts'
import type { Json } from '../../src/demo/world.ts'
import { ALL_RUNS, firstOf, MORE, some } from '../support/runs.ts'
import { everyNth, sample } from '../support/sample.ts'
import { ALL_METRICS, check } from './check.ts'
import { type Fact, factsOf } from './facts.ts'
import { NAIVE_GROUPS } from './naive-groups.ts'
import { archiveOf } from './world.ts'

const file = join(process.env.CONVERSATIONS_CORPUS ?? '', 'airline.jsonl')
const hasCorpus = Boolean(process.env.CONVERSATIONS_CORPUS) && existsSync(file)
const corpus = (): Json[] => {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter(Boolean).map((line): Json => JSON.parse(line))
}

const WORLDS = [
  { name: 'the sample calls', when: {}, load: () => (ALL_RUNS ? sample.conversations : everyNth(8)) },
  ...(hasCorpus ? [{ name: 'the airline corpus', when: MORE, load: corpus }] : []),
]

const SINGLE = NAIVE_GROUPS.map((name): GroupName[] => [name as GroupName])
const SEVERAL: GroupName[][] = [
  ['agent', 'version', 'outcome'],
  ['tool', 'tool_error'],
  ['tool', 'criterion_result', 'tag'],
  ['weekday', 'hour_of_day', 'agent'],
  ['data_field', 'language', 'month'],
]

/** Whether each call has one number or none, so that those with and those without are all calls. */
function isPerCall(name: MetricName): boolean {
  const { form, reading } = metricOf(name)
  return form === 'portion' || (['rate', 'number'].includes(form) && reading !== undefined && 'value' in reading)
}

for (const { name, when, load } of WORLDS)
  describe(name, when, () => {
    let archive: Archive
    let facts: Fact[]
    beforeAll(async () => {
      const bodies = load()
      facts = factsOf(bodies)
      archive = await archiveOf(bodies)
      return () => archive.close()
    })

    test('every metric is what loops over the JSON make of it', async () => {
      const answer = await check(archive, facts, ALL_METRICS, [])
      expect(answer.table.rows).toHaveLength(1)
      expect(answer.selected).toEqual({ calls: facts.length, undecided: 0, withoutDetail: 0 })
    })

    const groups = [...some(SEVERAL, 3), ...some(SINGLE, 3)].map(groupBy => ({ by: groupBy.join(' and '), groupBy }))
    for (const [when, part] of firstOf(groups, 6))
      test.each(part)('by $by, too', when, async one => {
        await check(archive, facts, ALL_METRICS, one.groupBy, 'America/New_York')
      })

    test('whatever a metric does not count, it says', async () => {
      const { metrics, table } = await check(archive, facts, ALL_METRICS, [])
      for (const { name, leftOut } of metrics) {
        const calls = leftOut.filter(({ of }) => of === 'calls').reduce((sum, { count }) => sum + count, 0)
        const counted = table.columns.findIndex(column => column.metric === name && column.stat === 'n')
        const n = Number(table.rows[0]![counted])
        const isOfCalls = !leftOut.some(({ of }) => of !== 'calls') && isPerCall(name)
        if (isOfCalls) expect({ name, calls: n + calls }).toEqual({ name, calls: facts.length })
        expect(leftOut.filter(({ count, reason }) => count <= 0 || reason === '')).toEqual([])
      }
    })
  })

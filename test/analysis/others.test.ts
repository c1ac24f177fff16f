import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GroupName, MetricName } from '../../src/analysis/index.ts'
import type { Archive } from '../../src/archive/archive.ts'
import { everyNth } from '../support/sample.ts'
import { type Fact, factsOf } from './facts.ts'
import { naiveRows } from './naive-groups.ts'
import { NAIVE } from './naive-metrics.ts'
import { archiveOf, ask } from './world.ts'

/* What is in the groups that are not shown, as a row of its own: each call once, by naive loops over the facts. */

let archive: Archive
let facts: Fact[]
beforeAll(async () => {
  const bodies = everyNth(6)
  facts = factsOf(bodies)
  archive = await archiveOf(bodies)
})
afterAll(() => archive.close())

const METRICS: MetricName[] = [
  'count',
  'portion',
  'success_rate',
  'unique_callers',
  'duration',
  'cost',
  'interruption_rate',
]

const GROUPS: GroupName[] = [
  'agent',
  'user',
  'day',
  'weekday',
  'rating',
  'model',
  'data:items',
  'tool',
  'tag',
  'tool_error',
]
/** What leaves rows out, given how many calls the largest group has. */
const LEAVING_OUT: Record<string, (largest: number) => { limit: number } | { minCount: number }> = {
  'beyond a limit': () => ({ limit: 2 }),
  'below a count': largest => ({ minCount: largest }),
}

test.each(GROUPS.flatMap(name => Object.keys(LEAVING_OUT).map(way => [name, way] as const)))(
  'by %s, what is %s',
  async (name, way) => {
    const leavingOut = LEAVING_OUT[way]!
    const isSeveral = ['tool', 'tag', 'tool_error'].includes(name)
    const rows = naiveRows(facts, [name], 'UTC')
    const largest = Math.max(...[...rows].filter(([key]) => key !== '[null]').map(([, of]) => of.length))
    const { table, total, others } = await ask(archive, { metrics: METRICS, groupBy: [name], ...leavingOut(largest) })
    const shown = new Set(table.rows.map(([value]) => JSON.stringify([value])))
    const hidden = [...rows].filter(([key]) => !shown.has(key))
    if (hidden.length === 0) return expect(others).toBeNull()
    if (isSeveral || way === 'beyond a limit') expect(hidden.some(([key]) => key === '[null]')).toBe(false)
    const rest = facts.filter(({ body }) =>
      hidden.some(([, of]) => of.some(fact => fact.body.conversation_id === body.conversation_id)),
    )
    const naive = Object.fromEntries(METRICS.map(metric => [metric, NAIVE(facts)[metric as 'count'](rest, facts)]))
    for (const [at, { metric, stat }] of table.columns.entries()) {
      if (metric === undefined || stat === undefined) continue
      const [found, expected] = [others![at], naive[metric]![stat]]
      if (typeof expected === 'number') expect(found, `${metric} ${stat}`).toBeCloseTo(expected, 6)
      else expect(found, `${metric} ${stat}`).toBe(expected)
    }
    // Where a call is in one row, rows add up to all calls.
    const counts = [...table.rows, others!].map(row => Number(row[1]))
    if (!isSeveral) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total[0]![1])
  },
)

test('of tool calls only those of the tools that are not shown', async () => {
  const question = { metrics: ['tool_calls', 'tool_error_rate'] as MetricName[], groupBy: ['tool'] as GroupName[] }
  const all = await ask(archive, question)
  const { table, others } = await ask(archive, { ...question, limit: 1 })
  const column = (name: string) => table.columns.findIndex(one => one.name === name)
  const sums = (name: string) => all.table.rows.map(row => Number(row[column(name)] ?? 0))
  for (const name of ['tool_calls_sum', 'tool_error_rate_k', 'tool_error_rate_n']) {
    const [first, ...rest] = sums(name)
    expect(others![column(name)]).toBe(rest.reduce((sum, one) => sum + one, 0))
    expect(table.rows[0]![column(name)]).toBe(first)
  }
})

test('values that count as the same are not among the others', async () => {
  const whole = await ask(archive, { metrics: ['count'], groupBy: ['data:contact_reason'] })
  const { table, others } = await ask(archive, { metrics: ['count'], groupBy: ['data:contact_reason'], limit: 1 })
  const counts = whole.table.rows.map(([, count]) => Number(count))
  const none = table.rows.slice(1).map(([, count]) => Number(count))
  expect(Number(others![1])).toBe([...counts.slice(1), ...none.map(count => -count)].reduce((sum, one) => sum + one, 0))
})

test('there are none where all rows are shown, in a comparison, or of several groups', async () => {
  expect((await ask(archive, { groupBy: ['agent'] })).others).toBeNull()
  expect((await ask(archive, { groupBy: ['agent', 'outcome'], limit: 1 })).others).toBeNull()
  const compareTo = { filter: {}, window: undefined, label: 'all' }
  expect((await ask(archive, { groupBy: ['agent'], limit: 1, compareTo })).others).toBeNull()
})

// @module-tag more
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GroupName, MetricName } from '../../src/analysis/index.ts'
import type { Archive } from '../../src/archive/archive.ts'
import type { Json } from '../../src/demo/world.ts'
import { add } from '../search/filled.ts'
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

/** Of several groups only where a call has one value of each. */
const GROUPED: GroupName[][] = [
  ...GROUPS.map(name => [name]),
  ['agent', 'outcome'],
  ['week', 'agent'],
  ['data:items', 'rating'],
  ['language', 'model', 'day'],
]

test.each(GROUPED.flatMap(names => Object.keys(LEAVING_OUT).map(way => [names, way] as const)))(
  'by %s, what is %s',
  async (names, way) => {
    const leavingOut = LEAVING_OUT[way]!
    const isSeveral = ['tool', 'tag', 'tool_error'].includes(names[0]!)
    const rows = naiveRows(facts, names, 'UTC')
    const isNone = (key: string): boolean => JSON.parse(key).every((value: unknown) => value === null)
    const largest = Math.max(...[...rows].filter(([key]) => !isNone(key)).map(([, of]) => of.length))
    const { table, total, others } = await ask(archive, { metrics: METRICS, groupBy: names, ...leavingOut(largest) })
    const shown = new Set(table.rows.map(row => JSON.stringify(row.slice(0, names.length))))
    const hidden = [...rows].filter(([key]) => !shown.has(key))
    if (hidden.length === 0) return expect(others).toBeNull()
    if (isSeveral || way === 'beyond a limit') expect(hidden.some(([key]) => isNone(key))).toBe(false)
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
    const counts = [...table.rows, others!].map(row => Number(row[names.length]))
    if (!isSeveral) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total[0]![names.length])
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

/** The archive, into which the next of these calls comes each time that it has been asked something. */
function growing(own: Archive, coming: Json[]): Archive {
  const read: Archive['read'] = async work => {
    const told = await own.read(work)
    await add(own, coming.splice(0, 1), 1000)
    return told
  }
  return new Proxy(own, { get: (target, name) => (name === 'read' ? read : Reflect.get(target, name, target)) })
}

test.each<[GroupName[], MetricName[]]>([
  [['agent'], ['count', 'success_rate']],
  [
    ['day', 'agent'],
    ['count', 'duration'],
  ],
  [['tool'], ['count', 'tool_calls']],
])('by %s, of %s: all is of one moment, whatever comes meanwhile', async (groupBy, metrics) => {
  const calls = everyNth(12)
  const before = calls.length - 10
  const question = { metrics, groupBy, limit: 2 }
  const own = await archiveOf(calls.slice(0, before))
  const found = await ask(growing(own, calls.slice(before)), question)
  expect(found.selected.calls).toBeLessThan(calls.length)
  const settled = await archiveOf(calls.slice(0, found.selected.calls))
  expect(found.others).not.toBeNull()
  expect(found).toEqual(await ask(settled, question))
  await Promise.all([own.close(), settled.close()])
})

test('there are none where all rows are shown, in a comparison, or of several groups that share calls', async () => {
  expect((await ask(archive, { groupBy: ['agent'] })).others).toBeNull()
  expect((await ask(archive, { groupBy: ['agent', 'tool'], limit: 1 })).others).toBeNull()
  const compareTo = { filter: {}, window: undefined, label: 'all' }
  expect((await ask(archive, { groupBy: ['agent'], limit: 1, compareTo })).others).toBeNull()
})

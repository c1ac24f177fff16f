import { type Sql, sql } from '../../archive/engine/sql.ts'
import type { Work } from '../../archive/engine/work.ts'
import { type Columns, type ReadColumn, readColumns } from '../../archive/read/columns.ts'
import type { KeySpace } from '../../archive/tally/key-space.ts'
import { type Row, type Sample, type Tally, tally } from '../../archive/tally/tally.ts'
import type { CallSelection } from '../../domain/filter.ts'
import { START } from '../define/group.ts'
import type { Form, Metric } from '../define/metric.ts'
import type { Repeats } from '../define/metrics/repeat-contact.ts'
import type { MetricName } from '../define/metrics.ts'
import type { End, Plan } from '../define/question.ts'
import { groupedSources, isMeasured, keyOf, measureOf } from './measures.ts'

const ID: ReadColumn = { sql: sql`c.id`, isList: false }
const NAME: ReadColumn = { sql: sql`c.conversation_id`, isList: false }

const MOST = 3

/** What each call tells, and what calls are named and put in order by. */
export interface EachCall {
  metrics: MetricName[]
  /** By our own id of a call, too. */
  tally: Tally
  named: Columns
}

/** Every call as a row of its own, for what is probed. @param where a condition on `conversations c` */
export function* readEach(
  where: Sql,
  window: CallSelection['window'],
  { groups, metrics, probes }: Plan,
  zone: string,
): Work<EachCall> {
  const probed = metrics.filter(({ name, metric }) => isMeasured(metric) && probes.some(probe => probe.metric === name))
  const sources = groupedSources(groups)
  return {
    metrics: probed.map(({ name }) => name),
    tally: yield* tally({
      ...{ where, window },
      keys: [...groups.map(({ group }) => keyOf(group, zone)), { value: ID.sql }],
      measures: probed.flatMap(
        ({ metric }) => measureOf(metric, sources, { needsValues: true, percentiles: [] }) ?? [],
      ),
    }),
    named: yield* readColumns(where, [ID, NAME, START]),
  }
}

/**
 * By row: the calls that pull the metric to that end, the strongest first, of equals the newest. Of a rate, those that
 * count against it; of numbers, the largest or the smallest.
 * @param rows of calls, the last value of the key being the call's id
 * @param measure the number of the metric's
 */
export function outliersOf(
  end: End,
  { form }: Metric,
  rows: readonly Row[],
  measure: number,
  named: Columns,
  repeats: Repeats,
  space: KeySpace,
): Map<number, string[]> {
  const [ids, names, starts] = [ID, NAME, START].map(column => named.cells(column)) as [number[], string[], number[]]
  const places = new Map(ids.map((id, place) => [id, place]))
  const pulls = rows.flatMap(({ key, samples }) => {
    const id = key.at(-1) as number
    const pull = form === 'callers' ? pullOfCaller(repeats.get(id), end) : pullOf(samples[measure]!, form, end)
    return pull === null ? [] : [{ pull, place: places.get(id)!, row: space.numberOf(key.slice(0, -1)) }]
  })
  pulls.sort((a, b) => b.pull - a.pull || (starts[b.place] ?? 0) - (starts[a.place] ?? 0) || b.place - a.place)
  const found = new Map<number, string[]>()
  for (const { row, place } of pulls) {
    const own = found.get(row) ?? []
    if (own.length < MOST) found.set(row, [...own, names[place]!])
  }
  return found
}

const pullOfCaller = (observed: number | string | undefined, end: End): number | null =>
  typeof observed === 'number' && observed % 2 === (end === 'high' ? 1 : 0) ? 1 : null

/** How strongly one call pulls; null: it does not. */
function pullOf({ values, sums }: Sample, form: Form, end: End): number | null {
  const isHigh = end === 'high'
  const { calls, k, n } = sums
  if (form === 'number') {
    if (values.length === 0) return null
    return values.reduce((most, one) => Math.max(most, isHigh ? one : -one), -Infinity)
  }
  if (calls === 0) return null
  switch (form) {
    case 'rate':
    case 'share':
      return (isHigh ? k : n - k) || null
    case 'ratio':
      return (isHigh ? 1 : -1) * (k / n)
    default:
      return (isHigh ? 1 : -1) * k
  }
}

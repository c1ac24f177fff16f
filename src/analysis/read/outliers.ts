import { sql } from '../../archive/engine/sql.ts'
import type { Columns, ReadColumn, Scalar } from '../../archive/read/columns.ts'
import { type Sample, samplesOf } from '../compute/samples.ts'
import { START } from '../define/group.ts'
import type { Form, Metric, Units } from '../define/metric.ts'
import type { Members } from './assign-groups.ts'
import type { Observation } from './observe.ts'

/** The end of a metric at which something is wrong. */
export type End = 'low' | 'high'

const NAME: ReadColumn = { sql: sql`c.conversation_id`, isList: false }
/** What calls are named and put in order by. */
export const OUTLIER_COLUMNS = [NAME, START]

const MOST = 3

/**
 * By row: the calls that pull the metric to that end, the strongest first, of equals the newest. Of a rate, those that
 * count against it; of numbers, the largest or the smallest. None where it is the calls themselves that count.
 */
export function outliersOf(
  end: End,
  metric: Metric,
  observations: readonly Observation[] | null,
  units: Units | null,
  members: Members,
  columns: Columns,
): Map<number, string[]> {
  const found = new Map<number, string[]>()
  if (observations === null) return found
  const [names, starts] = [columns.cells(NAME) as string[], columns.cells(START) as (number | null)[]]
  // Each call of each row as a row of its own.
  const pairs = members.rows.map((_, pair) => pair)
  const samples = samplesOf(metric, observations, units, { ...members, rows: pairs }, pairs.length)
  const pulls = samples.map(sample => pullOf(sample, metric.form, end))
  const byStrength = pairs.filter(pair => pulls[pair] !== null)
  byStrength.sort(
    (a, b) =>
      pulls[b]! - pulls[a]! ||
      (starts[members.calls[b]!] ?? 0) - (starts[members.calls[a]!] ?? 0) ||
      members.calls[b]! - members.calls[a]!,
  )
  for (const pair of byStrength) {
    const row = members.rows[pair]!
    const own = found.get(row) ?? []
    if (own.length < MOST) found.set(row, [...own, names[members.calls[pair]!] as Scalar as string])
  }
  return found
}

/** How strongly one call pulls; null: it does not. */
function pullOf({ values, parts }: Sample, form: Form, end: End): number | null {
  const isHigh = end === 'high'
  const [part] = parts
  const [value] = values
  switch (form) {
    case 'rate':
      return value === (isHigh ? 1 : 0) ? 1 : null
    case 'callers':
      return value !== undefined && value % 2 === (isHigh ? 1 : 0) ? 1 : null
    case 'share':
      return (part && (isHigh ? part.numerator : part.denominator - part.numerator)) || null
    case 'ratio':
      return part ? (isHigh ? 1 : -1) * (part.numerator / part.denominator) : null
    case 'price':
      return part ? (isHigh ? 1 : -1) * part.numerator : null
    default:
      if (value === undefined) return null
      return values.reduce((most, one) => Math.max(most, isHigh ? one : -one), -Infinity)
  }
}

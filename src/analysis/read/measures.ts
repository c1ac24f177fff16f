import { type Sql, sql } from '../../archive/engine/sql.ts'
import type { Key, Measure, Reading } from '../../archive/engine/tallying.ts'
import { offsetSeconds } from '../../domain/zone-offset.ts'
import type { Group } from '../define/group.ts'
import { type Form, isOfCallers, type Metric, type Source, type Units } from '../define/metric.ts'
import type { Plan } from '../define/question.ts'

/* What the archive is asked for, so that it can tell the numbers of metrics by groups. */

export const keyOf = ({ column, source, item, clock }: Group, zone: string): Key => ({
  value: item ?? column.sql,
  source,
  bucketOf: clock && (unix => clock.bucketOf(unix, offsetSeconds(unix, zone))),
})

/** Whether a metric has numbers; of others being there is all that counts. */
export const isMeasured = (metric: Metric): boolean => metric.reading !== undefined || isOfCallers(metric)

/**
 * null where being there is all that counts.
 * @param plan whether all values of numbers are needed, else which percentiles of them
 */
export function measureOf(
  metric: Metric,
  grouped: readonly Source[],
  { needsValues, percentiles }: Pick<Plan, 'needsValues' | 'percentiles'>,
): Measure | null {
  const leftOut = metric.leftOut.map(({ when }) => when)
  if (isOfCallers(metric)) return { leftOut, reading: { value: sql`c.id` }, keeps: 'values' }
  const reading = readingOf(metric, grouped)
  if (reading === null) return null
  if (metric.form === 'peak') return { leftOut, reading, keeps: 'values' }
  if (metric.form !== 'number') return { leftOut, reading, keeps: 'sums' }
  return { leftOut, reading, keeps: needsValues ? 'values' : 'summary', percentiles }
}

function readingOf({ form, reading, within }: Metric, grouped: readonly Source[]): Reading | null {
  if (within && grouped.includes(within.source)) return { units: within }
  if (!reading || !('denominator' in reading)) return reading ?? null
  return { ...reading, denominator: fitting(form, reading.numerator, reading.denominator) }
}

/** The API may count likes in ways of its own; most calls may add nothing below a price, that is what it is about. */
function fitting(form: Form, numerator: Sql, denominator: Sql): Sql {
  if (form === 'price') return denominator
  const isShare = form === 'share' ? sql` AND ${numerator} >= 0 AND ${numerator} <= ${denominator}` : sql``
  return sql`CASE WHEN ${denominator} > 0${isShare} THEN ${denominator} END`
}

/** The units that the metric's numbers come from; null where they are of the calls. */
export function unitsOf({ reading, within }: Metric, grouped: readonly Source[]): Units | null {
  if (within && grouped.includes(within.source)) return within
  return reading && 'units' in reading ? reading.units : null
}

/** What the question groups by of which calls have several. */
export const groupedSources = (groups: Plan['groups']): Source[] => groups.flatMap(({ group }) => group.source ?? [])

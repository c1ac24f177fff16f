import type { Database } from '../archive/database.ts'
import type { Metric } from './metric.ts'
import { observeRepeats } from './metrics/repeat-contact.ts'
import type { MetricName } from './metrics.ts'
import { type Observation, observe, unitsRead } from './observe.ts'
import type { Plan } from './question.ts'
import { type LeftOut, leftOutOf, type Sample, samplesOf } from './samples.ts'
import { type Side, sourcesOf } from './side.ts'

/** What the calls of one side tell for one metric. */
export interface Measured {
  name: MetricName
  metric: Metric
  /** By row. */
  samples: Sample[]
  /** Of all calls together, each counted once. */
  whole: Sample
  leftOut: LeftOut[]
  /** How many calls are in rows. */
  calls: number
}

/** One for each metric of the question. */
export function measure(db: Database, side: Side, plan: Plan, rows: number, knownUntil: number): Measured[] {
  const sources = sourcesOf(plan)
  const { columns, members, whole } = side
  return plan.metrics.map(({ name, metric }) => {
    const isOfCallers = metric.form === 'callers'
    const units = isOfCallers ? null : unitsRead(metric, sources)
    const observations: Observation[] | null = isOfCallers
      ? observeRepeats(db, columns, knownUntil)
      : observe(metric, columns, sources)
    return {
      ...{ name, metric, calls: whole.calls.length },
      samples: samplesOf(metric, observations, units, members, rows),
      whole: samplesOf(metric, observations, units, whole, 1)[0]!,
      leftOut: leftOutOf(metric, observations, units, whole),
    }
  })
}

/** Calls by row. */
export function countsOf({ members }: Side, rows: number): number[] {
  const counts = Array.from({ length: rows }, () => 0)
  for (const row of members.rows) counts[row]!++
  return counts
}

import type { Work } from '../../archive/engine/work.ts'
import type { Pieces } from '../../pieces.ts'
import { type LeftOut, leftOutOf, type Sample, samplesOf } from '../compute/samples.ts'
import type { Metric } from '../define/metric.ts'
import { observeRepeats } from '../define/metrics/repeat-contact.ts'
import type { MetricName } from '../define/metrics.ts'
import type { Plan } from '../define/question.ts'
import { type Observation, observe, unitsRead } from './observe.ts'
import { type ReadSelection, sourcesOf } from './read-selection.ts'

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

/** What callers did, where a metric asks: read before the first pause, after which the archive may hold more calls. */
export function* repeatsOf({ columns }: ReadSelection, { metrics }: Plan, knownUntil: number): Work<Repeats> {
  return metrics.some(({ metric }) => metric.form === 'callers') ? yield* observeRepeats(columns, knownUntil) : null
}

export type Repeats = Observation[] | null

/** One for each metric of the question, and a pause before each. */
export function* measure(side: ReadSelection, repeats: Repeats, plan: Plan, rows: number): Pieces<Measured[]> {
  const { members, whole } = side
  const all: Measured[] = []
  for (const { name, metric } of plan.metrics) {
    yield
    const { observations, units } = observed(metric, side, repeats, plan)
    yield
    all.push({
      ...{ name, metric, calls: whole.calls.length },
      samples: samplesOf(metric, observations, units, members, rows),
      whole: samplesOf(metric, observations, units, whole, 1)[0]!,
      leftOut: leftOutOf(metric, observations, units, whole),
    })
  }
  return all
}

/** What each call tells for the metric, and the units that its numbers come from. */
export function observed(metric: Metric, { columns }: ReadSelection, repeats: Repeats, plan: Plan) {
  const sources = sourcesOf(plan)
  if (metric.form === 'callers') return { observations: repeats, units: null }
  return { observations: observe(metric, columns, sources), units: unitsRead(metric, sources) }
}

/** Calls by row. */
export function countsOf({ members }: ReadSelection, rows: number): number[] {
  const counts = Array.from({ length: rows }, () => 0)
  for (const row of members.rows) counts[row]!++
  return counts
}

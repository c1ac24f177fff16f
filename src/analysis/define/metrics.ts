import { UserInputError } from '../../errors.ts'
import type { Metric } from './metric.ts'
import { COST } from './metrics/cost.ts'
import { COURSE } from './metrics/course.ts'
import { CROWD } from './metrics/crowd.ts'
import { LATENCY } from './metrics/latency.ts'
import { OUTCOMES } from './metrics/outcomes.ts'
import { dataMetric, RESULTS } from './metrics/results.ts'
import { TALK } from './metrics/talk.ts'

/** Every metric, under the one name that it has everywhere. */
export const METRICS = { ...OUTCOMES, ...CROWD, ...TALK, ...LATENCY, ...COURSE, ...RESULTS, ...COST } satisfies Record<
  string,
  Metric
>

/** `data:<field_id>` is the numbers collected for a data field. */
export type MetricName = keyof typeof METRICS | `data:${string}`

/** @throws UserInputError where there is none of that name */
export function metricOf(name: string): Metric {
  if (Object.hasOwn(METRICS, name)) return METRICS[name as keyof typeof METRICS]
  const field = /^data:(.+)$/s.exec(name)?.[1]
  if (field !== undefined) return dataMetric(field)
  throw new UserInputError(
    `Unknown metric ${JSON.stringify(name.slice(0, 60))}. Metrics: ${Object.keys(METRICS).join(', ')}, and data:<field_id>.`,
  )
}

import type { CallFilter } from '../../domain/filter.ts'
import { UserInputError } from '../../errors.ts'
import type { Metric } from './metric.ts'
import { COST } from './metrics/cost.ts'
import { COURSE } from './metrics/course.ts'
import { CROWD } from './metrics/crowd.ts'
import { LATENCY } from './metrics/latency.ts'
import { conditionMetric, OUTCOMES } from './metrics/outcomes.ts'
import { dataMetric, RESULTS } from './metrics/results.ts'
import { TALK } from './metrics/talk.ts'

/** Every metric, under the one name that it has everywhere. */
export const METRICS = { ...OUTCOMES, ...CROWD, ...TALK, ...LATENCY, ...COURSE, ...RESULTS, ...COST } satisfies Record<
  string,
  Metric
>

/** `data:<field_id>` is the numbers collected for a data field, `<filter>=<value>` in what share of calls it holds. */
export type MetricName = keyof typeof METRICS | `data:${string}` | `${string}=${string}`

/**
 * @param condition what `<filter>=<value>` stands for
 * @throws UserInputError where there is none of that name
 */
export function metricOf(name: string, condition: CallFilter = {}): Metric {
  if (Object.hasOwn(METRICS, name)) return METRICS[name as keyof typeof METRICS]
  const field = /^data:(.+)$/s.exec(name)?.[1]
  if (field !== undefined) return dataMetric(field)
  if (name.includes('=')) return conditionMetric(name, condition)
  throw new UserInputError(
    `Unknown metric ${JSON.stringify(name.slice(0, 60))}. Metrics: ${Object.keys(METRICS).join(', ')}, and data:<field_id>.`,
  )
}

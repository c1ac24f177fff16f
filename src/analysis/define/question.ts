import type { CallFilter, CallSelection } from '../../domain/filter.ts'
import { UserInputError } from '../../errors.ts'
import { hasStat, STATS, type Stat } from '../compute/estimates.ts'
import type { Group } from './group.ts'
import { type GroupName, groupOf } from './groups.ts'
import { type Metric, metricNeedsDetail } from './metric.ts'
import { REPEAT_WITHIN_SECS } from './metrics/repeat-contact.ts'
import { type MetricName, metricOf } from './metrics.ts'
import { TOPICS } from './units.ts'

export interface Question extends CallSelection {
  /** Of days, weeks and hours. */
  zone: string
  metrics: readonly MetricName[]
  /** At most three. */
  groupBy: readonly GroupName[]
  sort?: Sort
  /** Of all numbers, beside the usual ones: 0 to 100, neither of both included. */
  percentiles?: readonly number[]
  /** Rows. */
  limit?: number
  /** Rows of fewer calls, of both selections together, are left out. */
  minCount?: number
  /** Also how often which values of numbers are; not in comparisons. */
  histogram?: boolean
  compareTo?: CallSelection & { label: string }
  /** Of values that have one: when they began, Unix seconds. */
  began?: ReadonlyMap<string, number>
  /** Unix seconds: calls that started before are in the archive. The newest call's start where missing. */
  knownUntil?: number
  /** What names such as `tool_names=refund` among metrics and groups select. */
  conditions?: Readonly<Record<string, CallFilter>>
  /** Numbers of the question that something is decided by; not in comparisons. */
  probes?: readonly Probe[]
}

/** The end of a metric at which something is wrong. */
export type End = 'low' | 'high'

/** One number of a metric, and the end at which something would be wrong: there calls are named. */
export interface Probe {
  metric: MetricName
  stat: Stat
  end: End
}

export interface Sort {
  /** A group or a metric of the question (of one name, the group), or `count`. In a comparison: a metric's difference. */
  by: string
  /** Of a metric; the value, or the average of numbers, where missing. */
  stat?: Stat
  /** Metrics: the largest first where missing; groups: in their own order. */
  order?: 'asc' | 'desc'
}

/** A question with what its names stand for. */
export interface Plan {
  metrics: { name: MetricName; metric: Metric }[]
  groups: { name: GroupName; group: Group }[]
  probes: readonly Probe[]
  percentiles: readonly number[]
  /** All values of numbers are needed: what is asked of them is made of them all, or rows of several keys become one. */
  needsValues: boolean
}

const MAX_GROUPS = 3

/** @throws UserInputError for names that do not exist, or are of no use together */
export function planOf(question: Question): Plan {
  const { metrics, groupBy, sort, compareTo, histogram = false, probes = [], percentiles = [], conditions } = question
  if (metrics.length === 0) throw new UserInputError('Give at least one metric, such as count or success_rate.')
  if (groupBy.length > MAX_GROUPS) throw new UserInputError(`group_by takes at most ${MAX_GROUPS} groups.`)
  const twice = [...repeated(metrics), ...repeated(groupBy)][0]
  if (twice !== undefined) throw new UserInputError(`${twice} is given twice.`)
  const sortable = new Set<string>(['count', ...metrics, ...groupBy])
  if (sort && !sortable.has(sort.by)) {
    const wrong = JSON.stringify(sort.by.slice(0, 60))
    throw new UserInputError(`Rows cannot be sorted by ${wrong}. Sort by one of ${[...sortable].join(', ')}.`)
  }
  const groups = groupBy.map(name => ({ name, group: groupOf(name, conditions?.[name]) }))
  const plan = {
    metrics: metrics.map(name => ({ name, metric: metricOf(name, conditions?.[name]) })),
    ...{ groups, probes, percentiles },
    needsValues: histogram || compareTo !== undefined || probes.length > 0 || groups.some(({ group }) => group.unify),
  }
  const sorting = plan.metrics.find(({ name }) => name === sort?.by)
  if (sorting && sort?.stat && !hasStat(sorting.metric.form, sort.stat)) {
    throw new UserInputError(`${sort.by} has no ${sort.stat}. It has ${STATS[sorting.metric.form].join(', ')}.`)
  }
  return plan
}

const repeated = (names: readonly string[]): string[] => names.filter((name, at) => names.indexOf(name) !== at)

/** What the archive must hold, beside the list of the calls that are selected. */
export interface Needs {
  /** The details of the calls. */
  details: boolean
  /** Walks with `topic_ids`, one for each topic. */
  topics: boolean
  /** Seconds after the window in which calls count, too. */
  laterSecs: number
}

/** @throws UserInputError as `planOf` */
export function needsOf(question: Question): Needs {
  const { metrics, groups } = planOf(question)
  return {
    details: metrics.some(({ metric }) => metricNeedsDetail(metric)) || groups.some(({ group }) => group.needsDetail),
    topics: groups.some(({ group }) => group.source === TOPICS),
    laterSecs: metrics.some(({ metric }) => metric.form === 'callers') ? REPEAT_WITHIN_SECS : 0,
  }
}

import { GROUP_NAMES, METRIC_NAMES } from '../../analysis/define/names.ts'
import type { Form, GroupName, MetricName, Sort, Stat } from '../../analysis/index.ts'
import { UserInputError } from '../../errors.ts'
import { quote } from '../../render/quote.ts'
import { shortText } from '../../render/text.ts'
import { ALLOWED, unknownName } from '../arguments.ts'
import { isPrevious } from '../compare-to.ts'
import { groupOfFilter } from '../filter-words.ts'
import { isPreviousVersion } from '../versions/previous.ts'
import { isCondition } from './conditions.ts'
import type { AnalyzeInput } from './schema.ts'

/** Loaded when the first question is asked, not when the server starts. */
export type Engine = typeof import('../../analysis/index.ts')

/** What is asked for, by the names of the engine. */
export interface Asked {
  metrics: MetricName[]
  groupBy: GroupName[]
  sort: Sort | undefined
  /** Rows; undefined: as many as there are. */
  limit: number | undefined
  /** Of metrics that are numbers: what is shown. */
  shown: Map<MetricName, Set<Stat>>
  /** Those that are shown. */
  percentiles: number[]
}

/** Whose sums people ask for. */
const OF_COST: readonly Stat[] = ['n', 'sum', 'share', 'avg', 'p50', 'p95']
/** Ten numbers per row are more than anybody reads: where there are many rows, these show position and spread. */
const OF_MANY_ROWS: readonly Stat[] = ['n', 'avg', 'p50', 'p95', 'max']
/** Only of these the engine knows how much chance there is. */
const COMPARED: readonly Stat[] = ['avg', 'p50', 'p95']

/** Rows that are worth their tokens; but a chart of times has no end missing. */
const USUAL_LIMIT = 50

/** @throws UserInputError for what does not exist, with the nearest that does */
export function askedOf(request: AnalyzeInput, engine: Engine): Asked {
  const { compare_to, histogram } = request
  const isCompared = compare_to !== undefined
  const problems: string[] = []
  const groupBy = [...new Set(allOf(apart(request.group_by ?? []), groupName, problems))]
  const named = allOf(apart(request.metrics), text => namedOf(text, engine), problems)
  if (problems.length > 0) throw new UserInputError(problems.join('\n'))
  // Alone, it is all of the sum.
  const ofOneRow = engine.STATS.number.filter(stat => stat !== 'share')
  const usual = (name: MetricName): readonly Stat[] => {
    if (compare_to) return COMPARED
    if (groupBy.length === 0) return ofOneRow
    return ['credits', 'USD'].includes(engine.metricOf(name).unit) ? OF_COST : OF_MANY_ROWS
  }
  const shown: Asked['shown'] = new Map()
  const show = ({ name, stat }: Named, stats: readonly Stat[]): void => {
    const { form } = engine.metricOf(name)
    const isNumber = isCompared && form === 'number'
    const isKnown = (one: Stat) =>
      isNumber ? one === 'avg' || engine.percentileOf(one) !== null : engine.hasStat(form, one)
    if (stat !== undefined && !isKnown(stat)) {
      const known = isNumber ? `avg and any percentile, such as p50, p95` : statNames(form, engine)
      throw new UserInputError(`${quote(name)} has no ${stat}${isNumber ? ' in a comparison' : ''}. It has ${known}.`)
    }
    if (form === 'number') shown.set(name, new Set([...(shown.get(name) ?? []), ...stats]))
  }
  for (const one of named) show(one, one.stat === undefined ? usual(one.name) : ['n', one.stat])
  const metrics = [...new Set(named.map(({ name }) => name))]
  const sort =
    request.sort === undefined ? undefined : sortOf(request.sort, { metrics, groupBy, shown, isCompared }, engine)
  if (sort?.stat !== undefined) show({ name: sort.by as MetricName, stat: sort.stat }, [sort.stat])
  if (compare_to?.some(isPrevious)) refuseMoments(groupBy, engine)
  if (compare_to?.some(isPreviousVersion) && groupBy.includes('version')) {
    throw new UserInputError('No version is on both sides of previous_version: group by agent, or omit compare_to.')
  }
  if (histogram && compare_to)
    throw new UserInputError('histogram cannot be combined with compare_to; use one of them.')
  if (histogram && shown.size === 0) throw new UserInputError('histogram needs a numeric metric, such as duration.')
  const isOfTimes = groupBy.length === 1 && engine.groupOf(groupBy[0]!).clock !== undefined
  const stats = new Set([...shown.values()].flatMap(own => [...own]))
  const percentiles = [...stats].flatMap(stat => engine.percentileOf(stat) ?? [])
  return {
    metrics,
    groupBy,
    sort,
    shown,
    percentiles,
    limit: request.page_size ?? (isOfTimes ? undefined : USUAL_LIMIT),
  }
}

/** No day of a period is in the one before: every row would have one side only. */
function refuseMoments(groupBy: readonly GroupName[], { groupOf }: Engine): void {
  const moment = groupBy.find(name => groupOf(name).clock?.next)
  if (moment === undefined) return
  throw new UserInputError(
    `No ${moment} is in both periods: group by weekday or hour_of_day, or omit compare_to and compare the rows.`,
  )
}

interface Named {
  name: MetricName
  stat?: Stat | undefined
}

/** At a terminal a list comes as one text, too; words and values may have commas of their own. */
const apart = (names: readonly string[]): string[] =>
  names.flatMap(name => (isCondition(name) ? [name] : name.split(',')).map(part => part.trim())).filter(Boolean)

/** What each name stands for; of all that are wrong, what is wrong is told at once. */
function allOf<T>(names: readonly string[], read: (name: string) => T, problems: string[]): T[] {
  return names.flatMap(name => {
    try {
      return [read(name)]
    } catch (error) {
      if (!(error instanceof UserInputError)) throw error
      // All that is allowed is told once.
      const isTold = problems.some(problem => problem.includes(ALLOWED))
      problems.push(isTold ? error.message.split(ALLOWED)[0]! : error.message)
      return []
    }
  })
}

const OWN_FIELD = 'data:<field_id>'
const SAID = 'said:<words>'
const CONDITION = '<filter>=<value>'
/** A name with hidden characters is no id. */
const isField = (name: string): name is `data:${string}` => /^data:./.test(name) && shortText(name) === name
const isMetric = (name: string): name is MetricName =>
  (METRIC_NAMES as readonly string[]).includes(name) || isField(name) || isCondition(name)
const isSaid = (name: string): name is `said:${string}` => /^said:./.test(name)
const isGroup = (name: string): name is GroupName =>
  (GROUP_NAMES as readonly string[]).includes(name) || isField(name) || isSaid(name) || isCondition(name)

function groupName(name: string): GroupName {
  if (isGroup(name)) return name
  const ours = groupOfFilter(name) ?? OTHER_GROUPS.get(name.toLowerCase())
  if (ours) throw new UserInputError(`Unknown group in group_by ${quote(name)}. Use "${ours}" instead.`)
  throw new UserInputError(
    unknownName('group in group_by', name, GROUP_NAMES, [...GROUP_NAMES, OWN_FIELD, SAID, CONDITION]),
  )
}

/** `duration`, or `duration.p95`. @throws UserInputError with the nearest name */
export function namedOf(text: string, engine: Engine): Named {
  const named = split(text, engine)
  if (isMetric(named.name)) return named as Named
  const base = text.slice(0, text.lastIndexOf('.'))
  if (isMetric(base))
    throw new UserInputError(`${quote(text)}: ${base} has ${statNames(engine.metricOf(base).form, engine)}.`)
  const ours = Object.hasOwn(TRADE_NAMES, named.name.toLowerCase()) ? TRADE_NAMES[named.name.toLowerCase()]! : null
  if (ours)
    throw new UserInputError(
      `Unknown metric ${quote(text)}. Use ${ours.map(name => quote(name)).join(' or ')} instead.`,
    )
  throw new UserInputError(unknownName('metric', named.name, METRIC_NAMES, [...METRIC_NAMES, OWN_FIELD, CONDITION]))
}

const same = <T>(names: readonly string[], value: T): Record<string, T> =>
  Object.fromEntries(names.map(name => [name, value]))

/** What the trade calls some metrics, in letters so unlike that no nearest name would be right. */
const TRADE_NAMES: Record<string, readonly string[]> = {
  escalation_rate: ['handoff_rate', 'transfer_rate'],
  resolution_rate: ['success_rate'],
  failure_rate: ['success_rate'],
  ...same(['fcr', 'first_contact_resolution'], ['success_rate', 'repeat_contact_rate']),
  ...same(['handle_time', 'average_handle_time', 'aht'], ['duration']),
  minutes: ['duration.sum'],
  ...same(['volume', 'calls'], ['count']),
  latency: ['felt_latency', 'tool_latency'],
  response_time: ['felt_latency'],
  service_level: ['slow_turn_rate'],
  ...same(['abandonment_rate', 'hangup_rate'], ['early_end_rate']),
  hold_time: ['queue_wait'],
  talk_time: ['agent_speaking_time', 'caller_speaking_time'],
  ...same(['csat', 'nps'], ['rating']),
}

/** What people group by under other names, in letters as unlike. */
const OTHER_GROUPS = new Map<string, GroupName>([
  ['date', 'day'],
  ['duration', 'call_duration_min_secs=300'],
  ['tool_calls', 'tool'],
  ['llm', 'model'],
  ['weekend', 'weekday'],
  ['termination_reason', 'ending_text'],
  ['phone_number', 'caller'],
])

/** What a metric tells, for messages. */
export const statNames = (form: Form, { STATS }: Engine): string =>
  STATS[form].join(', ') + (form === 'number' ? ', or any percentile between, such as p75 or p99.5' : '')

/** What others call a statistic. */
const OTHER_STATS: Record<string, Stat> = { mean: 'avg', average: 'avg', median: 'p50', total: 'sum' }

/** What stands behind the last point (of p99.5, the one before) is a statistic, where there is one of that name. */
function split(text: string, { STATS, percentileOf }: Engine): { name: string; stat?: Stat } {
  const [, name = '', written = ''] = /^(.+?)\.(p\d+\.\d+|[^.]+)$/s.exec(text) ?? []
  const last = Object.hasOwn(OTHER_STATS, written) ? OTHER_STATS[written]! : written
  const stat = (Object.values(STATS).flat() as string[]).includes(last) || percentileOf(last) !== null
  return stat ? { name, stat: last as Stat } : { name: text }
}

/** `count`, `duration.p95 asc`; `-count` is `count desc`, as in many query languages. */
function sortOf(
  text: string,
  { metrics, groupBy, shown, isCompared }: Pick<Asked, 'metrics' | 'groupBy' | 'shown'> & { isCompared: boolean },
  engine: Engine,
): Sort {
  const [, minus, written = '', word] = /^(-?)(.*?)(?:\s+(asc|desc))?$/is.exec(text.trim()) ?? []
  // Metrics of a comparison are sorted by their differences anyway.
  const wanted = isCompared ? written.replace(/^difference$/, metrics[0]!).replace(/\.difference$/, '') : written
  const order = (word?.toLowerCase() ?? (minus ? 'desc' : undefined)) as Sort['order']
  const known = [...new Set<string>([...groupBy, 'count', ...metrics])]
  const by: { name: string; stat?: Stat } = known.includes(wanted) ? { name: wanted } : split(wanted, engine)
  if (!(by.stat ? metrics : known).some(name => name === by.name)) {
    throw new UserInputError(
      `sort is ${quote(text)}; it takes one of ${known.map(name => quote(name)).join(', ')}, ${isCompared ? '"difference" (of the first metric), ' : ''}or name.stat, optionally followed by asc or desc.`,
    )
  }
  // Of numbers it is what the reader sees of them.
  const seen = groupBy.some(name => name === by.name) ? undefined : shown.get(by.name as MetricName)
  const stat = by.stat ?? (seen && (seen.has('avg') ? 'avg' : [...seen].find(one => one !== 'n')))
  return { by: by.name, ...(stat && { stat }), ...(order && { order }) }
}

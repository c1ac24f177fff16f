import type { Scalar } from '../../archive/read/columns.ts'
import type { Group } from '../define/group.ts'
import type { Plan, Question, Sort } from '../define/question.ts'
import type { Value } from './answer.ts'

/** What decides where a row stands. */
export interface Rank {
  row: number
  key: readonly Scalar[]
  /** What is shown for the key. */
  names: readonly Value[]
  calls: number
  /** What the metric counts that the question sorts by, else calls: few of them tell little. */
  counted: number
  /** What the question sorts by, where that is a metric. */
  value: number | null
}

export interface Ordered {
  rows: number[]
  /** Rows with fewer calls than were asked for. */
  belowMinCount: number
  beyondLimit: number
  /** One row is of the calls without any value. */
  hasNone: boolean
}

const LIMIT = 1000
/** Where there may be as many rows as calls. */
const WIDE_LIMIT = 50

/**
 * As the question sorts; then the newest first; then what begins at a time of its own in that order, with the groups that
 * stand before it; then those of most calls; then by what they are called.
 */
export function order(ranks: readonly Rank[], question: Question, { groups }: Plan): Ordered {
  const { sort, limit, minCount = 0, began, compareTo, probes } = question
  const isWide = groups.some(({ group }) => group.isWide)
  const byTime = groups.flatMap(({ group }, place) => (group.clock ? [byKey(group, place)] : []))
  const byName = groups.map(({ group }, place) => byKey(group, place, { began }))
  const inOrder = byName.slice(0, groups.findLastIndex(({ group }) => group.isDated) + 1)
  const chain = [...(sort ? [bySort(sort, groups, began)] : []), ...byTime, ...inOrder, byCalls, ...byName]
  const isEnough = ({ counted }: Rank): boolean => counted >= minCount
  const values = ranks.filter(rank => !isNone(rank) && isEnough(rank))
  values.sort((a, b) => chain.reduce((sofar, compare) => sofar || compare(a, b), 0))
  const shown = values.slice(0, limit ?? (isWide ? WIDE_LIMIT : LIMIT))
  // It is no value, and comes last, whatever the order of values.
  const none = ranks.filter(isNone)
  // Of what a call may have several of, the row of the others cannot hold it.
  const isApart = groups.length === 1 && groups[0]!.group.source !== undefined && !compareTo && !probes
  const hasOthers = shown.length < ranks.length - none.length
  const shownNone = none.filter(rank => isEnough(rank) || (isApart && hasOthers))
  return {
    rows: [...shown, ...shownNone].map(({ row }) => row),
    belowMinCount: ranks.length - values.length - shownNone.length,
    beyondLimit: values.length - shown.length,
    hasNone: none.length > 0,
  }
}

type Compare = (a: Rank, b: Rank) => number

const isNone = ({ key }: Rank): boolean => key.length > 0 && key.every(value => value === null)

const byCalls: Compare = (a, b) => b.calls - a.calls

function bySort({ by, order }: Sort, groups: Plan['groups'], began: Question['began']): Compare {
  const place = groups.findIndex(({ name }) => name === by)
  if (place >= 0) return byKey(groups[place]!.group, place, { order, began })
  const isAscending = order === 'asc'
  return (a, b) => compareScalars(a.value, b.value, isAscending)
}

interface By {
  order?: Sort['order']
  began?: Question['began']
}

/** Moments: the newest first, unless told otherwise. */
function byKey({ clock, isDated }: Group, place: number, { order, began }: By = {}): Compare {
  const isAscending = order ? order === 'asc' : !clock?.next
  // Times have an order of their own, everything else that of its name.
  const of = ({ key, names }: Rank): Value => (clock ? key[place]! : names[place]!)
  const beginning = ({ key }: Rank): Value => began?.get(String(key[place])) ?? null
  const byBeginning: Compare = (a, b) => (isDated ? compareScalars(beginning(a), beginning(b), isAscending) : 0)
  return (a, b) => byBeginning(a, b) || compareScalars(of(a), of(b), isAscending)
}

/** What is missing comes last either way. */
function compareScalars(a: Value, b: Value, isAscending: boolean): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  const isLess = typeof a === typeof b ? a < b : String(a) < String(b)
  return isLess === isAscending ? -1 : 1
}

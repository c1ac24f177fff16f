import { IS_LEFT_OUT } from '../../archive/due/unreadable.ts'
import { and, type Sql, sql } from '../../archive/engine/sql.ts'
import { first, type Work } from '../../archive/engine/work.ts'
import { countCalls } from '../../archive/read/count-calls.ts'
import { candidatesOf, needsDetail, whereOf } from '../../archive/select/select.ts'
import { type Tallied, type Tally, tally } from '../../archive/tally/tally.ts'
import type { CallSelection } from '../../domain/filter.ts'
import { type Callers, numberedCallers } from '../define/metrics/crowd.ts'
import { observeRepeats, type Repeats } from '../define/metrics/repeat-contact.ts'
import type { Plan } from '../define/question.ts'
import type { Selected } from '../table/answer.ts'
import { groupedSources, keyOf, measureOf } from './measures.ts'
import { type EachCall, readEach } from './outliers.ts'

/** What the archive has told of one selection of calls, and how many are in no row. */
export interface ReadSelection {
  tally: Tally
  /** What callers did, where a metric asks. */
  repeats: Repeats
  /** Who they are, where a metric asks. */
  callers: Callers
  /** Where something is probed. */
  each: EachCall | null
  undecided: number
  /** Of calls that only their detail puts into a row; null: all are in rows. */
  byDetail: {
    selected: number
    /** In no row because they cannot be read: they are told by whoever read the others. */
    unreadable: number
  } | null
}

/** One that was read before the call ended tells nothing of the whole call. */
const IS_WHOLE = sql`(c.detail_read_at IS NOT NULL AND (c.finished OR c.status NOT IN ('done', 'failed')))`

/** @param knownUntil Unix seconds; what started before is in the archive */
export function* readSelection(
  { filter, window }: CallSelection,
  plan: Plan,
  zone: string,
  knownUntil: number,
): Work<ReadSelection> {
  const selected = whereOf(filter, window)
  const isByDetail = plan.groups.some(({ group }) => group.needsDetail)
  const where = isByDetail ? and([selected, IS_WHOLE]) : selected
  const sources = groupedSources(plan.groups)
  const unread = sql`${candidatesOf(filter, window)} AND c.detail_read_at IS NULL AND NOT ${IS_LEFT_OUT}`
  const hasRepeats = plan.metrics.some(({ metric }) => metric.form === 'callers')
  const hasCallers = plan.metrics.some(({ metric }) => metric.form === 'distinct' || metric.form === 'per_caller')
  return {
    tally: yield* tally({
      ...{ where, window },
      keys: plan.groups.map(({ group }) => keyOf(group, zone)),
      measures: plan.metrics.flatMap(({ metric }) => measureOf(metric, sources, plan) ?? []),
    }),
    callers: hasCallers ? yield* numberedCallers(where) : new Map(),
    repeats: hasRepeats ? yield* observeRepeats(where, knownUntil) : new Map(),
    each: plan.probes.length > 0 ? yield* readEach(where, window, plan, zone) : null,
    undecided: needsDetail(filter) ? yield* countCalls(unread) : 0,
    byDetail: isByDetail ? yield* countByDetail(selected) : null,
  }
}

function* countByDetail(where: Sql): Work<ReadSelection['byDetail']> {
  const counts = yield* first<NonNullable<ReadSelection['byDetail']>>(sql`
    SELECT count(*) AS selected, count(*) FILTER (WHERE NOT ${IS_WHOLE} AND ${IS_LEFT_OUT}) AS unreadable
    FROM conversations c WHERE ${where}`)
  return counts!
}

/** How many calls there are, and how many are in no row. */
export function selectedOf({ byDetail, undecided }: ReadSelection, { whole }: Tallied): Selected {
  if (!byDetail) return { calls: whole.calls, undecided, withoutDetail: 0 }
  const { selected, unreadable } = byDetail
  return { calls: selected, undecided, withoutDetail: selected - whole.calls - unreadable }
}

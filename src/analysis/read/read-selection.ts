import { IS_LEFT_OUT } from '../../archive/due/unreadable.ts'
import { asNumber, sql } from '../../archive/engine/sql.ts'
import type { Work } from '../../archive/engine/work.ts'
import { type Columns, type ReadColumn, readColumns } from '../../archive/read/columns.ts'
import { countCalls } from '../../archive/read/count-calls.ts'
import { candidatesOf, needsDetail, whereOf } from '../../archive/select/select.ts'
import type { CallSelection } from '../../domain/filter.ts'
import { START } from '../define/group.ts'
import type { Source } from '../define/metric.ts'
import { REPEAT_COLUMNS } from '../define/metrics/repeat-contact.ts'
import type { Plan } from '../define/question.ts'
import type { Selected } from '../table/answer.ts'
import { assignGroups, type Members } from './assign-groups.ts'
import { KeySpace } from './key-space.ts'
import { columnsOf } from './observe.ts'
import { OUTLIER_COLUMNS } from './outliers.ts'

/** One selection of calls, read and put into rows. */
export interface ReadSelection {
  selected: Selected
  columns: Columns
  members: Members
  /** The same calls in one row. */
  whole: Members
  /** Of groups by time: when they started, Unix seconds, where the API said. */
  starts: number[]
}

/** One that was read before the call ended tells nothing of the whole call. */
const IS_WHOLE = sql`(c.detail_read_at IS NOT NULL AND (c.finished OR c.status NOT IN ('done', 'failed')))`
const HAS_DETAIL: ReadColumn = { sql: asNumber(IS_WHOLE), isList: false }

/** @param keys of rows; grows by those that the calls have */
export function* readSelection(
  { filter, window }: CallSelection,
  plan: Plan,
  zone: string,
  keys: KeySpace,
): Work<ReadSelection> {
  const groups = plan.groups.map(({ group }) => group)
  const read = plan.metrics.flatMap(({ metric }) =>
    metric.form === 'callers' ? REPEAT_COLUMNS : columnsOf(metric, sourcesOf(plan)),
  )
  const wanted = plan.probes.length > 0 ? [...read, ...OUTLIER_COLUMNS] : read
  const isByDetail = groups.some(group => group.needsDetail)
  const byGroups = [...groups.map(group => group.column), ...(isByDetail ? [HAS_DETAIL] : [])]
  const columns = yield* readColumns(whereOf(filter, window), [...byGroups, ...wanted])
  const hasDetail = isByDetail ? columns.cells(HAS_DETAIL) : null
  const isIn = (call: number): boolean => hasDetail === null || hasDetail[call] === 1
  const starts = groups.some(group => group.clock) ? (columns.cells(START) as (number | null)[]) : []
  const whole = assignGroups([], columns, zone, new KeySpace(0), isIn)
  // Those that cannot be read are told by whoever read the others.
  const unread = sql`${candidatesOf(filter, window)} AND c.detail_read_at IS NULL AND NOT ${IS_LEFT_OUT}`
  const unreadable = sql`(${whereOf(filter, window)}) AND NOT ${IS_WHOLE} AND ${IS_LEFT_OUT}`
  return {
    selected: {
      calls: columns.size,
      undecided: needsDetail(filter) ? yield* countCalls(unread) : 0,
      withoutDetail: columns.size - whole.calls.length - (isByDetail ? yield* countCalls(unreadable) : 0),
    },
    columns,
    members: assignGroups(groups, columns, zone, keys, isIn),
    whole,
    starts: starts.filter(start => start !== null && start !== 0) as number[],
  }
}

/** What the question groups by of which calls have several. */
export const sourcesOf = ({ groups }: Plan): Source[] => [...new Set(groups.flatMap(({ group }) => group.source ?? []))]

import { mayStart, type Sql, sql, unless } from '../../../archive/engine/sql.ts'
import type { Work } from '../../../archive/engine/work.ts'
import { type Columns, type ReadColumn, readColumns, type Scalar } from '../../../archive/read/columns.ts'
import type { Observation } from '../../read/observe.ts'
import { START } from '../group.ts'
import { type Metric, READ } from '../metric.ts'

const DAY = 86_400
export const REPEAT_WITHIN_SECS = 7 * DAY

/** Why a call does not count. */
const UNKNOWN = 'caller unknown'
const TOO_NEW = 'the 7 days after the call have not passed'

export const REPEAT_CONTACT_RATE: Metric = {
  title: 'repeat contact rate',
  unit: 'share',
  definition:
    'Callers who contact any agent of the workspace again within 7 days of one of these calls / callers. A caller is a user id or, without one, the remote phone number, also for WhatsApp and SMS. Numbers are compared in E.164; withheld ones and ids such as "undefined" are ignored; calls that start in the same second are one contact.',
  form: 'callers',
  leftOut: READ,
  missing: UNKNOWN,
}

const column = (value: Sql): ReadColumn => ({ sql: value, isList: false })
const WHY = column(
  unless(
    READ.map(({ when }) => when),
    sql`0`,
  ),
)
const WHO = column(sql`c.caller`)
const ID = column(sql`c.id`)

export const REPEAT_COLUMNS: readonly ReadColumn[] = [WHY, WHO, START, ID]

/**
 * By call: twice the number of the caller, and one more if the caller called again. Later calls are looked for in the
 * whole archive, whatever the question selects.
 * @param knownUntil Unix seconds; what started before is in the archive
 */
export function* observeRepeats(columns: Columns, knownUntil: number): Work<Observation[]> {
  const [whys, callers, starts, ids] = scalarsOf(columns)
  const followed = yield* followedCalls(starts)
  const numbers = new Map<string, number>()
  return whys.map((why, call) => {
    const caller = callers[call]
    const start = starts[call]
    if (typeof why === 'string') return READ[Number(why)]!.reason
    if (!caller || !start) return UNKNOWN
    if (start + REPEAT_WITHIN_SECS >= knownUntil) return TOO_NEW
    const number = numbers.get(caller) ?? numbers.size
    numbers.set(caller, number)
    return number * 2 + Number(followed.has(ids[call]!))
  })
}

/** Our ids of the calls whose callers called again soon; of calls that may have started at these times. */
function* followedCalls(starts: readonly number[]): Work<Set<number>> {
  const known = starts.filter(start => start > 0)
  const [from, to] = known.reduce(([min, max], start) => [Math.min(min, start), Math.max(max, start)], [Infinity, 0])
  const [first, until] = [Math.min(from, to), to + REPEAT_WITHIN_SECS]
  const inReach = sql`c.deleted_at IS NULL AND c.started_at >= ${first} AND c.started_at <= ${until} AND ${mayStart(first, until + 1)}`
  const [, callers, times, ids] = scalarsOf(yield* readColumns(inReach, REPEAT_COLUMNS))
  const inOrder = [...ids.keys()].sort((a, b) => times[a]! - times[b]! || ids[a]! - ids[b]!)
  // By caller: the latest calls, which started in one second.
  const last = new Map<string, number[]>()
  const followed = new Set<number>()
  for (const call of inOrder) {
    const caller = callers[call]
    if (!caller) continue
    const before = last.get(caller) ?? []
    const secs = before.length > 0 ? times[call]! - times[before[0]!]! : Number.POSITIVE_INFINITY
    if (secs === 0) before.push(call)
    else {
      if (secs <= REPEAT_WITHIN_SECS) for (const one of before) followed.add(ids[one]!)
      last.set(caller, [call])
    }
  }
  return followed
}

const scalarsOf = (columns: Columns) =>
  REPEAT_COLUMNS.map(one => columns.cells(one)) as [Scalar[], (string | null)[], number[], number[]]

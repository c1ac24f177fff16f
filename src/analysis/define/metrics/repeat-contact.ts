import { mayStart, type Sql, sql } from '../../../archive/engine/sql.ts'
import type { Work } from '../../../archive/engine/work.ts'
import { type Columns, type ReadColumn, readColumns } from '../../../archive/read/columns.ts'
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

const COLUMNS: readonly ReadColumn[] = [sql`c.caller`, START.sql, sql`c.id`].map(value => ({
  sql: value,
  isList: false,
}))

/**
 * By our id of a call: twice the number of its caller, and one more if the caller called again; or why the call does not
 * count.
 */
export type Repeats = ReadonlyMap<number, number | string>

/**
 * What the callers of these calls did. Later calls are looked for in the whole archive, whatever the question selects.
 * @param knownUntil Unix seconds; what started before is in the archive
 */
export function* observeRepeats(where: Sql, knownUntil: number): Work<Repeats> {
  const [callers, starts, ids] = scalarsOf(yield* readColumns(where, COLUMNS))
  const followed = yield* followedCalls(starts)
  const numbers = new Map<string, number>()
  const observe = (call: number): number | string => {
    const [caller, start] = [callers[call], starts[call]]
    if (!caller || !start) return UNKNOWN
    if (start + REPEAT_WITHIN_SECS >= knownUntil) return TOO_NEW
    const number = numbers.get(caller) ?? numbers.size
    numbers.set(caller, number)
    return number * 2 + Number(followed.has(ids[call]!))
  }
  return new Map(ids.map((id, call) => [id, observe(call)]))
}

/** Our ids of the calls whose callers called again soon; of calls that may have started at these times. */
function* followedCalls(starts: readonly number[]): Work<Set<number>> {
  const known = starts.filter(start => start > 0)
  const [from, to] = known.reduce(([min, max], start) => [Math.min(min, start), Math.max(max, start)], [Infinity, 0])
  const [first, until] = [Math.min(from, to), to + REPEAT_WITHIN_SECS]
  const inReach = sql`c.deleted_at IS NULL AND c.started_at >= ${first} AND c.started_at <= ${until} AND ${mayStart(first, until + 1)}`
  const [callers, times, ids] = scalarsOf(yield* readColumns(inReach, COLUMNS))
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
  COLUMNS.map(one => columns.cells(one)) as [(string | null)[], number[], number[]]

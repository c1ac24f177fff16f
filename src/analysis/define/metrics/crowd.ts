import { type Sql, sql, truncated } from '../../../archive/engine/sql.ts'
import type { Work } from '../../../archive/engine/work.ts'
import { readColumns } from '../../../archive/read/columns.ts'
import { FINISHED, type Metric, READ } from '../metric.ts'
import { DURATION } from './talk.ts'

/** Above any duration in seconds that is believed; start and duration together stay whole numbers that doubles hold. */
const SPAN = 2 ** 17
const UNKNOWN = 'caller unknown'
const CALLER = 'A caller is who it is in repeat_contact_rate.'

/** How many people, and how many calls at a time. */
export const CROWD = {
  unique_callers: {
    ...{ title: 'unique callers', unit: 'callers', form: 'distinct', leftOut: READ, missing: UNKNOWN },
    definition: `Different callers of finished calls. ${CALLER}`,
  },
  calls_per_caller: {
    ...{ title: 'calls per caller', unit: 'calls', form: 'per_caller', leftOut: READ, missing: UNKNOWN },
    definition: `Finished calls of known callers / different callers. ${CALLER}`,
  },
  peak_concurrency: {
    ...{ title: 'peak concurrency', unit: 'calls', form: 'peak', leftOut: FINISHED },
    definition:
      'Most finished calls of the row that were under way at one time, and when that was first so. A call counts from its start until its duration has passed.',
    missing: 'no start or duration',
    reading: {
      value: sql`CASE WHEN c.started_at > 0 THEN ${truncated(sql`c.started_at`)} * 131072 + ${truncated(DURATION)} END`,
    },
  },
} satisfies Record<string, Metric>

/** Numbers of callers, the same for the same, by our ids of calls; or why there is none. */
export type Callers = ReadonlyMap<number, number | string>

export function* numberedCallers(where: Sql): Work<Callers> {
  const [who, id] = [sql`c.caller`, sql`c.id`].map(value => ({ sql: value, isList: false }))
  const columns = yield* readColumns(where, [who!, id!])
  const [callers, ids] = [columns.cells(who!) as (string | null)[], columns.cells(id!) as number[]]
  const numbers = new Map<string, number>()
  return new Map(
    ids.map((id, call): [number, number | string] => {
      const caller = callers[call]
      if (!caller) return [id, UNKNOWN]
      const number = numbers.get(caller) ?? numbers.size
      numbers.set(caller, number)
      return [id, number]
    }),
  )
}

/** Most spans at a time, and the first second in which so many were. One that ends in a second is over before others begin. */
export function peakOf(spans: readonly number[]): { most: number; at: number | null } {
  const events = spans.flatMap(span => {
    const [start, secs] = [Math.floor(span / SPAN), span % SPAN]
    return secs > 0 ? [start * 2 + 1, (start + secs) * 2] : []
  })
  events.sort((a, b) => a - b)
  let [now, most, at] = [0, 0, null as number | null]
  for (const event of events) {
    now += event % 2 === 1 ? 1 : -1
    if (now > most) [most, at] = [now, (event - 1) / 2]
  }
  return { most, at }
}

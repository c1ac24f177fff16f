import { isIn, type Sql, sql } from '../../archive/engine/sql.ts'
import type { Scalar } from '../../archive/read/columns.ts'
import type { Clock, Group } from '../define/group.ts'
import type { Plan } from '../define/question.ts'

/** The key of what is in the rows that are not shown. */
export const REST = 1

/**
 * The same question with one row for all calls that have a value whose row is not shown: the archive tells what these
 * rows have together, each call once, which their own numbers do not.
 * @param plan of one group
 * @param shown values of the rows that are shown, as the archive gave them; null: calls without a value
 */
export function planOfRest(plan: Plan, shown: readonly Scalar[]): Plan {
  const [{ name, group }] = plan.groups as [Plan['groups'][number]]
  return { ...plan, groups: [{ name, group: restOf(group, shown) }], probes: [] }
}

function restOf(group: Group, shown: readonly Scalar[]): Group {
  const { unify: _, show: __, ...kept } = group
  if (group.clock) return { ...kept, clock: restOfTimes(group.clock, new Set(shown)) }
  if (group.source) return { ...kept, item: isRest(group.item!, shown, false) }
  return { ...kept, column: { ...group.column, sql: isRest(group.column.sql, shown, !shown.includes(null)) } }
}

const restOfTimes = (clock: Clock, shown: ReadonlySet<Scalar>): Clock => ({
  bucketOf: (unix, offset) => (shown.has(clock.bucketOf(unix, offset)) ? 0 : REST),
  show: bucket => bucket,
})

/** Of what a call has several of, things without a value bring it nowhere. */
function isRest(value: Sql, shown: readonly Scalar[], withNone: boolean): Sql {
  const texts = shown.filter(one => typeof one === 'string')
  const isShown = shown
    .filter(one => typeof one === 'number')
    .reduce((any, number) => sql`${any} OR ${value} = ${number}`, isIn(value, texts))
  const isOther = sql`CASE WHEN ${value} IS NOT NULL AND NOT (${isShown}) THEN 1 END`
  return withNone ? sql`CASE WHEN ${value} IS NULL THEN 1 ELSE ${isOther} END` : isOther
}

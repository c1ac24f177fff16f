import { greatest, type Sql, sql } from '../engine/sql.ts'
import { first, run, type Work } from '../engine/work.ts'
import type { Membership } from '../select/select.ts'

/** A walk with the filter showed the call. */
export const addMembership = (id: number, { filter, value }: Membership, at: number): Work<number> =>
  run(sql`
    INSERT INTO memberships (conversation, filter, value, read_at) VALUES (${id}, ${filter}, ${value}, ${at})
    ON CONFLICT (conversation, filter, value)
    DO UPDATE SET read_at = ${greatest(sql`memberships.read_at`, sql`excluded.read_at`)}`)

/**
 * A walk with the filter that began at `since` has come to its end.
 * @param where the calls that it would have shown, as a condition on `conversations c`: others keep what is known
 */
export const endMembership = ({ filter, value }: Membership, where: Sql, since: number): Work<number> =>
  run(sql`
    DELETE FROM memberships WHERE filter = ${filter} AND value = ${value} AND read_at < ${since}
    AND conversation IN (SELECT c.id FROM conversations c WHERE ${where})`)

/** Calls among `where` were members, and the walk with the filter that began at `since` showed none of them. */
export function* isEmptied({ filter, value }: Membership, where: Sql, since: number): Work<boolean> {
  const members = sql`
    SELECT max(read_at) AS "shownAt" FROM memberships WHERE filter = ${filter} AND value = ${value}
    AND conversation IN (SELECT c.id FROM conversations c WHERE ${where})`
  const { shownAt } = (yield* first(members))!
  return shownAt != null && Number(shownAt) < since
}

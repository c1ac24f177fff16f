import type { Database } from '../engine/database.ts'
import { type Sql, sql } from '../engine/sql.ts'
import type { Membership } from '../select/select.ts'

const ADD = `
INSERT INTO memberships (conversation, filter, value, read_at) VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET read_at = max(read_at, excluded.read_at)`

/** A walk with the filter showed the call. */
export function addMembership(db: Database, id: number, { filter, value }: Membership, at: number): void {
  db.run(ADD, [id, filter, value, at])
}

/**
 * A walk with the filter that began at `since` has come to its end.
 * @param where the calls that it would have shown, as a condition on `conversations c`: others keep what is known
 */
export function endMembership(db: Database, { filter, value }: Membership, where: Sql, since: number): void {
  const stale = sql`
    DELETE FROM memberships WHERE filter = ${filter} AND value = ${value} AND read_at < ${since}
    AND conversation IN (SELECT c.id FROM conversations c WHERE ${where})`
  db.run(stale.sql, stale.params)
}

/** Calls among `where` were members, and the walk with the filter that began at `since` showed none of them. */
export function isEmptied(db: Database, { filter, value }: Membership, where: Sql, since: number): boolean {
  const members = sql`
    SELECT max(read_at) AS shownAt FROM memberships WHERE filter = ${filter} AND value = ${value}
    AND conversation IN (SELECT c.id FROM conversations c WHERE ${where})`
  const shownAt = db.get(members.sql, members.params)!.shownAt
  return shownAt !== null && Number(shownAt) < since
}

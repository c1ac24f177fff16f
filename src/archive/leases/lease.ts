import { clock, isIn, itemsOf, type Sql, sql } from '../engine/sql.ts'
import { run, texts, type Work } from '../engine/work.ts'

/*
 * A lease says which server is at work on something, by a name that all use for it, and until when that holds unless it
 * is renewed: of a server that was killed nothing need be tidied up. Times are those of the store's own clock, so that
 * those of the servers may differ. Leases save requests; nothing that is written depends on them.
 */

/** Who claims: one name for each server. */
export interface Claimant {
  holder: string
  /** How long a lease lasts that is not renewed. */
  secs: number
}

/** No lease lasts so long: one that seems to was taken before the store's clock was set back. */
const LONGEST_SECS = 120

const isOver = (until: Sql): Sql => sql`(${until} <= ${clock()} OR ${until} > ${clock()} + ${LONGEST_SECS})`

/** Somebody has asked to be next, and still waits. */
const IS_AWAITED = sql`(leases.next_holder IS NOT NULL AND NOT ${isOver(sql`leases.next_until`)})`

/** Kept for whoever is next. */
const NOBODYS = sql`holder = '', until = 0`

/** Takes those that nobody has. @returns the names that are the claimant's now, in no order */
export function* claim({ holder, secs }: Claimant, names: readonly string[]): Work<string[]> {
  // In one order for all, so that two servers never wait for each other.
  const wanted = itemsOf(sql`${JSON.stringify([...names].sort())}`, 'wanted')
  yield* run(sql`
    INSERT INTO leases (name, holder, until)
    SELECT wanted.value, ${holder}, ${clock()} + ${secs} FROM ${wanted} WHERE TRUE
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until,
      next_holder = NULL, next_until = NULL
    WHERE (leases.holder = excluded.holder OR ${isOver(sql`leases.until`)})
      AND (leases.next_holder = excluded.holder OR NOT ${IS_AWAITED})`)
  return yield* texts(sql`SELECT name FROM leases WHERE holder = ${holder} AND ${isIn(sql`name`, names)}`)
}

/** The claimant is next, where nobody else is: whoever has the lease, and comes again, finds it taken. */
export const askToBeNext = ({ holder, secs }: Claimant, name: string): Work<number> =>
  run(sql`
    UPDATE leases SET next_holder = ${holder}, next_until = ${clock()} + ${secs}
    WHERE name = ${name} AND (next_holder = ${holder} OR NOT ${IS_AWAITED})`)

/** The claimant waits no longer. */
export const waitNoLonger = ({ holder }: Claimant, name: string): Work<number> =>
  run(sql`UPDATE leases SET next_holder = NULL, next_until = NULL WHERE name = ${name} AND next_holder = ${holder}`)

/** All that the claimant has lasts anew from now on. */
export const renew = ({ holder, secs }: Claimant): Work<number> =>
  run(sql`UPDATE leases SET until = ${clock()} + ${secs} WHERE holder = ${holder}`)

/** What of the names the claimant has is free. */
export function* release({ holder }: Claimant, names: readonly string[]): Work<void> {
  const own = sql`holder = ${holder} AND ${isIn(sql`name`, names)}`
  yield* run(sql`DELETE FROM leases WHERE ${own} AND NOT ${IS_AWAITED}`)
  yield* run(sql`UPDATE leases SET ${NOBODYS} WHERE ${own}`)
}

/** What servers have left behind that were killed. */
export const sweep = (): Work<number> =>
  run(sql`DELETE FROM leases WHERE ${isOver(sql`leases.until`)} AND NOT ${IS_AWAITED}`)

/** What this server has, or waits for, is free: it has ended. */
export function* forget(holder: string): Work<void> {
  yield* run(sql`UPDATE leases SET ${NOBODYS} WHERE holder = ${holder}`)
  yield* run(sql`UPDATE leases SET next_holder = NULL, next_until = NULL WHERE next_holder = ${holder}`)
}

/** The other servers that have one of the names, or may take it next. */
export const takenBy = ({ holder }: Claimant, names: readonly string[]): Work<string[]> =>
  texts(sql`
    SELECT DISTINCT CASE WHEN holder <> ${holder} AND NOT ${isOver(sql`leases.until`)} THEN holder ELSE next_holder END
    FROM leases
    WHERE ${isIn(sql`name`, names)} AND (
      (holder <> ${holder} AND NOT ${isOver(sql`leases.until`)}) OR (next_holder <> ${holder} AND ${IS_AWAITED}))`)

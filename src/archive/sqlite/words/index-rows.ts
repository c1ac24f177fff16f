import { type Sql, sql } from '../../engine/sql.ts'
import { first, type Work } from '../../engine/work.ts'

/* A row of the index of words, in SQL: see `word-index.ts` for how its number is made. */

/** `conversations.id` of the call that the row belongs to. */
export const CALL = sql`(words.rowid >> 20)`

/** Number of the turn; -1: title and summary, -2, the last row of the call: what else was written of it. */
export const TURN = sql`(((words.rowid + 1) & 1048575) - 2)`

/** `CALL` is this one; said in a way that lets the index leap to its rows. */
export const isOfCall = (id: Sql): Sql => sql`words.rowid BETWEEN ${id} * 1048576 AND ${id} * 1048576 + 1048575`

/** The call is one of those that `where` selects: for a few rows. */
export const isSelected = (where: Sql): Sql =>
  sql`EXISTS (SELECT 1 FROM conversations c WHERE c.id = ${CALL} AND ${where})`

/**
 * The same for many rows: all selected calls are looked up once. (A join would do, too, but SQLite may then go through
 * all rows again for each of them.)
 */
export const isAmongSelected = (where: Sql): Sql => sql`${CALL} IN (SELECT c.id FROM conversations c WHERE ${where})`

/** How many rows of the whole index match. It stops counting at `most`. */
export function* rowsUpTo(most: number, match: string): Work<number> {
  const counted = yield* first(sql`
    SELECT count(*) AS rows FROM (SELECT 1 FROM words WHERE words MATCH ${match} LIMIT ${most})`)
  return Number(counted!.rows)
}

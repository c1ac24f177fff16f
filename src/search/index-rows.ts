import type { Database } from '../archive/database.ts'
import { Sql, sql } from '../archive/sql.ts'
import { CONVERSATION_OF_ROW, TURN_OF_ROW } from '../archive/words.ts'

/* A row of the index of words, in SQL: see `archive/words.ts` for how its number is made. */

/** `conversations.id` of the call that the row belongs to. */
export const CALL = new Sql(CONVERSATION_OF_ROW, [])

/** Number of the turn; -1: title and summary. */
export const TURN = new Sql(TURN_OF_ROW, [])

/** `CALL` is this one; said in a way that lets the index leap to its rows. */
export const isOfCall = (id: Sql): Sql => sql`words.rowid BETWEEN ${id} * 1048576 AND ${id} * 1048576 + 1048575`

const COUNT = 'SELECT count(*) AS rows FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)'

/** How many rows of the whole index match. It stops counting at `most`. */
export const rowsUpTo = (most: number, db: Database, match: string): number =>
  Number(db.get(COUNT, [match, most])!.rows)

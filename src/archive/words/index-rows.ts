import type { Database } from '../engine/database.ts'
import { Sql, sql } from '../engine/sql.ts'
import { CONVERSATION_OF_ROW, TURN_OF_ROW } from './word-index.ts'

/* A row of the index of words, in SQL: see `archive/words/word-index.ts` for how its number is made. */

/** `conversations.id` of the call that the row belongs to. */
export const CALL = new Sql(CONVERSATION_OF_ROW, [])

/** Number of the turn; -1: title and summary. */
export const TURN = new Sql(TURN_OF_ROW, [])

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

const COUNT = 'SELECT count(*) AS rows FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)'

/** How many rows of the whole index match. It stops counting at `most`. */
export const rowsUpTo = (most: number, db: Database, match: string): number =>
  Number(db.get(COUNT, [match, most])!.rows)

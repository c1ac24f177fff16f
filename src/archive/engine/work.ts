import type { Recipe } from './recipe.ts'
import type { Sql } from './sql.ts'
import type { Tallying } from './tallying.ts'
import type { Row, Value } from './values.ts'

/*
 * What is done in one transaction, as a generator that hands out its statements and is given what they tell. It can wait
 * for its own statements and for nothing else, so that nothing of another question ever runs inside it; and it does not
 * know who runs it, at once or over a network.
 */

export type Statement = Question | Insert | Placing | Dropping | Counting | Columns

interface Question {
  /** `run` tells how many rows were changed, `change` does not. */
  want: 'all' | 'first' | 'run' | 'change'
  query: Sql
}

/** Rows of one table. */
export interface Insert {
  want: 'insert'
  /** None of the keys is there; else a row takes the place of the one with its key. */
  isNew: boolean
  into: string
  /** Names of columns; those of the key come first. */
  columns: readonly string[]
  key: number
  rows: readonly (readonly Value[])[]
}

/** An engine may keep calls by the time of their start: it says where the row of one stands, and with it all its parts. */
interface Placing {
  want: 'place'
  conversationId: string
  /** null: there is none yet, and it is made. */
  id: number | null
  /** Unix seconds; 0: not known. */
  startedAt: number
}

interface Dropping {
  want: 'drop'
  /** Unix seconds. */
  before: number
}

/** Numbers over many calls, which engines count as suits them. */
interface Counting {
  want: 'tally'
  tallying: Tallying
  /** What becomes of the statements that an engine makes of it; missing: they stay as they are. */
  narrowed?: <T>(work: Work<T>) => Work<T>
}

/** Each query tells columns in one row; all together are counted, where an engine does not count by itself. */
interface Columns {
  want: 'count'
  queries: readonly Sql[]
  recipe: Recipe
}

export type Work<T> = Generator<Statement, T, unknown>

/** All rows at once: ask for as many as fit into memory. */
export function* all<T = Row>(query: Sql): Work<T[]> {
  return (yield { want: 'all', query }) as T[]
}

/** The first row. */
export function* first<T = Row>(query: Sql): Work<T | undefined> {
  return (yield { want: 'first', query }) as T | undefined
}

/** @returns how many rows were changed */
export function* run(query: Sql): Work<number> {
  return (yield { want: 'run', query }) as number
}

/** Changes rows, and nobody asks how many: an engine need not wait before the next statement. */
export function* change(query: Sql): Work<void> {
  yield { want: 'change', query }
}

/**
 * Adds rows to a table, each the values of the columns; one whose key is there takes the other's place.
 * @param key so many of the columns are the key
 */
export function* insert(
  into: string,
  columns: readonly string[],
  key: number,
  rows: readonly (readonly Value[])[],
): Work<void> {
  if (rows.length > 0) yield { want: 'insert', isNew: false, into, columns, key, rows }
}

/** The same where none of the keys is there. */
export function* insertNew(
  into: string,
  columns: readonly string[],
  key: number,
  rows: readonly (readonly Value[])[],
): Work<void> {
  if (rows.length > 0) yield { want: 'insert', isNew: true, into, columns, key, rows }
}

/** Makes or moves the row of a call that starts then. @returns our own id of it, from now on */
export function* place(conversationId: string, id: number | null, startedAt: number): Work<number> {
  return (yield { want: 'place', conversationId, id, startedAt }) as number
}

/**
 * Removes calls that started before, with all that belongs to them, as far as an engine can do that at once: others are
 * still there. @returns how many
 */
export function* dropBefore(before: number): Work<number> {
  return (yield { want: 'drop', before }) as number
}

/** One after the other, in the same transaction. */
export function* both(one: Work<unknown>, other: Work<unknown>): Work<void> {
  yield* one
  yield* other
}

/** The only column of all rows, as text. */
export function* texts(query: Sql): Work<string[]> {
  return (yield* all(query)).map(row => String(Object.values(row)[0]))
}

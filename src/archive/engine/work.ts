import type { Row } from './bind.ts'
import type { Sql } from './sql.ts'

/*
 * What is done in one transaction, as a generator that hands out its statements and is given what they tell. It can wait
 * for its own statements and for nothing else, so that nothing of another question ever runs inside it; and it knows
 * nothing of who runs it, at once or over a network.
 */

export interface Statement {
  /** `run` tells how many rows were changed. */
  want: 'all' | 'first' | 'run'
  query: Sql
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

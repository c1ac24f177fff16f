import { sql } from '../engine/sql.ts'
import { first, insert, type Work } from '../engine/work.ts'

/* Notes that the archive keeps of itself. */

/** null: there is none of that name. */
export function* noteOf(name: string): Work<string | null> {
  const note = yield* first<{ value: string }>(sql`SELECT value FROM meta WHERE name = ${name}`)
  return note?.value ?? null
}

export const setNote = (name: string, value: string): Work<void> =>
  insert('meta', ['name', 'value'], 1, [[name, value]])

/** The note; where there is none, it is made. */
export function* noteOnce(name: string, made: string): Work<string> {
  const known = yield* noteOf(name)
  if (known === null) yield* setNote(name, made)
  return known ?? made
}

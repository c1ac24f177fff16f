import { randomBytes } from 'node:crypto'
import { identifier, isIn, joined, sql } from '../engine/sql.ts'
import type { Row } from '../engine/values.ts'
import { all, first, insert, run, type Work } from '../engine/work.ts'
import { SALT } from '../place/workspace.ts'
import { noteOf, noteOnce, setNote } from '../read/notes.ts'

/* What an archive knows beside calls: whose it is, which spans of lists are complete, how far walks have come. */

/** Stands in a copy that is not complete; its value is that by which the original is known. */
const UNFINISHED = 'unfinished_copy'

/** By which an archive and all that were copied from it are known. */
export const lineageOf = (): Work<string> => noteOnce(SALT, randomBytes(16).toString('hex'))

export function* isUnfinishedCopy(): Work<boolean> {
  return (yield* noteOf(UNFINISHED)) !== null
}

const TABLES = [
  { name: 'covered', columns: ['scope', 'from_unix', 'to_unix', 'read_at'], key: 2 },
  { name: 'walks', columns: ['scope', 'from_unix', 'to_unix', 'position', 'started_at'], key: 3 },
  { name: 'meta', columns: ['name', 'value'], key: 1 },
] as const

export type Notes = Map<string, Row[]>

export function* readNotes(): Work<Notes> {
  const notes: Notes = new Map()
  for (const { name, columns } of TABLES) {
    const columnNames = joined(columns.map(identifier), ', ')
    notes.set(name, yield* all(sql`SELECT ${columnNames} FROM ${identifier(name)} ORDER BY ${columnNames}`))
  }
  return notes
}

/** Puts the notes into the place of all that are there. The copy is complete. */
export function* writeNotes(notes: Notes): Work<void> {
  for (const { name, columns, key } of TABLES) {
    yield* run(sql`DELETE FROM ${identifier(name)}`)
    const rows = notes.get(name)!.map(row => columns.map(column => row[column]!))
    yield* insert(name, columns, key, rows)
  }
}

/**
 * Marks an archive as a copy that is not complete, where it is empty or that already.
 * @param lineage of the original
 * @returns why it cannot be made one; null: it is one now
 */
export function* beginCopy(lineage: string): Work<string | null> {
  const mark = yield* noteOf(UNFINISHED)
  if (mark === lineage) return null
  if (mark !== null) return 'is an unfinished copy of another archive'
  const counted = yield* first(sql`SELECT count(*) AS calls FROM conversations`)
  const calls = Number(counted!.calls)
  if (calls > 0 && (yield* noteOf(SALT)) === lineage) return 'is this archive, or a complete copy of it'
  if (calls > 0) return `holds ${calls === 1 ? '1 call' : `${calls.toLocaleString('en-US')} calls`} of its own`
  yield* run(sql`DELETE FROM meta WHERE NOT ${isIn(sql`name`, [UNFINISHED])}`)
  yield* setNote(UNFINISHED, lineage)
  return null
}

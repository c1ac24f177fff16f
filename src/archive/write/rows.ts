import type { Database } from '../engine/database.ts'
import { type Column, namesOf, valuesOf } from '../schema/column.ts'
import type { PartTable } from '../schema/part-tables.ts'

/** What the row of a call says about itself, beside the facts of the call. Times in Unix seconds. */
export interface CallRow {
  /** Ours, not the API's. */
  id: number
  listReadAt: number | null
  detailReadAt: number | null
  deletedAt: number | null
  /** Of the newest list that showed the call. */
  fingerprint: string | null
  /** Of the list that was known when the detail was read. */
  detailFingerprint: string | null
  status: string | null
  title: string | null
  summary: string | null
}

const FIND = `
SELECT id, list_read_at AS listReadAt, detail_read_at AS detailReadAt, deleted_at AS deletedAt, fingerprint,
  detail_fingerprint AS detailFingerprint, status, title, summary
FROM conversations WHERE conversation_id = ?`

export const findRow = (db: Database, conversationId: string): CallRow | undefined =>
  db.get(FIND, [conversationId]) as CallRow | undefined

/** When the parts of a call were read; Unix seconds, null: never. */
export type ReadingTimes = Pick<CallRow, 'listReadAt' | 'detailReadAt' | 'deletedAt'>

/** null: the call was never heard of. */
export function readingTimes(db: Database, conversationId: string): ReadingTimes | null {
  const row = findRow(db, conversationId)
  return row ? { listReadAt: row.listReadAt, detailReadAt: row.detailReadAt, deletedAt: row.deletedAt } : null
}

/** The row, made where there is none. To be called inside a transaction. */
export function claimRow(db: Database, conversationId: string): CallRow {
  db.run('INSERT INTO conversations (conversation_id) VALUES (?) ON CONFLICT DO NOTHING', [conversationId])
  return findRow(db, conversationId)!
}

/** Puts the things into the place of all that the call has in the table. */
export function replaceParts<T>(db: Database, table: PartTable<T>, id: number, things: readonly T[]): void {
  db.run(`DELETE FROM ${table.name} WHERE conversation = ?`, [id])
  putParts(db, table, id, things)
}

/** Adds the things; one with a key that is there takes the other's place. */
export function putParts<T>(db: Database, { name, columns }: PartTable<T>, id: number, things: readonly T[]): void {
  const places = columns.map(() => '?').join(', ')
  const insert = `INSERT OR REPLACE INTO ${name} (conversation, ${namesOf(columns).join(', ')}) VALUES (?, ${places})`
  for (const thing of things) db.run(insert, [id, ...valuesOf(columns, thing)])
}

/** `a = ?, b = ?` for an UPDATE, each value in a form of its own. */
export const assignments = (columns: readonly Pick<Column<never>, 'name'>[], form: (name: string) => string): string =>
  columns.map(({ name }) => `${name} = ${form(name)}`).join(', ')

import type { Value } from '../engine/bind.ts'
import type { Database } from '../engine/database.ts'
import { type Column, namesOf, valuesOf } from '../schema/column.ts'
import { DETAIL_PARTS, type PartTable } from '../schema/part-tables.ts'

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
  /** Of a detail there is something, if only a part of what it tells. */
  hasParts: boolean
  status: string | null
  title: string | null
  summary: string | null
}

const FIND = `
SELECT id, list_read_at AS listReadAt, detail_read_at AS detailReadAt, deleted_at AS deletedAt, fingerprint,
  detail_fingerprint AS detailFingerprint, status, title, summary,
  ${['detail_read_at IS NOT NULL', ...DETAIL_PARTS.map(({ name }) => `EXISTS (SELECT 1 FROM ${name} WHERE conversation = id)`)].join(' OR ')} AS hasParts
FROM conversations WHERE conversation_id = ?`

export function findRow(db: Database, conversationId: string): CallRow | undefined {
  const row = db.get(FIND, [conversationId])
  return row && ({ ...row, hasParts: row.hasParts === 1 } as unknown as CallRow)
}

/** When the parts of a call were read; Unix seconds, null: never. */
export type ReadingTimes = Pick<CallRow, 'listReadAt' | 'detailReadAt' | 'deletedAt'>

/** null: the call was never heard of. */
export function readingTimes(db: Database, conversationId: string): ReadingTimes | null {
  const row = findRow(db, conversationId)
  return row ? { listReadAt: row.listReadAt, detailReadAt: row.detailReadAt, deletedAt: row.deletedAt } : null
}

/** The row, made where there is none. To be called inside a transaction. */
export function claimRow(db: Database, conversationId: string): CallRow {
  const row = findRow(db, conversationId)
  if (row) return row
  db.run('INSERT INTO conversations (conversation_id) VALUES (?) ON CONFLICT DO NOTHING', [conversationId])
  return findRow(db, conversationId)!
}

/** Puts the things into the place of all that the call has in the table. */
export function replaceParts<T>(db: Database, table: PartTable<T>, id: number, things: readonly T[]): void {
  db.run(`DELETE FROM ${table.name} WHERE conversation = ?`, [id])
  putParts(db, table, id, things)
}

/** Adds the things; one with a key that is there takes the other's place. */
export function putParts<T>(db: Database, table: PartTable<T>, id: number, things: readonly T[]): void {
  for (let at = 0; at < things.length; ) {
    const size = SIZES.find(most => most <= things.length - at)!
    const params: Value[] = []
    for (const thing of things.slice(at, at + size)) params.push(id, ...valuesOf(table.columns, thing))
    db.run(insertOf(table, size), params)
    at += size
  }
}

/** Rows of one statement: to run one costs as much as some rows. Few sizes, since statements are kept. */
const SIZES = [16, 4, 1] as const
const inserts = new Map<string, string>()

function insertOf<T>({ name, columns }: PartTable<T>, rows: number): string {
  const key = `${name} ${rows}`
  let insert = inserts.get(key)
  if (insert === undefined) {
    const places = `(?${', ?'.repeat(columns.length)})`
    insert = `INSERT OR REPLACE INTO ${name} (conversation, ${namesOf(columns).join(', ')}) VALUES ${Array(rows).fill(places).join(', ')}`
    inserts.set(key, insert)
  }
  return insert
}

/** `a = ?, b = ?` for an UPDATE, each value in a form of its own. */
export const assignments = (columns: readonly Pick<Column<never>, 'name'>[], form: (name: string) => string): string =>
  columns.map(({ name }) => `${name} = ${form(name)}`).join(', ')

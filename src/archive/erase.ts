import { forgetCoverage } from './coverage.ts'
import type { Database } from './database.ts'
import { findRow } from './rows.ts'
import { namesOf } from './schema/column.ts'
import { DETAIL_COLUMNS } from './schema/detail-columns.ts'
import { PARTS } from './schema/part-tables.ts'
import { SUMMARY_COLUMNS } from './schema/summary-columns.ts'
import { forgetUnreadable } from './unreadable.ts'
import { forgetWords } from './words.ts'

const FACTS = namesOf([...SUMMARY_COLUMNS, ...DETAIL_COLUMNS]).filter(name => name !== 'started_at')

const EMPTY = `
UPDATE conversations
SET ${FACTS.map(name => `${name} = NULL`).join(', ')}, list_read_at = NULL, detail_read_at = NULL,
  fingerprint = NULL, detail_fingerprint = NULL, mapping = NULL, deleted_at = ?
WHERE id = ?`

/** How many calls leave in one transaction: others wait for it. */
const BATCH = 100

/**
 * The API no longer has the call (learned at `at`, Unix seconds): its id and its time stay, all else goes.
 * @returns false: it is not here, or was read later than that
 */
export function tombstone(db: Database, conversationId: string, at: number): boolean {
  return db.transaction(() => {
    const row = findRow(db, conversationId)
    if (!row || Math.max(row.listReadAt ?? 0, row.detailReadAt ?? 0) > at) return false
    db.run(EMPTY, [at, row.id])
    for (const { name } of PARTS) db.run(`DELETE FROM ${name} WHERE conversation = ?`, [row.id])
    db.run('DELETE FROM bodies WHERE conversation = ?', [row.id])
    forgetWords(db, row.id)
    forgetUnreadable(db, row.id)
    return true
  })
}

/**
 * Removes all calls that started before (Unix seconds), tombstones too, and what is known to be complete of that time.
 * @returns how many
 */
export function prune(db: Database, before: number): number {
  let removed = 0
  // First, so that whatever happens nobody takes the gap for a time without calls.
  db.transaction(() => forgetCoverage(db, before))
  for (let batch = BATCH; batch === BATCH; removed += batch) {
    batch = db.transaction(() => {
      const rows = db.all('SELECT id FROM conversations WHERE started_at < ? LIMIT ?', [before, BATCH])
      for (const { id } of rows) {
        forgetWords(db, Number(id))
        db.run('DELETE FROM conversations WHERE id = ?', [id!])
      }
      return rows.length
    })
  }
  return removed
}

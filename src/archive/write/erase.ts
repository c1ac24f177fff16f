import { forgetCoverage } from '../coverage/coverage.ts'
import { forgetUnreadable } from '../due/unreadable.ts'
import type { Database } from '../engine/database.ts'
import { PARTS } from '../schema/part-tables.ts'
import { forgetWords } from '../words/word-index.ts'
import { findRow } from './rows.ts'

/** What stays of a deleted call. Columns of later schemas go with the others, whoever adds them. */
const STAYS = new Set(['id', 'conversation_id', 'started_at', 'deleted_at'])

function empty(db: Database, id: number, at: number): void {
  const names = db.all('PRAGMA table_info(conversations)').map(({ name }) => String(name))
  const facts = names.filter(name => !STAYS.has(name)).map(name => `${name} = NULL`)
  db.run(`UPDATE conversations SET ${facts.join(', ')}, deleted_at = ? WHERE id = ?`, [at, id])
}

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
    empty(db, row.id, at)
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
  // First, so that, whatever happens, the gap is not taken for a time without calls.
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

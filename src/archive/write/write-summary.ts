import type { ConversationSummary } from '../../domain/conversation.ts'
import type { Database } from '../engine/database.ts'
import { valuesOf } from '../schema/column.ts'
import { COLLECTED, CRITERIA, TAGS } from '../schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../schema/summary-columns.ts'
import { indexHeadline } from '../words/word-index.ts'
import { fingerprintOf } from './list-facts.ts'
import { assignments, claimRow, putParts, replaceParts } from './rows.ts'

/** Lists give these on request only, or not at all, so that their absence says nothing. */
const ON_REQUEST = new Set(['title', 'summary', 'environment'])

const UPDATE = `
UPDATE conversations
SET ${assignments(SUMMARY_COLUMNS, name => (ON_REQUEST.has(name) ? `coalesce(?, ${name})` : '?'))},
  list_read_at = ?, fingerprint = ?, deleted_at = NULL
WHERE id = ?`

/**
 * Writes what a list told at `at` (Unix seconds); nothing, where something newer is known. To be called inside a
 * transaction.
 * @returns our own id of the call; null: it has been deleted since
 */
export function writeSummary(db: Database, summary: ConversationSummary, at: number): number | null {
  const row = claimRow(db, summary.id)
  if (at < (row.deletedAt ?? 0)) return null
  if (at < Math.max(row.listReadAt ?? 0, row.detailReadAt ?? 0)) return row.id
  db.run(UPDATE, [...valuesOf(SUMMARY_COLUMNS, summary), at, fingerprintOf(summary), row.id])
  replaceParts(db, TAGS, row.id, summary.tagIds)
  // Also on request only: what this list does not tell stays.
  putParts(db, CRITERIA, row.id, summary.criteria)
  putParts(db, COLLECTED, row.id, summary.collected)
  const title = summary.title ?? row.title
  const text = summary.summary ?? row.summary
  if (title !== row.title || text !== row.summary) indexHeadline(db, row.id, title, text)
  return row.id
}

import type { ConversationSummary } from '../../domain/conversation.ts'
import type { Database } from '../engine/database.ts'
import { valuesOf } from '../schema/column.ts'
import { COLLECTED, CRITERIA, TAGS } from '../schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../schema/summary-columns.ts'
import { forgetHeadline, indexHeadline } from '../words/word-index.ts'
import { fingerprintOf } from './list-facts.ts'
import { assignments, type CallRow, claimRow, putParts, replaceParts } from './rows.ts'

/** Lists give these on request only, or not at all, so that their absence says nothing. */
const ON_REQUEST = new Set(['title', 'summary', 'environment'])

const UPDATE = `
UPDATE conversations
SET ${assignments(SUMMARY_COLUMNS, name => (ON_REQUEST.has(name) ? `coalesce(?, ${name})` : '?'))},
  list_read_at = ?, fingerprint = ?, deleted_at = NULL
WHERE id = ?`

/**
 * Writes what a list told of calls at `at` (Unix seconds); nothing, where something newer is known. To be called inside
 * a transaction.
 * @returns our own ids of the calls, but for those that have been deleted since
 */
export function writeSummaries(db: Database, summaries: readonly ConversationSummary[], at: number): number[] {
  // Words are inserted after all else, as those of details; a call may be listed twice.
  const headlines = new Map<number, () => void>()
  const ids = summaries.flatMap(summary => {
    const row = claimRow(db, summary.id)
    if (at < (row.deletedAt ?? 0)) return []
    if (at >= Math.max(row.listReadAt ?? 0, row.detailReadAt ?? 0)) writeRow(db, row, summary, at, headlines)
    return row.id
  })
  for (const index of headlines.values()) index()
  return ids
}

/** @param headlines by our own id of the call: what writes their words */
function writeRow(
  db: Database,
  row: CallRow,
  summary: ConversationSummary,
  at: number,
  headlines: Map<number, () => void>,
): void {
  db.run(UPDATE, [...valuesOf(SUMMARY_COLUMNS, summary), at, fingerprintOf(summary), row.id])
  replaceParts(db, TAGS, row.id, summary.tagIds)
  // Also on request only: what this list does not tell stays.
  putParts(db, CRITERIA, row.id, summary.criteria)
  putParts(db, COLLECTED, row.id, summary.collected)
  const title = summary.title ?? row.title
  const text = summary.summary ?? row.summary
  if (title === row.title && text === row.summary) return
  if (row.title !== null || row.summary !== null) forgetHeadline(db, row.id)
  headlines.set(row.id, () => indexHeadline(db, row.id, title, text))
}

import type { ConversationSummary } from '../../domain/conversation.ts'
import { sql } from '../engine/sql.ts'
import { change, type Work } from '../engine/work.ts'
import { COLLECTED, CRITERIA, TAGS } from '../schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../schema/summary-columns.ts'
import { forgetHeadline, type Indexing, indexHeadline, inOrder, type Words } from '../words/words.ts'
import { fingerprintOf } from './list-facts.ts'
import { assignments, type CallRow, lookUp, putParts, replaceParts, rowAt } from './rows.ts'

/** Lists give these on request only, or not at all, so that their absence says nothing. */
const ON_REQUEST = new Set(['title', 'summary', 'environment'])
const AS_LISTED = (name: string): string => (ON_REQUEST.has(name) ? `coalesce(?, ${name})` : '?')

/**
 * Writes what a list told of calls at `at` (Unix seconds); nothing, where something newer is known.
 * @returns our own ids of the calls, but for those that have been deleted since
 */
export function* writeSummaries(words: Words, summaries: readonly ConversationSummary[], at: number): Work<number[]> {
  const ids: number[] = []
  const rows = yield* lookUp(summaries.map(({ id }) => id))
  // Words are inserted after all else, as those of details; a call may be listed twice.
  const headlines = new Map<number, Indexing>()
  for (const summary of summaries) {
    const known = yield* rows.claim(summary.id, summary.startedAt)
    if (at < (known.deletedAt ?? 0)) continue
    const isNews = at >= Math.max(known.listReadAt ?? 0, known.detailReadAt ?? 0)
    const row = isNews ? yield* rowAt(known, summary.id, summary.startedAt) : known
    ids.push(row.id)
    if (isNews) {
      const headline = yield* writeRow(words, row, summary, at)
      if (headline) headlines.set(row.id, { id: row.id, work: headline })
    }
  }
  for (const { work } of inOrder([...headlines.values()])) yield* work
  return ids
}

/** @returns writes the words of title and summary; null: they are there */
function* writeRow(words: Words, row: CallRow, summary: ConversationSummary, at: number): Work<Work<void> | null> {
  const facts = assignments(SUMMARY_COLUMNS, summary, AS_LISTED)
  yield* change(sql`
    UPDATE conversations SET ${facts}, list_read_at = ${at}, fingerprint = ${fingerprintOf(summary)}, deleted_at = NULL
    WHERE id = ${row.id}`)
  yield* replaceParts(TAGS, row, summary.tagIds)
  // Also on request only: what this list does not tell stays.
  yield* putParts(CRITERIA, row.id, summary.criteria)
  yield* putParts(COLLECTED, row.id, summary.collected)
  const title = summary.title ?? row.title
  const text = summary.summary ?? row.summary
  if (title === row.title && text === row.summary) return null
  if (row.title !== null || row.summary !== null) yield* forgetHeadline(words, row.id)
  return indexHeadline(words, row.id, title, text)
}

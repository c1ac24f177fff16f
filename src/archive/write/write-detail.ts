import type { Conversation } from '../../domain/conversation.ts'
import { forgetUnreadable } from '../due/unreadable.ts'
import { identifier, sql } from '../engine/sql.ts'
import { change, first, insert, run, type Work } from '../engine/work.ts'
import { DETAIL_COLUMNS } from '../schema/detail-columns.ts'
import {
  COLLECTED,
  CRITERIA,
  DETAIL_PARTS,
  GUARDRAILS,
  type PartTable,
  TAGS,
  TOOL_CALLS,
  TURNS,
  VARIABLES,
  VISITED,
} from '../schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../schema/summary-columns.ts'
import { isKeptVariable } from '../select/conditions.ts'
import {
  forgetEvaluation,
  forgetHeadline,
  forgetTurns,
  type Indexing,
  indexEvaluation,
  indexHeadline,
  indexTurns,
  inOrder,
  type Words,
} from '../words/words.ts'
import { fingerprintOf, summaryOf } from './list-facts.ts'
import type { PreparedDetail } from './prepare-detail.ts'
import { assignments, type CallRow, claimRow, lookUp, putParts, replaceParts, rowAt } from './rows.ts'
import { countsAsOf } from './seen.ts'

/** Counts up whenever a body would be written differently: older rows are then written again from their bodies. */
export const MAPPING = 14

// What the list told, too, is taken from the newer of both; where that says nothing, the other's word stands.
const AFTER_LIST = (name: string): string => `coalesce(?, ${name})`
const BEHIND_LIST = (name: string): string => `coalesce(${name}, ?)`

/** What details alone tell, and calls have without end. */
interface DetailPart {
  size: number
  put(id: number, from: number, to: number): Work<void>
}

export const partsOf = ({ call, facts, turns, tools }: PreparedDetail): DetailPart[] => [
  part(TURNS, turns),
  part(TOOL_CALLS, tools),
  part(VARIABLES, variablesOf(call)),
  part(VISITED, facts.visited.length > 0 ? facts.visited : visitedOf(call)),
  part(GUARDRAILS, facts.guardrails),
]

const part = <T>(table: PartTable<T>, things: readonly T[]): DetailPart => ({
  size: things.length,
  put: (id, from, to) => putParts(table, id, things.slice(from, to)),
})

/** The call counts as not read. */
export const markUnread = (id: number): Work<number> =>
  run(sql`UPDATE conversations SET detail_read_at = NULL WHERE id = ${id}`)

/** A number above those of all its turns that are here. */
export function* turnsOf(id: number): Work<number> {
  const last = yield* first(sql`SELECT max(turn_index) AS "index" FROM turns WHERE conversation = ${id}`)
  return Number(last?.index ?? -1) + 1
}

/** What is here of these turns goes: of a long call, all of it at once would keep others waiting. */
export function* dropTurns(words: Words, id: number, from: number, to: number): Work<void> {
  for (const { name } of [TURNS, TOOL_CALLS]) {
    yield* run(
      sql`DELETE FROM ${identifier(name)} WHERE conversation = ${id} AND turn_index >= ${from} AND turn_index < ${to}`,
    )
  }
  yield* words.forget(id, from, to)
}

/** The call counts as not read, and nothing that only its detail tells is left of it. */
export function* dropParts(words: Words, id: number): Work<void> {
  yield* markUnread(id)
  yield* dropRows(id)
  yield* forgetTurns(words, id)
  yield* forgetEvaluation(words, id)
}

function* dropRows(id: number): Work<void> {
  for (const { name } of DETAIL_PARTS) yield* change(sql`DELETE FROM ${identifier(name)} WHERE conversation = ${id}`)
}

export const isOutdated = (row: CallRow, at: number): boolean =>
  at < Math.max(row.detailReadAt ?? 0, row.deletedAt ?? 0)

/** Several calls, none twice, each as `writeDetail` does it. */
export function* writeDetails(words: Words, details: readonly { detail: PreparedDetail; at: number }[]): Work<void> {
  const indexing: Indexing[] = []
  const rows = yield* lookUp(details.map(({ detail }) => detail.call.id))
  for (const { detail, at } of details) {
    const known = yield* rows.claim(detail.call.id, detail.call.startedAt)
    const index = yield* writeRows(words, known, detail, at, false)
    if (index) indexing.push(index)
  }
  for (const { work } of inOrder(indexing)) yield* work
}

/**
 * Writes what the detail of a call told at `at` (Unix seconds), in the place of what an older one told.
 * @param hasParts turns, their words and what else `DETAIL_PARTS` hold are there already
 * @returns false: something newer is known, nothing was written
 */
export function* writeDetail(words: Words, detail: PreparedDetail, at: number, hasParts = false): Work<boolean> {
  const known = yield* claimRow(detail.call.id, detail.call.startedAt)
  const index = yield* writeRows(words, known, detail, at, hasParts)
  if (index) yield* index.work
  return index !== null
}

/**
 * All but the words: an index gathers what is inserted, and may write it down whenever another table is written
 * meanwhile (FTS5 does), so words are inserted last, those of several calls together.
 * @returns writes the words; null: something newer is known
 */
function* writeRows(
  words: Words,
  known: CallRow,
  detail: PreparedDetail,
  askedAt: number,
  hasParts: boolean,
): Work<Indexing | null> {
  const { call } = detail
  const at = countsAsOf(known, askedAt, detail.seen)
  if (isOutdated(known, at)) return null
  const isBehindList = at < (known.listReadAt ?? 0)
  const row = yield* rowAt(known, call.id, isBehindList ? (known.startedAt ?? call.startedAt) : call.startedAt)
  // A body that somebody trimmed may name no status; the list did.
  const status = call.status === 'unknown' ? (row.status ?? call.status) : call.status
  const listed = assignments(SUMMARY_COLUMNS, { ...summaryOf(call), status }, isBehindList ? BEHIND_LIST : AFTER_LIST)
  yield* change(sql`
    UPDATE conversations SET ${listed}, ${assignments(DETAIL_COLUMNS, detail)}, detail_read_at = ${at},
      detail_fingerprint = ${detailFingerprint(row, call, at)}, mapping = ${MAPPING}, deleted_at = NULL
    WHERE id = ${row.id}`)
  yield* insert('bodies', ['conversation', 'detail', 'masked'], 1, [[row.id, detail.packed, detail.patch ?? null]])
  if (!row.isNew) yield* forgetUnreadable(row.id)
  if (!isBehindList) yield* replaceParts(TAGS, row, call.tagIds)
  if (!hasParts) {
    if (row.hasParts) yield* dropRows(row.id)
    for (const { size, put } of partsOf(detail)) yield* put(row.id, 0, size)
  }
  yield* replaceParts(CRITERIA, row, call.criteria)
  yield* replaceParts(COLLECTED, row, call.collected)
  if (row.hasParts && !hasParts) yield* forgetTurns(words, row.id)
  if (row.hasParts || hasParts) yield* forgetEvaluation(words, row.id)
  const title = call.title ?? row.title
  const summary = call.summary ?? row.summary
  // The list has told the same, and its words are there.
  const isHeadlineNew = row.hasParts || title !== row.title || summary !== row.summary
  if (isHeadlineNew && !row.isNew) yield* forgetHeadline(words, row.id)
  const headline = isHeadlineNew ? { title, summary } : null
  return { id: row.id, work: indexCall(words, row.id, call, { hasTurns: hasParts, headline }) }
}

function* indexCall(
  words: Words,
  id: number,
  call: Conversation,
  { hasTurns, headline }: { hasTurns: boolean; headline: Pick<Conversation, 'title' | 'summary'> | null },
): Work<void> {
  if (headline) yield* indexHeadline(words, id, headline.title, headline.summary)
  if (!hasTurns) yield* indexTurns(words, id, call.turns)
  yield* indexEvaluation(words, id, call)
}

/** What a list has to show for this detail to be up to date. */
function detailFingerprint(row: CallRow, call: Conversation, at: number): string {
  if (at === row.detailReadAt && row.detailFingerprint !== null) return row.detailFingerprint
  const isAfterList = row.listReadAt !== null && at >= row.listReadAt
  return isAfterList && row.fingerprint !== null ? row.fingerprint : fingerprintOf(summaryOf(call))
}

const variablesOf = ({ variables }: Conversation): { id: string; value: unknown }[] =>
  Object.entries(variables)
    .filter(([name]) => isKeptVariable(name))
    .map(([id, value]) => ({ id, value }))

const visitedOf = ({ visitedAgentIds }: Conversation) =>
  visitedAgentIds.map((agentId, position) => ({ position, agentId, branchId: null }))

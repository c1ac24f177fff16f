import { withoutSecretsInPieces } from '../../api/remove-secrets.ts'
import type { Conversation, Turn } from '../../domain/conversation.ts'
import { measuresInPieces, talkOf, turnMeasuresInPieces } from '../../domain/measures.ts'
import { toLines } from '../../domain/transcript.ts'
import { atOnce, type Pieces } from '../../pieces.ts'
import { forgetUnreadable } from '../due/unreadable.ts'
import type { Database } from '../engine/database.ts'
import { valuesOf } from '../schema/column.ts'
import { DETAIL_COLUMNS, type Detail } from '../schema/detail-columns.ts'
import {
  COLLECTED,
  CRITERIA,
  DETAIL_PARTS,
  GUARDRAILS,
  type PartTable,
  TAGS,
  TOOL_CALLS,
  type ToolUse,
  TURNS,
  VARIABLES,
  VISITED,
} from '../schema/part-tables.ts'
import { SUMMARY_COLUMNS } from '../schema/summary-columns.ts'
import type { MeasuredTurn } from '../schema/turn-columns.ts'
import { isKeptVariable } from '../select/conditions.ts'
import {
  forgetHeadline,
  forgetTurns,
  indexHeadline,
  indexInPieces,
  indexTurns,
  isLongToIndex,
} from '../words/word-index.ts'
import { packAtOnce, packInPieces } from './body.ts'
import { filterFactsOf } from './filter-facts.ts'
import { fingerprintOf, summaryOf } from './list-facts.ts'
import { assignments, type CallRow, claimRow, putParts, replaceParts } from './rows.ts'
import { packBody } from './segments.ts'

/** Counts up whenever a body would be written differently: older rows are then written again from their bodies. */
export const MAPPING = 4

/** A detail made ready: all that takes time happens before the transaction. */
export interface PreparedDetail extends Detail {
  packed: Uint8Array
  turns: MeasuredTurn[]
  tools: ToolUse[]
}

/**
 * @param raw the API's body of the call; what must not leave the client is taken out
 * @param call what `toConversation` makes of it
 */
export const prepareDetail = (raw: unknown, call: Conversation): PreparedDetail =>
  atOnce(prepareInPieces(raw, call, packAtOnce))

/** The same in pieces: of a call of megabytes, each takes some tens of milliseconds. */
export function* prepareInPieces(raw: unknown, call: Conversation, packOne = packInPieces): Pieces<PreparedDetail> {
  const facts = yield* filterFactsOf(raw)
  yield
  yield* talkOf(call)
  const perTurn = yield* turnMeasuresInPieces(call)
  yield
  const measures = yield* measuresInPieces(call)
  yield
  const body = yield* withoutSecretsInPieces(raw)
  yield
  return {
    ...{ call, facts, measures },
    packed: yield* packBody(body, packOne),
    turns: call.turns.map((turn, index) => ({ turn, measures: perTurn[index]! })),
    tools: toolUsesOf(call.turns),
  }
}

const KEEP_BODY = `
INSERT INTO bodies (conversation, detail) VALUES (?, ?)
ON CONFLICT DO UPDATE SET detail = excluded.detail`

const update = (form: (name: string) => string): string => `
UPDATE conversations
SET ${assignments(SUMMARY_COLUMNS, form)}, ${assignments(DETAIL_COLUMNS, () => '?')},
  detail_read_at = ?, detail_fingerprint = ?, mapping = ?, deleted_at = NULL
WHERE id = ?`

// What the list told, too, is taken from the newer of both; where that says nothing, the other's word stands.
const UPDATE = update(name => `coalesce(?, ${name})`)
const UPDATE_BEHIND_LIST = update(name => `coalesce(${name}, ?)`)

/** Rows that one transaction writes. */
const ROWS = 500

/**
 * Writes what the detail of a call told at `at`, as `writeDetail`. A call with more parts than one transaction should
 * write is written in several: until the last one it counts as not read.
 * @param guard throws where nothing may be written any more
 */
export function* writeInPieces(db: Database, detail: PreparedDetail, at: number, guard: () => void): Pieces<boolean> {
  const { call } = detail
  const guarded = <T>(write: () => T): T =>
    db.transaction(() => {
      guard()
      return write()
    })
  if (!hasManyParts(detail)) return guarded(() => writeDetail(db, detail, at))
  const id = guarded(() => {
    const row = claimRow(db, call.id)
    if (isOutdated(row, at)) return null
    dropParts(db, row.id)
    return row.id
  })
  if (id === null) return false
  for (const { size, put } of partsOf(detail)) {
    for (let from = 0; from < size; from += ROWS) {
      yield
      guarded(() => put(db, id, from, from + ROWS))
    }
  }
  yield* indexInPieces(db, id, call.turns)
  yield
  return guarded(() => {
    const isWritten = writeDetail(db, detail, at, true)
    // Deleted meanwhile; or something newer was written, and is to be read again, since it is mixed with this.
    if (!isWritten) dropParts(db, id)
    return isWritten
  })
}

/** Whether the call is more than one transaction should write. */
export const hasManyParts = (detail: PreparedDetail): boolean =>
  partsOf(detail).reduce((rows, { size }) => rows + size, 0) > 4 * ROWS || isLongToIndex(detail.call.turns)

interface DetailPart {
  size: number
  put(db: Database, id: number, from: number, to: number): void
}

const partsOf = ({ call, facts, turns, tools }: PreparedDetail): DetailPart[] => [
  part(TURNS, turns),
  part(TOOL_CALLS, tools),
  part(VARIABLES, variablesOf(call)),
  part(VISITED, facts.visited.length > 0 ? facts.visited : visitedOf(call)),
  part(GUARDRAILS, facts.guardrails),
]

const part = <T>(table: PartTable<T>, things: readonly T[]): DetailPart => ({
  size: things.length,
  put: (db, id, from, to) => putParts(db, table, id, things.slice(from, to)),
})

/** The call counts as not read. */
function dropParts(db: Database, id: number): void {
  db.run('UPDATE conversations SET detail_read_at = NULL WHERE id = ?', [id])
  dropRows(db, id)
  forgetTurns(db, id)
}

function dropRows(db: Database, id: number): void {
  for (const { name } of DETAIL_PARTS) db.run(`DELETE FROM ${name} WHERE conversation = ?`, [id])
}

const isOutdated = (row: CallRow, at: number): boolean => at < Math.max(row.detailReadAt ?? 0, row.deletedAt ?? 0)

/** Several calls, none twice, each as `writeDetail` does it. To be called inside a transaction. */
export function writeDetails(db: Database, details: readonly { detail: PreparedDetail; at: number }[]): void {
  for (const index of details.map(({ detail, at }) => writeRows(db, detail, at, false))) index?.()
}

/**
 * Writes what the detail of a call told at `at` (Unix seconds), in the place of what an older one told. To be called
 * inside a transaction.
 * @param hasParts turns, their words and what else `DETAIL_PARTS` hold are there already
 * @returns false: something newer is known, nothing was written
 */
function writeDetail(db: Database, detail: PreparedDetail, at: number, hasParts = false): boolean {
  const index = writeRows(db, detail, at, hasParts)
  index?.()
  return index !== null
}

/**
 * All but the words. FTS5 gathers what is inserted, and writes it down at each deletion of its own, and at each insert
 * into another table that may fail half-way: so words are inserted last, those of several calls together.
 * @returns writes the words; null: something newer is known
 */
function writeRows(db: Database, detail: PreparedDetail, at: number, hasParts: boolean): (() => void) | null {
  const { call } = detail
  const row = claimRow(db, call.id)
  if (isOutdated(row, at)) return null
  const isBehindList = at < (row.listReadAt ?? 0)
  // A body that somebody trimmed may name no status; the list did.
  const status = call.status === 'unknown' ? (row.status ?? call.status) : call.status
  db.run(isBehindList ? UPDATE_BEHIND_LIST : UPDATE, [
    ...valuesOf(SUMMARY_COLUMNS, { ...summaryOf(call), status }),
    ...valuesOf(DETAIL_COLUMNS, detail),
    ...[at, detailFingerprint(row, call, at), MAPPING, row.id],
  ])
  db.run(KEEP_BODY, [row.id, detail.packed])
  forgetUnreadable(db, row.id)
  if (!isBehindList) replaceParts(db, TAGS, row.id, call.tagIds)
  if (!hasParts) {
    if (row.hasParts) dropRows(db, row.id)
    for (const { size, put } of partsOf(detail)) put(db, row.id, 0, size)
  }
  replaceParts(db, CRITERIA, row.id, call.criteria)
  replaceParts(db, COLLECTED, row.id, call.collected)
  if (row.hasParts && !hasParts) forgetTurns(db, row.id)
  const title = call.title ?? row.title
  const summary = call.summary ?? row.summary
  // The list has told the same, and its words are there.
  const isHeadlineNew = row.hasParts || title !== row.title || summary !== row.summary
  if (isHeadlineNew) forgetHeadline(db, row.id)
  return () => {
    if (!hasParts) indexTurns(db, row.id, call.turns)
    if (isHeadlineNew) indexHeadline(db, row.id, title, summary)
  }
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

function toolUsesOf(turns: readonly Turn[]): ToolUse[] {
  const counts = new Map<number, number>()
  return toLines(turns).flatMap(line => {
    if (line.kind !== 'tool') return []
    const position = counts.get(line.turn.index) ?? 0
    counts.set(line.turn.index, position + 1)
    return { turn: line.turn.index, position, call: line.call, result: line.result, ran: line.ran }
  })
}

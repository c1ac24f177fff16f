import { batches, type Pieces, waitFor } from '../../pieces.ts'
import type { Work } from '../engine/work.ts'
import {
  INDEXED_AT_ONCE,
  isLongToIndex,
  lengthOf,
  MOST_TURNS,
  placeInPieces,
  replacePlaces,
  type WordPlace,
  type Words,
} from '../words/words.ts'
import type { PreparedDetail } from './prepare-detail.ts'
import { claimRow } from './rows.ts'
import { countsAsOf } from './seen.ts'
import { dropParts, dropTurns, isOutdated, markUnread, partsOf, turnsOf, writeDetail } from './write-detail.ts'

/** Rows that one transaction writes. */
const ROWS = 500

/** What writes rows: each work in a transaction, and only while the archive may still be written. */
export interface Writer {
  words: Words
  read<T>(work: Work<T>): Promise<T>
  write<T>(work: Work<T>): Promise<T>
}

/**
 * Writes what the detail of a call told at `at`, as `writeDetail`. A call with more parts than one transaction should
 * write is written in several: until the last one it counts as not read.
 */
export function* writeInPieces(writer: Writer, detail: PreparedDetail, at: number): Pieces<boolean> {
  const { words } = writer
  if (!hasManyParts(detail)) return yield* waitFor(writer.write(writeDetail(words, detail, at)))
  const begun = yield* waitFor(writer.write(begin(detail, at)))
  if (begun === null) return false
  const { id, turns } = begun
  for (let from = 0; from < turns; from += ROWS) {
    yield
    yield* waitFor(writer.write(dropTurns(words, id, from, from + ROWS)))
  }
  yield* waitFor(writer.write(dropParts(words, id)))
  for (const { size, put } of partsOf(detail)) {
    for (let from = 0; from < size; from += ROWS) {
      yield
      yield* waitFor(writer.write(put(id, from, from + ROWS)))
    }
  }
  for (const batch of batches(detail.call.turns.slice(0, MOST_TURNS), INDEXED_AT_ONCE, lengthOf)) {
    yield
    const places: WordPlace[] = []
    for (const turn of batch) places.push(yield* placeInPieces(words, turn))
    yield
    // Another process may have read the call, too.
    yield* waitFor(writer.write(replacePlaces(words, id, places)))
  }
  yield
  return yield* waitFor(writer.write(finish(words, id, detail, at)))
}

/**
 * The call counts as not read from now on.
 * @returns our id of it, and a number above those of all its turns that are here; null: something newer is known
 */
function* begin({ call, seen }: PreparedDetail, at: number): Work<{ id: number; turns: number } | null> {
  const row = yield* claimRow(call.id, call.startedAt)
  if (isOutdated(row, countsAsOf(row, at, seen))) return null
  yield* markUnread(row.id)
  return { id: row.id, turns: yield* turnsOf(row.id) }
}

function* finish(words: Words, id: number, detail: PreparedDetail, at: number): Work<boolean> {
  const isWritten = yield* writeDetail(words, detail, at, true)
  // Deleted meanwhile; or something newer was written, and is to be read again, since it is mixed with this.
  if (!isWritten) yield* dropParts(words, id)
  return isWritten
}

/** Whether the call is more than one transaction should write. */
export const hasManyParts = (detail: PreparedDetail): boolean =>
  partsOf(detail).reduce((rows, { size }) => rows + size, 0) > 4 * ROWS || isLongToIndex(detail.call.turns)

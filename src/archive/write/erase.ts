import { forgetCoverage } from '../coverage/coverage.ts'
import { isIn, mayStart, type Sql, sql } from '../engine/sql.ts'
import { all, dropBefore, first, run, type Work } from '../engine/work.ts'
import { forgetCall, type Words } from '../words/words.ts'
import { findRow } from './rows.ts'
import { countsAsOf, type Seen } from './seen.ts'
import type { Writer } from './write-in-pieces.ts'

/** How many calls leave in one transaction: others wait for it. */
const BATCH = 100

/**
 * The API no longer has the call (asked at `askedAt`, Unix seconds): its id and its time stay, all else goes.
 * @returns false: it is not here, or was read later than that
 */
export function* tombstone(words: Words, conversationId: string, askedAt: number, seen?: Seen): Work<boolean> {
  const row = yield* findRow(conversationId)
  if (!row) return false
  const at = countsAsOf(row, askedAt, seen)
  if (Math.max(row.listReadAt ?? 0, row.detailReadAt ?? 0) > at) return false
  const started = yield* first<{ at: number | null }>(
    sql`SELECT started_at AS at FROM conversations WHERE id = ${row.id}`,
  )
  yield* erase(words, [row.id])
  yield* run(sql`
    INSERT INTO conversations (id, conversation_id, started_at, deleted_at)
    VALUES (${row.id}, ${conversationId}, ${started!.at}, ${at})`)
  return true
}

/** Calls with all that belongs to them: their parts go with their rows. */
export function* erase(words: Words, ids: readonly number[]): Work<void> {
  for (const id of ids) yield* forgetCall(words, id)
  yield* run(sql`DELETE FROM conversations WHERE ${isIn(sql`id`, ids)}`)
}

/** What `prune` removed. */
export interface Pruned {
  /** Calls that started before. */
  earlier: number
  /** Calls whose start nobody knows. */
  undated: number
}

/**
 * Removes all calls that started before (Unix seconds), tombstones too, and what is known to be complete of that time;
 * and calls of an unknown start: nothing proves that they are younger, and they would stay for ever.
 */
export async function prune(writer: Writer, before: number): Promise<Pruned> {
  // First, so that, whatever happens, the gap is not taken for a time without calls.
  await writer.write(forgetCoverage(before))
  const dropped = await writer.write(dropBefore(before))
  const isEarlier = sql`c.started_at > 0 AND c.started_at < ${before} AND ${mayStart(undefined, before)}`
  return {
    earlier: dropped + (await eraseAll(writer, isEarlier)),
    undated: await eraseAll(writer, sql`(c.started_at IS NULL OR c.started_at <= 0)`),
  }
}

/** Batch by batch. @param where speaks of `conversations c` @returns how many */
async function eraseAll(writer: Writer, where: Sql): Promise<number> {
  let erased = 0
  for (let batch = BATCH; batch === BATCH; erased += batch) batch = await writer.write(eraseSome(writer.words, where))
  return erased
}

function* eraseSome(words: Words, where: Sql): Work<number> {
  const rows = yield* all(sql`SELECT c.id FROM conversations c WHERE ${where} LIMIT ${BATCH}`)
  yield* erase(
    words,
    rows.map(({ id }) => Number(id)),
  )
  return rows.length
}

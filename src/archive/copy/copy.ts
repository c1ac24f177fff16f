import { createHash } from 'node:crypto'
import { ArchiveError } from '../../errors.ts'
import { batches, inTurns } from '../../pieces.ts'
import type { Archive } from '../archive.ts'
import { isIn, sql } from '../engine/sql.ts'
import { all, texts, type Work } from '../engine/work.ts'
import { occupiedTarget, unfinishedCopy } from '../failures.ts'
import { erase } from '../write/erase.ts'
import { beginCopy, isUnfinishedCopy, lineageOf, readNotes, writeNotes } from './notes.ts'
import { type CallRows, countRows, digestOf, readCalls, writeCalls } from './rows.ts'
import { wordsOf } from './words.ts'

/** How far a copy is: in the first phase calls are copied, in the second all are compared once more. */
export interface CopyProgress {
  phase: 'copy' | 'verify'
  done: number
  total: number
}

export interface CopyReport {
  calls: number
  transcripts: number
  /** Calls that were written; others were there from an earlier run. */
  written: number
  /** Of all calls in order, the same of original and copy. */
  digest: string
}

export interface CopyOptions {
  signal: AbortSignal
  onProgress?: ((progress: CopyProgress) => void) | undefined
}

/** Calls of one transaction, or bytes of their bodies; ids looked up at a time. */
const [CALLS, BYTES, IDS] = [50, 400_000, 1_000]
/** A call of the original that changes while it is compared is copied again, so many times. */
const TRIES = 5
/** Whether another copies is looked at so often: one that has just been killed does not count. */
const LOOKS = 3

/**
 * Makes the target hold what the source does: calls with bodies and all that was made of them, memberships, coverage,
 * and by which keys the workspace is known. The index of words is made anew. What is there already and equal is left as
 * it is, so that a copy that was interrupted is continued. The source may be in use meanwhile; the target is refused by
 * whoever wants to answer from it (`isUnfinishedCopy`) until all of it is there.
 * @throws ArchiveError where there is nothing to copy, or the target is neither empty nor an unfinished copy of the source;
 * the signal's reason
 */
export async function copyArchive(source: Archive, target: Archive, options: CopyOptions): Promise<CopyReport> {
  if (await source.read(isUnfinishedCopy())) throw unfinishedCopy(source.path)
  if ((await source.read(callsAfter(0))) === 0) throw new ArchiveError(`There are no calls to copy in ${source.path}.`)
  const lineage = await source.write(lineageOf())
  const refused = await target.write(beginCopy(lineage))
  if (refused !== null) throw occupiedTarget(target.path, refused)
  let looks = 0
  const isNeeded = async (): Promise<boolean> => {
    if (++looks <= LOOKS) return true
    throw new ArchiveError(`Another process is copying into ${target.path} right now. Wait until it has ended.`)
  }
  return (await target.leases.alone('copy', () => copyAll(source, target, options), isNeeded, options.signal))!
}

async function copyAll(source: Archive, target: Archive, options: CopyOptions): Promise<CopyReport> {
  const first = await pass(source, target, 'copy', options)
  // What is covered then is among the calls that are compared later.
  const notes = await source.read(readNotes())
  await removeOthers(source, target)
  const last = await pass(source, target, 'verify', options)
  await compareCounts(last.rows, target)
  await target.write(writeNotes(notes))
  const { conversations: calls = 0, bodies: transcripts = 0 } = last.rows
  return { calls, transcripts, written: first.written + last.written, digest: last.digest }
}

interface Pass {
  written: number
  digest: string
  /** Of the original, by table. */
  rows: Record<string, number>
}

/** Compares all calls, and writes those that differ. */
async function pass(
  source: Archive,
  target: Archive,
  phase: CopyProgress['phase'],
  { signal, onProgress }: CopyOptions,
): Promise<Pass> {
  const digest = createHash('sha256')
  const rows: Record<string, number> = { conversations: 0 }
  let written = 0
  let done = 0
  let last = 0
  for (;;) {
    const heads = await source.read(nextCalls(last))
    if (heads.length === 0) break
    const total = done + (await source.read(callsAfter(last)))
    for (const batch of batches(heads, BYTES, ({ bytes }) => Math.max(bytes, BYTES / CALLS))) {
      signal.throwIfAborted()
      onProgress?.({ phase, done, total })
      const equal = await makeEqual(
        source,
        target,
        batch.map(({ id }) => id),
      )
      written += equal.written
      for (const { call, digest: own } of equal.calls) {
        digest.update(own)
        rows.conversations! += 1
        for (const [name, parts] of call.parts) rows[name] = (rows[name] ?? 0) + parts.length
      }
      done += batch.length
    }
    last = heads.at(-1)!.own
  }
  onProgress?.({ phase, done, total: done })
  return { written, digest: digest.digest('hex'), rows }
}

/** @returns the calls as both have them, in the order of the ids */
async function makeEqual(source: Archive, target: Archive, ids: readonly string[]) {
  let written = 0
  for (let tries = 0; tries < TRIES; tries++) {
    const [calls, there] = await Promise.all([source.read(readCalls(ids)), target.read(readCalls(ids))])
    const known = new Map(there.map(call => [call.id, digestOf(call)]))
    const own = new Map(calls.map(call => [call.id, { call, digest: digestOf(call) }]))
    // Calls that start at the same time are told in the order in which they came: that stays.
    const inOrder = ids.flatMap(id => own.get(id) ?? [])
    const differing = inOrder.filter(({ call, digest }) => known.get(call.id) !== digest).map(({ call }) => call)
    if (differing.length === 0) return { written, calls: inOrder }
    await write(target, differing)
    written += differing.length
  }
  throw new ArchiveError(
    `The calls ${ids[0]} … ${ids.at(-1)} differ in ${target.path} from what was written there. Run the same command again; if that does not help, remove the copy and start over.`,
  )
}

async function write(target: Archive, calls: readonly CallRows[]): Promise<void> {
  const indexing: ((own: number) => Work<void>)[] = []
  for (const call of calls) indexing.push(await inTurns(wordsOf(target.words, call)))
  await target.write(
    (function* () {
      const own = yield* writeCalls(calls)
      // Last: see `write-detail.ts`.
      for (const [at, index] of indexing.entries()) yield* index(own[at]!)
    })(),
  )
}

/** Calls that have been removed from the original since they were copied. */
async function removeOthers(source: Archive, target: Archive): Promise<void> {
  for (let last = 0; ; ) {
    const heads = await target.read(nextCalls(last))
    if (heads.length === 0) return
    const ids = heads.map(({ id }) => id)
    const there = new Set(
      await source.read(texts(sql`SELECT conversation_id FROM conversations WHERE ${isIn(sql`conversation_id`, ids)}`)),
    )
    const gone = heads.filter(({ id }) => !there.has(id)).map(({ own }) => own)
    if (gone.length > 0) await target.write(erase(target.words, gone))
    last = heads.at(-1)!.own
  }
}

async function compareCounts(wanted: Record<string, number>, target: Archive): Promise<void> {
  const counted = await target.read(countRows())
  const wrong = Object.keys(counted).filter(name => counted[name] !== (wanted[name] ?? 0))
  if (wrong.length === 0) return
  const details = wrong
    .map(name => `${counted[name]} ${counted[name] === 1 ? 'row' : 'rows'} of ${name} instead of ${wanted[name] ?? 0}`)
    .join(', ')
  throw new ArchiveError(
    `${target.path} does not hold the same as the original: ${details}. Run the same command again, which compares all calls once more.`,
  )
}

interface Head {
  own: number
  id: string
  bytes: number
}

const nextCalls = (after: number): Work<Head[]> =>
  all(sql`
    SELECT c.id AS own, c.conversation_id AS id, coalesce(length(b.detail), 0) AS bytes
    FROM conversations c LEFT JOIN bodies b ON b.conversation = c.id
    WHERE c.id > ${after} ORDER BY c.id LIMIT ${IDS}`)

function* callsAfter(after: number): Work<number> {
  const [row] = yield* all(sql`SELECT count(*) AS calls FROM conversations WHERE id > ${after}`)
  return Number(row!.calls)
}

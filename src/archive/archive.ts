import type { Conversation, ConversationSummary } from '../domain/conversation.ts'
import { inTurns, type Pieces, waitFor } from '../pieces.ts'
import { addMembership } from './coverage/memberships.ts'
import * as due from './due/due.ts'
import type { Place } from './engine/place.ts'
import type { Sql } from './engine/sql.ts'
import type { Store } from './engine/store.ts'
import type { Work } from './engine/work.ts'
import { movedAway, reboundArchive } from './failures.ts'
import { Leases } from './leases/leases.ts'
import { isKnown } from './place/workspace.ts'
import { noteOf, noteOnce, setNote } from './read/notes.ts'
import { bodyOf, type Copy, copyOf, excerptOf, keepPatch, keptBody, readSummary } from './read/read.ts'
import { type ArchiveStatus, statusOf } from './read/status.ts'
import type { Membership } from './select/select.ts'
import { FilePlace } from './sqlite/place.ts'
import type { Words } from './words/words.ts'
import { type Pruned, prune, tombstone } from './write/erase.ts'
import { type PreparedDetail, prepareDetail } from './write/prepare-detail.ts'
import { countOutdated, idsOutdated, renew } from './write/remap.ts'
import { type ReadingTimes, readingTimes } from './write/rows.ts'
import type { Seen } from './write/seen.ts'
import { writeDetails } from './write/write-detail.ts'
import { type Writer, writeInPieces } from './write/write-in-pieces.ts'
import { writeSummaries } from './write/write-summary.ts'

export type { Walk, WalkPosition } from './coverage/coverage.ts'
export type { Interval } from './coverage/intervals.ts'
export type { ArchiveStatus } from './read/status.ts'
export type { Membership } from './select/select.ts'
export type { PreparedDetail } from './write/prepare-detail.ts'
export type { Seen } from './write/seen.ts'
export type Masks = () => Promise<{ patch(call: Conversation, packed: Uint8Array): Pieces<string | null> }>

/**
 * @param place where it is (`placeOf` makes one of the settings); a text is the path of a file
 * @param now Unix seconds, noted beside changes of the schema
 * @param leaseSecs see `Leases`
 * @throws ArchiveError that says what is wrong and what to do
 */
export async function openArchive(
  place: Place | string,
  now = Math.floor(Date.now() / 1000),
  leaseSecs?: number,
): Promise<Archive> {
  return new Archive(await (typeof place === 'string' ? new FilePlace(() => place) : place).open(now), leaseSecs)
}

/**
 * The calls of a workspace, whatever store keeps them. Several processes may use it at once. Ids are the API's, times
 * are whole Unix seconds. `at` is when the request was sent: nothing newer is ever replaced by something older, and the
 * same thing may be written twice. Every method throws ArchiveError where the store cannot be read or written.
 *
 * Whoever has a question of its own makes a work of it (`engine/work.ts`): `archive.read(countCalls(where))`.
 */
export class Archive implements Writer {
  readonly store: Store
  readonly words: Words
  /** Who is at work on what, of all servers that use this archive. */
  readonly leases: Leases
  /** What works out what masking changes of a call, to be kept beside its body; undefined: calls are not masked. */
  masks: Masks | undefined
  #key: string | null = null

  /** @param leaseSecs how long others wait for a server that was killed */
  constructor(store: Store, leaseSecs?: number) {
    this.store = store
    this.words = store.words
    this.leases = new Leases(this, leaseSecs)
  }

  /** Which one it is, for people: the path of its file, or its server, database and schema. */
  get path(): string {
    return this.store.place
  }

  /** Whether what was opened is still there; another process may have deleted it, or made a new one. */
  get isInPlace(): boolean {
    return this.store.isInPlace()
  }

  /** From now on only what this key reads is written (see `place/workspace.ts`). */
  writeAs(digest: string): void {
    this.#key = digest
  }

  /** Asks: all that the work is told is of one moment. */
  read<T>(work: Work<T>): Promise<T> {
    return this.store.read(work)
  }

  /** The same for what takes no time, since it is found by its key. */
  lookUp<T>(work: Work<T>): Promise<T> {
    return this.store.lookUp(work)
  }

  /**
   * Does all of the work, or nothing of it.
   * @throws ArchiveError where what is written now would be lost, or mixed with the calls of another workspace
   */
  write<T>(work: Work<T>): Promise<T> {
    return this.store.write(this.#guarded(work))
  }

  *#guarded<T>(work: Work<T>): Work<T> {
    if (!this.isInPlace) throw movedAway(this.path)
    if (this.#key !== null && !(yield* isKnown(this.#key))) throw reboundArchive(this.path)
    return yield* work
  }

  /** @param membership what the list was filtered by, if only such lists tell */
  upsertSummaries(calls: readonly ConversationSummary[], at: number, membership?: Membership): Promise<void> {
    return this.write(this.listed(calls, at, membership))
  }

  /** The same, as a part of another work. */
  *listed(calls: readonly ConversationSummary[], at: number, membership?: Membership): Work<void> {
    const ids = yield* writeSummaries(this.words, calls, at)
    if (membership) for (const id of ids) yield* addMembership(id, membership, at)
  }

  /**
   * @param raw the API's body; secrets in it are not written
   * @param call what `toConversation` makes of it
   * @returns false: something newer is known, nothing was written
   */
  upsertConversation(raw: unknown, call: Conversation, at: number): Promise<boolean> {
    return inTurns(this.writeInPieces(prepareDetail(raw, call), at))
  }

  /** The second half of `upsertConversation`; the first one (`prepareInPieces`) takes longest, and touches nothing. */
  writeInPieces(detail: PreparedDetail, at: number): Pieces<boolean> {
    return writeInPieces(this, detail, at)
  }

  /** The same for several calls in one transaction: none has more parts than that should write. */
  writeTogether(details: readonly { detail: PreparedDetail; at: number }[]): Promise<void> {
    return this.write(writeDetails(this.words, details))
  }

  /** Keeps what masking changes of a call, for as long as that is its body. @returns how many calls that are */
  keepPatch(id: string, packed: Uint8Array, patch: string): Promise<number> {
    return this.write(keepPatch(id, packed, patch))
  }

  /** Whether it is what was to be written that cannot be, not the archive. */
  isUnwritable(error: unknown): boolean {
    return this.store.isUnwritable(error)
  }

  /** The API no longer has the call: its id and time stay. @returns false: it is not here, or was read later */
  tombstone(id: string, at: number, seen?: Seen): Promise<boolean> {
    return this.write(tombstone(this.words, id, at, seen))
  }

  /** The whole call; null where its detail is not here. */
  conversation(id: string): Promise<Conversation | null> {
    return inTurns(this.readConversation(id))
  }

  /** The same in pieces. */
  *readConversation(id: string): Pieces<Conversation | null> {
    return (yield* this.readCopy(id))?.call ?? null
  }

  /** With the API's own JSON of it, without secrets. */
  *readCopy(id: string): Pieces<Copy | null> {
    return yield* copyOf(yield* waitFor(this.lookUp(keptBody(id))), id)
  }

  /** The same with the turns `around` only, and as many `more` before and after each: a quote of a long call. */
  *readExcerpt(id: string, around: readonly number[], more: number): Pieces<Conversation | null> {
    return yield* excerptOf(yield* waitFor(this.lookUp(keptBody(id))), id, around, more)
  }

  /** The API's own JSON of it, without secrets; null where its detail is not here. */
  body(id: string): Promise<unknown> {
    return inTurns(this.readBody(id))
  }

  *readBody(id: string): Pieces<unknown> {
    return yield* bodyOf((yield* waitFor(this.lookUp(keptBody(id))))?.packed)
  }

  /** What lists tell of the call; null where it is not here. */
  summary(id: string): Promise<ConversationSummary | null> {
    return this.lookUp(readSummary(id))
  }

  /** Whether what is known of a finished call may stand at `now` without asking for it again; null: it may not. */
  freshAt(id: string, now: number): Promise<number | null> {
    return this.lookUp(due.freshAt(id, now))
  }

  /** null: the call was never heard of. */
  readingTimes(id: string): Promise<ReadingTimes | null> {
    return this.lookUp(readingTimes(id))
  }

  /** A note of ours; null where there is none. */
  note(name: string): Promise<string | null> {
    return this.lookUp(noteOf(name))
  }

  setNote(name: string, value: string): Promise<void> {
    return this.store.write(setNote(name, value))
  }

  /** The note of that name; where there is none, it is made. */
  noteOnce(name: string, made: string): Promise<string> {
    return this.write(noteOnce(name, made))
  }

  async status(): Promise<ArchiveStatus> {
    return { ...(await this.read(statusOf())), bytes: await this.store.bytes() }
  }

  /** Calls whose rows an older version made of their bodies: newest first. @param where see `whereOf` */
  idsOutdated(where: Sql, limit: number): Promise<string[]> {
    return this.read(idsOutdated(where, limit))
  }

  countOutdated(where: Sql): Promise<number> {
    return this.read(countOutdated(where))
  }

  /** Makes the rows of such a call anew, in pieces. */
  renew(id: string): Pieces<void> {
    return renew(this, id)
  }

  /** Removes the calls that started before (Unix seconds), and those of which nobody knows when. */
  prune(before: number): Promise<Pruned> {
    return prune(this, before)
  }

  /** Gives room back to the disk. Takes a while, and twice the room. */
  vacuum(): Promise<void> {
    return this.store.vacuum()
  }

  /** What is wrong with it; empty: nothing. Takes a while. */
  integrity(): Promise<string[]> {
    return this.store.integrity()
  }

  close(): Promise<void> {
    return this.store.close()
  }
}

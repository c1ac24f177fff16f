import type { Conversation, ConversationSummary } from '../domain/conversation.ts'
import { atOnce, type Pieces } from '../pieces.ts'
import * as coverage from './coverage/coverage.ts'
import type { Interval } from './coverage/intervals.ts'
import { addMembership, endMembership } from './coverage/memberships.ts'
import * as due from './due/due.ts'
import type { Database } from './engine/database.ts'
import { movedAway, reboundArchive } from './engine/failures.ts'
import * as maintenance from './engine/maintenance.ts'
import { openDatabase } from './engine/open.ts'
import { perform } from './engine/perform.ts'
import type { Sql } from './engine/sql.ts'
import type { Work } from './engine/work.ts'
import { identityOf } from './place/claim.ts'
import * as workspace from './place/workspace.ts'
import { readBody, readConversation, readExcerpt, readSummary } from './read/read.ts'
import type { Membership } from './select/select.ts'
import * as erase from './write/erase.ts'
import * as remap from './write/remap.ts'
import { type ReadingTimes, readingTimes } from './write/rows.ts'
import { type PreparedDetail, prepareDetail, writeDetails, writeInPieces } from './write/write-detail.ts'
import { writeSummaries } from './write/write-summary.ts'

export type { Walk, WalkPosition } from './coverage/coverage.ts'
export type { Interval } from './coverage/intervals.ts'
export type { ArchiveStatus } from './engine/maintenance.ts'
export type { Membership } from './select/select.ts'
export type { PreparedDetail } from './write/write-detail.ts'

/**
 * @param now Unix seconds, noted beside changes of the schema
 * @throws ArchiveError that says what is wrong and what to do
 */
export const openArchive = (path: string, now = Math.floor(Date.now() / 1000)): Archive =>
  new Archive(openDatabase(path, now), path)

/**
 * The calls of a workspace in one file. Several processes may use the file at once. Ids are the API's, times
 * are whole Unix seconds. `at` is when the request was sent: nothing newer is ever replaced by something older, and the
 * same thing may be written twice. Every method throws ArchiveError where the file cannot be read or written.
 */
export class Archive {
  /** For analysis, search, triage, export and sync, too, which ask questions of their own. */
  readonly db: Database
  readonly path: string
  readonly #identity: string | null
  #key: string | null = null

  constructor(db: Database, path: string) {
    this.db = db
    this.path = path
    this.#identity = identityOf(path)
  }

  /** Whether the file that was opened still lies there; another process may have deleted it, or made a new one. */
  get isInPlace(): boolean {
    return identityOf(this.path) === this.#identity
  }

  /** From now on only what this key reads is written (see `place/workspace.ts`). */
  writeAs(digest: string): void {
    this.#key = digest
  }

  /** @throws ArchiveError where what is written now would be lost, or mixed with the calls of another workspace */
  #guard(): void {
    if (!this.isInPlace) throw movedAway(this.path)
    if (this.#key !== null && !workspace.isKnown(this.db, this.#key)) throw reboundArchive(this.path)
  }

  /** Asks: all that the work is told is of one moment. */
  async read<T>(work: Work<T>): Promise<T> {
    return this.db.snapshot(() => perform(work, this.db))
  }

  /** The same at once; being replaced by `read`. */
  ask<T>(work: Work<T>): T {
    return perform(work, this.db)
  }

  /** Several writes as one, such as a page of a list and how far its walk has come. The work must not wait. */
  transaction<T>(work: () => T): T {
    return this.db.transaction(work)
  }

  /** @param membership what the list was filtered by, if only such lists tell */
  upsertSummaries(calls: readonly ConversationSummary[], at: number, membership?: Membership): void {
    this.db.transaction(() => {
      this.#guard()
      const ids = writeSummaries(this.db, calls, at)
      if (membership) for (const id of ids) addMembership(this.db, id, membership, at)
    })
  }

  /**
   * @param raw the API's body; secrets in it are not written
   * @param call what `toConversation` makes of it
   * @returns false: something newer is known, nothing was written
   */
  upsertConversation(raw: unknown, call: Conversation, at: number): boolean {
    return atOnce(this.writeInPieces(prepareDetail(raw, call), at))
  }

  /** The second half of `upsertConversation`; the first one (`prepareInPieces`) takes longest, and touches nothing. */
  writeInPieces(detail: PreparedDetail, at: number): Pieces<boolean> {
    return writeInPieces(this.db, detail, at, () => this.#guard())
  }

  /** The same for several calls in one transaction: none has more parts than that should write. */
  writeTogether(details: readonly { detail: PreparedDetail; at: number }[]): void {
    this.db.transaction(() => {
      this.#guard()
      writeDetails(this.db, details)
    })
  }

  /** The API no longer has the call: its id and time stay. @returns false: it is not here, or was read later */
  tombstone(id: string, at: number): boolean {
    this.#guard()
    return erase.tombstone(this.db, id, at)
  }

  /** The whole call; null where its detail is not here. */
  conversation(id: string): Conversation | null {
    return atOnce(readConversation(this.db, id, true))
  }

  /** The same in pieces. */
  readConversation(id: string): Pieces<Conversation | null> {
    return readConversation(this.db, id)
  }

  /** The same with the turns `around` only, and as many `more` before and after each: a quote of a long call. */
  readExcerpt(id: string, around: readonly number[], more: number): Pieces<Conversation | null> {
    return readExcerpt(this.db, id, around, more)
  }

  /** The API's own JSON of it, without secrets; null where its detail is not here. */
  body(id: string): unknown {
    return atOnce(readBody(this.db, id, true))
  }

  readBody(id: string): Pieces<unknown> {
    return readBody(this.db, id)
  }

  /** What lists tell of the call; null where it is not here. */
  summary(id: string): ConversationSummary | null {
    return readSummary(this.db, id)
  }

  /** Whether what is known of a finished call may stand at `now` without asking for it again; null: it may not. */
  freshAt(id: string, now: number): number | null {
    return due.freshAt(this.db, id, now)
  }

  /** null: the call was never heard of. */
  readingTimes(id: string): ReadingTimes | null {
    return readingTimes(this.db, id)
  }

  /** Calls of which no detail was read, or which have changed since: newest first. @param where see `candidatesOf` */
  idsNeedingDetail(where: Sql, limit: number): string[] {
    return due.idsNeedingDetail(this.db, where, limit)
  }

  countNeedingDetail(where: Sql): number {
    return due.countNeedingDetail(this.db, where)
  }

  /** Calls that nothing has shown since then. */
  unseenIds(where: Sql, since: number): string[] {
    return due.unseenIds(this.db, where, since)
  }

  /** A walk with that filter, which began at `since`, is over: calls among `where` that it did not show are no members. */
  endMembership(membership: Membership, where: Sql, since: number): void {
    endMembership(this.db, membership, where, since)
  }

  /** What was walked to its end, in order, none overlapping. */
  coveredIntervals(scope: string): Interval[] {
    return coverage.coveredIntervals(this.db, scope)
  }

  addCovered(scope: string, interval: Interval): void {
    this.#guard()
    coverage.addCovered(this.db, scope, interval)
  }

  /** null: it never began, or is over. */
  walkPosition(walk: coverage.Walk): coverage.WalkPosition | null {
    return coverage.walkPosition(this.db, walk)
  }

  /** @param at null: the walk is over */
  setWalkPosition(walk: coverage.Walk, at: coverage.WalkPosition | null): void {
    coverage.setWalkPosition(this.db, walk, at)
  }

  /** A note of ours; null where there is none. */
  note(name: string): string | null {
    return (this.db.get('SELECT value FROM meta WHERE name = ?', [name])?.value as string | undefined) ?? null
  }

  setNote(name: string, value: string): void {
    this.db.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', [name, value])
  }

  status(): maintenance.ArchiveStatus {
    return maintenance.statusOf(this.db, this.path)
  }

  /** Calls whose rows an older version made of their bodies: newest first. @param where see `whereOf` */
  idsOutdated(where: Sql, limit: number): string[] {
    return remap.idsOutdated(this.db, where, limit)
  }

  countOutdated(where: Sql): number {
    return remap.countOutdated(this.db, where)
  }

  /** Makes the rows of such a call anew, in pieces. */
  renew(id: string): Pieces<void> {
    return remap.renew(this.db, id, () => this.#guard())
  }

  /** Removes the calls that started before. @returns how many */
  prune(before: number): number {
    return erase.prune(this.db, before)
  }

  /** Gives room back to the disk. Takes a while, and twice the room. */
  vacuum(): void {
    maintenance.vacuum(this.db)
  }

  /** What is wrong with the file; empty: nothing. Takes a while. */
  integrity(): string[] {
    return maintenance.integrity(this.db)
  }

  close(): void {
    this.db.close()
  }
}

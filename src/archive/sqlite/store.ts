import type { Store } from '../engine/store.ts'
import type { Work } from '../engine/work.ts'
import { identityOf } from '../place/claim.ts'
import { bytesOnDisk } from '../place/files.ts'
import type { Words } from '../words/words.ts'
import type { Database } from './database.ts'
import { integrity, vacuum } from './maintenance.ts'
import { openDatabase } from './open.ts'
import { perform } from './perform.ts'
import { isUnwritable } from './unwritable.ts'
import { watch } from './watch.ts'
import { SQLITE_WORDS } from './words/word-index.ts'

/** @throws ArchiveError that says what is wrong and what to do */
export const openSqlite = (path: string, now: number): SqliteStore => new SqliteStore(openDatabase(path, now), path)

/** An archive in one file. Works are done at once, without a pause, so that nothing else can come between. */
export class SqliteStore implements Store {
  readonly db: Database
  readonly place: string
  readonly words: Words = SQLITE_WORDS
  readonly isUnwritable: (error: unknown) => boolean = isUnwritable
  readonly #identity: string | null

  constructor(db: Database, path: string) {
    this.db = db
    this.place = path
    this.#identity = identityOf(path)
  }

  isInPlace(): boolean {
    return identityOf(this.place) === this.#identity
  }

  async read<T>(work: Work<T>): Promise<T> {
    return this.db.snapshot(() => perform(work, this.db))
  }

  async write<T>(work: Work<T>): Promise<T> {
    return this.db.transaction(() => perform(work, this.db))
  }

  watch(listener: () => void): () => void {
    return watch(this.db, listener)
  }

  async bytes(): Promise<number> {
    return bytesOnDisk(this.place)
  }

  async vacuum(): Promise<void> {
    vacuum(this.db)
  }

  async integrity(): Promise<string[]> {
    return integrity(this.db)
  }

  async close(): Promise<void> {
    this.db.close()
  }
}

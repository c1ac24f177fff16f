import type { Store } from '../engine/store.ts'
import type { Work } from '../engine/work.ts'
import { movedAway } from '../failures.ts'
import { identityOf } from '../place/claim.ts'
import { bytesOnDisk } from '../place/files.ts'
import type { Words } from '../words/words.ts'
import type { Database } from './database.ts'
import { explainFailure } from './failures.ts'
import { integrity, vacuum } from './maintenance.ts'
import { openDatabase } from './open.ts'
import { perform } from './perform.ts'
import { Readers } from './readers/readers.ts'
import { isUnwritable } from './unwritable.ts'
import { watch } from './watch.ts'
import { SQLITE_WORDS } from './words/word-index.ts'

/**
 * @param readers threads that may read it beside this one, and one more for short questions; 0: all is read here
 * @throws ArchiveError that says what is wrong and what to do
 */
export const openSqlite = (path: string, now: number, readers = 0): SqliteStore =>
  new SqliteStore(openDatabase(path, now), path, readers)

/**
 * An archive in one file. What is written or looked up is done at once, without a pause, so that nothing else can come
 * between; other questions, where there are readers, in a thread of theirs.
 */
export class SqliteStore implements Store {
  readonly db: Database
  readonly place: string
  readonly words: Words = SQLITE_WORDS
  readonly isUnwritable: (error: unknown) => boolean = isUnwritable
  readonly #identity: string | null
  readonly #readers: Readers | null
  #writes = 0

  constructor(db: Database, path: string, readers: number) {
    this.db = db
    this.place = path
    this.#identity = identityOf(path)
    const check = (): void => {
      if (!this.isInPlace()) throw movedAway(path)
    }
    // Without a log readers and writers wait for each other, and a writer would wait here.
    const hasLog = db.get('PRAGMA journal_mode')?.journal_mode === 'wal'
    this.#readers = readers > 0 && hasLog ? new Readers(path, readers, check) : null
  }

  isInPlace(): boolean {
    return identityOf(this.place) === this.#identity
  }

  async read<T>(work: Work<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    if (this.#readers === null) return this.lookUp(work)
    try {
      return await this.#readers.read(work, signal)
    } catch (error) {
      throw explainFailure(error, this.place)
    }
  }

  async lookUp<T>(work: Work<T>): Promise<T> {
    return this.db.snapshot(() => perform(work, this.db))
  }

  async write<T>(work: Work<T>): Promise<T> {
    this.#writes += 1
    return this.db.transaction(() => perform(work, this.db))
  }

  async version(): Promise<string> {
    // SQLite counts what other connections write, and we what this one does; of each file anew.
    return `${this.#identity} ${this.#writes} ${this.db.get('PRAGMA data_version')?.data_version}`
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
    await this.#readers?.close()
    this.db.close()
  }
}

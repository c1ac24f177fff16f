import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Look, Place } from '../engine/place.ts'
import type { Store } from '../engine/store.ts'
import { bytesOnDisk, profilesBeside, removeArchive } from '../place/files.ts'
import { removeTemporary, temporaryArchive } from '../place/temporary.ts'
import { setNote } from '../read/notes.ts'
import { describeDriver } from './driver.ts'
import { explainFailure } from './failures.ts'
import { openSqlite } from './store.ts'

const NEEDS = 'SQLite with full-text search'

/** A file, with what SQLite puts beside it. */
export class FilePlace implements Place {
  readonly needs = NEEDS
  readonly #path: () => string
  readonly #readers: number

  /**
   * @param path may throw: only who needs the file is to hear that there is no place for it
   * @param readers see `openSqlite`
   */
  constructor(path: () => string, readers = 0) {
    this.#path = path
    this.#readers = readers
  }

  /** @throws ArchiveError where there is no place for it */
  get name(): string {
    return this.#path()
  }

  async found(): Promise<string> {
    return describeDriver()
  }

  async open(now: number): Promise<Store> {
    return openSqlite(this.name, now, this.#readers)
  }

  async look(): Promise<Look> {
    return this.#explained(() => ({ bytes: bytesOnDisk(this.name) || null, others: profilesBeside(this.name) }))
  }

  async try(): Promise<string> {
    const trial = join(dirname(this.name), `.trial-${randomBytes(4).toString('hex')}.sqlite`)
    await tryFile(trial, () => removeArchive(trial))
    return 'its directory is writable'
  }

  async remove(): Promise<void> {
    this.#explained(() => removeArchive(this.name))
  }

  #explained<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw explainFailure(error, this.name)
    }
  }
}

/** A file in a temporary folder, which goes with the process. */
export class TemporaryPlace implements Place {
  readonly name = null
  readonly needs = NEEDS
  readonly #paths: string[] = []
  readonly #readers: number

  /** @param readers see `openSqlite` */
  constructor(readers = 0) {
    this.#readers = readers
  }

  async found(): Promise<string> {
    return describeDriver()
  }

  async open(now: number): Promise<Store> {
    const path = temporaryArchive()
    this.#paths.push(path)
    return openSqlite(path, now, this.#readers)
  }

  async look(): Promise<Look> {
    return { bytes: null, others: [] }
  }

  async try(): Promise<string> {
    const trial = temporaryArchive()
    await tryFile(trial, () => removeTemporary(trial))
    return 'in a writable directory'
  }

  async remove(): Promise<void> {
    for (const path of this.#paths.splice(0)) removeTemporary(path)
  }
}

/** Makes, writes and removes an archive. @throws ArchiveError that says what is wrong */
async function tryFile(path: string, remove: () => void): Promise<void> {
  try {
    const store = openSqlite(path, 0)
    try {
      await store.write(setNote('trial', 'written'))
    } finally {
      await store.close()
    }
  } finally {
    discard(remove)
  }
}

function discard(remove: () => void): void {
  try {
    remove()
  } catch {
    // It could not be made: that is what the caller is told.
  }
}

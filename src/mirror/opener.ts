import { type Archive, type Masks, openArchive } from '../archive/archive.ts'
import type { ArchiveOf, Place } from '../archive/engine/place.ts'
import type { ArchiveSettings } from '../archive/place/place-of.ts'
import type { Log } from '../log.ts'
import { requestContext } from '../request-context.ts'
import { type Freshness, Sync, type SyncSource } from '../sync/sync.ts'
import { bindWorkspace } from './workspace.ts'

export interface MirrorOptions {
  source: SyncSource
  /** undefined: calls of the demo or of a file, which are synced for as long as the process lives. */
  place: (ArchiveSettings & ArchiveOf & { apiKey: string | undefined }) | undefined
  isOff: boolean
  /** See `placeOf`. */
  readers?: number | undefined
  /** Calls that started more days ago are not kept; missing: all are. */
  retentionDays?: number | undefined
  /** See `Archive`. */
  masks?: Masks | undefined
  /** Unix seconds. */
  now(): number
  log: Log
}

export interface Opened {
  archive: Archive
  sync: Sync
  /** The key was new to the archive, and the workspace is not noted yet. */
  isNewKey: boolean
}

/** Opens the archive for whoever needs it first, and anew where another process has deleted or replaced it. */
export class Opener {
  readonly #place: Place
  readonly #options: MirrorOptions
  #open: Opened | undefined
  #opening: Promise<Opened> | undefined
  /** Of files that others have deleted or replaced; answers may still be made from them. */
  readonly #left: Opened[] = []
  #freshness: Freshness | undefined

  constructor(place: Place, options: MirrorOptions) {
    this.#place = place
    this.#options = options
  }

  /** What is open; undefined: nothing yet, or not any more. */
  get opened(): Opened | undefined {
    return this.#open
  }

  /** @throws ArchiveError */
  async open(): Promise<Opened> {
    if (this.#open && !this.#open.archive.isInPlace) this.#leave(this.#open)
    if (this.#open) return this.#open
    // What begins with it goes on for as long as the process lives, and is part of no request.
    this.#opening ??= requestContext
      .run(undefined, () => this.#openNow())
      .finally(() => {
        this.#opening = undefined
      })
    return await this.#opening
  }

  /** Reads the calls of the last days again and again, until this is closed. @throws ArchiveError */
  async keepFresh(freshness: Freshness): Promise<void> {
    const { sync } = await this.open()
    requestContext.run(undefined, () => sync.keepFresh(freshness))
    this.#freshness = freshness
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await this.#opening?.catch(() => {})
    const all = [...this.#left.splice(0), ...(this.#open ? [this.#open] : [])]
    this.#open = undefined
    for (const { sync, archive } of all) {
      await sync.stop()
      await archive.close()
    }
  }

  #leave(opened: Opened): void {
    this.#options.log.warn(`The archive ${opened.archive.path} was deleted or replaced; reopening it.`)
    this.#open = undefined
    this.#left.push(opened)
    // It would only fail to write.
    void opened.sync.stop()
  }

  async #openNow(): Promise<Opened> {
    const { source, now, log, place, retentionDays } = this.#options
    const archive = await openArchive(this.#place, now())
    archive.masks = this.#options.masks
    const checkOwner = async (signal: AbortSignal): Promise<void> => {
      if (place && (await bindWorkspace(archive, place.apiKey, source, now(), signal))) opened.isNewKey = true
    }
    const sync = new Sync({ source, archive, retentionDays, now, checkOwner, log })
    const opened: Opened = { archive, sync, isNewKey: false }
    if (this.#freshness) sync.keepFresh(this.#freshness)
    sync.renew()
    this.#open = opened
    return opened
  }
}

import { archivePath, bytesOnDisk, removeTemporary, temporaryArchive } from '../archive/files.ts'
import { type Archive, openArchive } from '../archive/store.ts'
import type { Conversation } from '../domain/conversation.ts'
import { ArchiveError } from '../errors.ts'
import type { Log } from '../log.ts'
import {
  type Progress,
  Sync,
  type SyncEstimate,
  type SyncReport,
  type SyncRequest,
  type SyncSource,
} from '../sync/sync.ts'

export type { Progress, SyncEstimate, SyncReport, SyncRequest } from '../sync/sync.ts'

export interface MirrorOptions {
  source: SyncSource
  /** undefined: calls of the demo or of a file, which are mirrored for as long as the process lives. */
  place: { dataDir: string | undefined; host: string; profile: string } | undefined
  isOff: boolean
  /** Unix seconds. */
  now(): number
  concurrency: number
  log: Log
}

export interface Waiting {
  signal: AbortSignal
  /** Milliseconds; what is not here by then is read on in the background. Without it all is waited for. */
  patienceMs?: number | undefined
  onProgress?: ((progress: Progress) => void) | undefined
}

/** A question's calls, as far as they are mirrored. */
export interface Mirrored {
  archive: Archive
  report: SyncReport
  /** What is left to do; null: nothing, or nobody knows. */
  rest: SyncEstimate | null
}

const OFF =
  'The archive is off (--archive off), and this needs it. Start the server without that setting. Without an archive ' +
  'there are list_conversations, get_conversation and search_conversations with mode fuzzy or semantic.'

/** The local archive and what fills it. Opened by the first question that needs it. */
export class Mirror {
  readonly #options: MirrorOptions
  #open: { archive: Archive; sync: Sync; path: string } | undefined

  constructor(options: MirrorOptions) {
    this.#options = options
  }

  get isOff(): boolean {
    return this.#options.isOff
  }

  /** Where the archive lies, or will; null: in a folder that goes with this process. */
  get path(): string | null {
    const { place } = this.#options
    return place ? archivePath(place) : null
  }

  /**
   * Reads from the API what the question needs and the archive does not have.
   * @throws ArchiveError where there is no archive, saying what to do; the API's error where nothing at all could be read
   */
  async ensure(request: SyncRequest, { signal, patienceMs, onProgress }: Waiting): Promise<Mirrored> {
    const { archive, sync } = this.open()
    const report = await sync.ensure(request, {
      signal,
      ...(patienceMs === undefined ? {} : { deadlineMs: patienceMs }),
      ...(onProgress ? { onProgress } : {}),
    })
    if (report.error && report.listed.calls === 0) throw report.error
    return { archive, report, rest: report.complete || report.error ? null : await this.#rest(request, signal) }
  }

  /** A finished call as the archive has it, where that needs no new reading; null where it does, or without an archive. */
  freshCopy(id: string): { call: Conversation; raw: unknown; readAt: number } | null {
    const { isOff, now, log } = this.#options
    // Looking at a single call is no reason to make an archive.
    if (isOff || (!this.#open && (this.path === null || bytesOnDisk(this.path) === 0))) return null
    try {
      const { archive } = this.open()
      const readAt = archive.freshAt(id, now())
      const call = readAt === null ? null : archive.conversation(id)
      return call && readAt !== null ? { call, raw: archive.body(id), readAt } : null
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      log.warn(`The archive was not read: ${error.message}`)
      return null
    }
  }

  /** What `ensure` would take. @throws as `ensure` */
  estimate(request: SyncRequest, signal: AbortSignal): Promise<SyncEstimate> {
    return this.open().sync.estimate(request, { signal })
  }

  /** Reads the calls of the last days again and again, until the mirror is closed. @throws ArchiveError */
  keepFresh(everySecs: number, days: number): void {
    this.open().sync.keepFresh(everySecs, days)
  }

  /** The archive as it is. @throws ArchiveError */
  open(): { archive: Archive; sync: Sync } {
    if (this.#options.isOff) throw new ArchiveError(OFF)
    this.#open ??= this.#openNow()
    return this.#open
  }

  /** Ends what is under way; the demo's archive goes with the process. */
  async close(): Promise<void> {
    const opened = this.#open
    if (!opened) return
    this.#open = undefined
    await opened.sync.stop()
    opened.archive.close()
    if (!this.#options.place) removeTemporary(opened.path)
  }

  async #rest(request: SyncRequest, signal: AbortSignal): Promise<SyncEstimate | null> {
    return this.estimate(request, signal).catch(error => {
      signal.throwIfAborted()
      this.#options.log.debug(`No estimate of what is left: ${error}`)
      return null
    })
  }

  #openNow() {
    const { source, now, concurrency, log } = this.#options
    const path = this.path ?? temporaryArchive()
    const archive = openArchive(path, now())
    return { archive, path, sync: new Sync({ source, archive, now, concurrency, log }) }
  }
}

import type { Archive } from '../archive/archive.ts'
import type { CopyOptions, CopyReport } from '../archive/copy/copy.ts'
import type { Look, Place } from '../archive/engine/place.ts'
import { archiveOff, movedAway } from '../archive/failures.ts'
import { placeAt, placeOf } from '../archive/place/place-of.ts'
import { ArchiveError } from '../errors.ts'
import type { Freshness, Progress, SyncEstimate, SyncReport, SyncRequest } from '../sync/sync.ts'
import { archiveUntil } from './archive-until.ts'
import { copyInto } from './copy-into.ts'
import { type FreshCopy, freshCopyIn } from './fresh-copy.ts'
import { type MirrorOptions, type Opened, Opener } from './opener.ts'
import { UnlessAway } from './unless-away.ts'
import { type Binding, bindingOf, isOwnKey, noteWorkspace } from './workspace.ts'

export type { CopyProgress } from '../archive/copy/copy.ts'
export type { Progress, SyncEstimate, SyncReport, SyncRequest } from '../sync/sync.ts'
export type { MirrorOptions } from './opener.ts'

export interface Waiting {
  signal: AbortSignal
  /** Milliseconds; what is not here by then is read on in the background. Without it all is waited for. */
  patienceMs?: number | undefined
  onProgress?: ((progress: Progress) => void) | undefined
}

/** Which archive the settings lead to, and whether the key is known to it. */
export interface Standing extends Look {
  name: string
  binding: Binding
}

/** A question's calls, as far as they are synced. */
export interface Synced {
  /** As `archiveUntil`. */
  archive: Archive
  report: SyncReport
  /** What is left to do; null: nothing, or nobody knows. */
  rest: SyncEstimate | null
}

/** What tools ask of the mirror. */
export type Asked = Pick<Mirror, 'ensure' | 'freshCopy' | 'profile'>

/** The local archive and what fills it. Opened by the first question that needs it. */
export class Mirror {
  /** Where the archive is, or will be. */
  readonly place: Place
  readonly #options: MirrorOptions
  readonly #opener: Opener
  readonly #unlessAway: UnlessAway

  constructor(options: MirrorOptions) {
    this.#options = options
    this.#unlessAway = new UnlessAway(options.log)
    this.place = placeOf(options.place, options.readers)
    this.#opener = new Opener(this.place, options)
  }

  get isOpen(): boolean {
    return this.#opener.opened !== undefined
  }

  get isOff(): boolean {
    return this.#options.isOff
  }

  /** The profile's name, where there are several for the host; else null. @throws ArchiveError */
  async profile(): Promise<string | null> {
    const { place } = this.#options
    return place && (await this.place.look()).others.length > 0 ? place.profile : null
  }

  /**
   * Whose archive it is, without making one; null: one that goes with this process.
   * @param signal of the question that finds it out; undefined: the API cannot be asked
   * @throws ArchiveError, also where the archive is not one to answer this key from
   */
  async standing(signal?: AbortSignal): Promise<Standing | null> {
    const { place, source } = this.#options
    const { name } = this.place
    if (!place || name === null) return null
    const look = await this.place.look()
    if (!this.isOpen && look.bytes === null) return { ...look, name, binding: 'none' }
    const { archive } = await this.open()
    return { ...look, name, binding: await bindingOf(archive, place.apiKey, signal && { source, signal }) }
  }

  /**
   * Reads from the API what the question needs and the archive does not have.
   * @throws ArchiveError where there is no archive, saying what to do; the API's error where nothing at all could be read
   */
  async ensure(request: SyncRequest, waiting: Waiting): Promise<Synced> {
    try {
      return await this.#ensure(request, waiting)
    } catch (error) {
      // What others have deleted or replaced is sometimes noticed only now; whoever comes next would begin anew.
      const { opened } = this.#opener
      if (!(error instanceof ArchiveError) || !opened || opened.archive.isInPlace) throw error
      return await this.#ensure(request, waiting)
    }
  }

  async #ensure(request: SyncRequest, { signal, patienceMs, onProgress }: Waiting): Promise<Synced> {
    const opened = await this.#opened()
    const { archive, sync } = opened
    const report = await sync.ensure(request, {
      signal,
      ...(patienceMs === undefined ? {} : { deadlineMs: patienceMs }),
      ...(onProgress ? { onProgress } : {}),
    })
    if (!archive.isInPlace) throw movedAway(archive.path)
    if (report.error && report.listed.calls === 0) throw report.error
    if (opened.isNewKey && report.listed.calls > 0) await this.#noteWorkspace(opened)
    return {
      archive: archiveUntil(signal, archive),
      report,
      rest: report.complete || report.error || report.remainingSecs === 0 ? null : await this.#rest(request, signal),
    }
  }

  /** A call as the archive has it, where it need not be read again, or (`ofAnyAge`) cannot be; else null. */
  async freshCopy(id: string, withRaw = false, ofAnyAge = false): Promise<FreshCopy | null> {
    const { isOff, now, place, retentionDays } = this.#options
    return await this.#unlessAway.ask(async () => {
      // Looking at a single call is no reason to make an archive.
      if (isOff || (!this.isOpen && (await this.place.look()).bytes === null)) return null
      const { archive } = await this.open()
      // Nor to ask whose it is: the API can be asked for the call itself.
      if (place && !(await isOwnKey(archive, place.apiKey))) return null
      return await freshCopyIn(archive, id, { now: now(), retentionDays, withRaw, ofAnyAge })
    })
  }

  /** Another one whenever anything was written to the archive, by whoever; null: it is not open, or cannot be read. */
  async version(): Promise<string | null> {
    if (this.#options.isOff || !this.isOpen) return null
    return await this.#unlessAway.ask(async () => (await this.open()).archive.store.version())
  }

  /** What `ensure` would take. @throws as `ensure` */
  async estimate(request: SyncRequest, signal: AbortSignal): Promise<SyncEstimate> {
    const { sync } = await this.open()
    return await sync.estimate(request, { signal })
  }

  /** Copies the archive to another place. @throws as `copyInto` */
  async copyTo(to: string, options: CopyOptions): Promise<CopyReport & { name: string }> {
    const { place, now } = this.#options
    if (!place) throw new ArchiveError('An archive that goes with its process is not copied.')
    return await copyInto(placeAt(to, place), (await this.open()).archive, now(), options)
  }

  /** Reads the calls of the last days again and again, until this is closed. @throws ArchiveError */
  async keepFresh(freshness: Freshness): Promise<void> {
    if (this.isOff) throw archiveOff()
    await this.#opener.keepFresh(freshness)
  }

  /** The archive as it is; a new one, where another process has deleted or replaced the file. @throws ArchiveError */
  async open(): Promise<Pick<Opened, 'archive' | 'sync'>> {
    return await this.#opened()
  }

  async #opened(): Promise<Opened> {
    if (this.isOff) throw archiveOff()
    return await this.#opener.open()
  }

  /** Ends what is under way; the demo's archive goes with the process. */
  async close(): Promise<void> {
    await this.#opener.close()
    if (!this.#options.place) await this.place.remove()
  }

  async #noteWorkspace(opened: Opened): Promise<void> {
    const { source, log } = this.#options
    opened.isNewKey = false
    await noteWorkspace(opened.archive, source).catch(error =>
      log.debug(`The API does not reveal the workspace: ${error}`),
    )
  }

  async #rest(request: SyncRequest, signal: AbortSignal): Promise<SyncEstimate | null> {
    return this.estimate(request, signal).catch(error => {
      signal.throwIfAborted()
      this.#options.log.debug(`Remaining work could not be estimated: ${error}`)
      return null
    })
  }
}

import { sleep } from '../api/retry.ts'
import type { Archive } from '../archive/archive.ts'
import { isAnyDue, tryAgain } from '../archive/due/unreadable.ts'
import { sql } from '../archive/engine/sql.ts'
import type { Log } from '../log.ts'
import { settle } from './calls/leave-out.ts'
import { renewCalls } from './calls/renew.ts'
import { type Keeping, readCall, type Taken, takeCall } from './calls/take-call.ts'
import { fill } from './fill.ts'
import { questionOf, type SyncQuestion, type SyncRequest } from './question.ts'
import { estimate, type SyncEstimate } from './report/estimate.ts'
import { Known } from './report/known.ts'
import { type Progress, watchProgress } from './report/progress.ts'
import { reportOf, type SyncReport } from './report/report.ts'
import { Clock } from './run/clock.ts'
import { keepFresh } from './run/keep-fresh.ts'
import { KeyedQueue } from './run/keyed-queue.ts'
import { RequestTiming } from './run/request-timing.ts'
import { keptSince, Retention } from './run/retention.ts'
import { retryInBackground } from './run/retry-in-background.ts'
import type { StopReason, SyncContext } from './run/sync-context.ts'
import { newTally, type Tally } from './run/tally.ts'
import { Tasks } from './run/tasks.ts'
import { type SyncSource, Upstream } from './run/upstream.ts'

export type { Taken } from './calls/take-call.ts'
export type { SyncRequest } from './question.ts'
export type { SyncEstimate } from './report/estimate.ts'
export type { Progress } from './report/progress.ts'
export type { SyncReport } from './report/report.ts'
export type { SyncSource } from './run/upstream.ts'

export interface SyncOptions {
  source: SyncSource
  archive: Archive
  /** Calls that started more days ago are not kept; missing: all are. */
  retentionDays?: number | undefined
  /** Unix seconds. */
  now(): number
  /** Milliseconds, between tries and readings; ends with the signal. */
  wait?: typeof sleep
  /** Asked before anything is read or written. @throws where the archive is not that of the source */
  checkOwner?(signal: AbortSignal): Promise<void>
  log?: Pick<Log, 'debug' | 'warn'>
}

export interface EnsureOptions {
  /** The asker's. Where it aborts, what others need is read all the same. */
  signal: AbortSignal
  /** Milliseconds: then the report tells what is there, and the work goes on. Without it the work is waited for. */
  deadlineMs?: number
  onProgress?(progress: Progress): void
}

/** What is kept fresh, and what follows. */
export interface Freshness {
  everySecs: number
  days: number
  /** Never rejects. */
  after?: ((signal: AbortSignal) => Promise<void>) | undefined
}

const DAY = 24 * 3600
const ALL = sql`TRUE`

/**
 * Fills the archive from the API as questions need it. One for each process and archive; other processes, with their own
 * for the same archive, share the work (`archive/leases`).
 */
export class Sync {
  readonly #options: SyncOptions
  readonly #clock: Clock
  readonly #timing: RequestTiming
  readonly #known: Known
  readonly #queue = new KeyedQueue()
  readonly #tasks = new Tasks()
  readonly #retention: Retention
  #isRenewing = false

  /** Does nothing yet. */
  constructor(options: SyncOptions) {
    this.#options = options
    this.#clock = new Clock(options.now)
    this.#timing = new RequestTiming(() => options.source.concurrency)
    this.#known = new Known(options.archive.store, this.#timing)
    this.#retention = new Retention(options.retentionDays)
  }

  /**
   * Makes the archive hold what the request needs. Where the source fails, or the deadline comes first, the report says
   * what is missing; asking again continues.
   * @throws UserInputError where the filter cannot be read, or the API refuses it; ArchiveError; the signal's reason
   */
  ensure(request: SyncRequest, options: EnsureOptions): Promise<SyncReport> {
    return this.#tasks.track(this.#ensure(request, options))
  }

  /**
   * What `ensure` will take.
   * @throws as `ensure`; as the source, which is asked where the archive knows nothing to guess by
   */
  async estimate(request: SyncRequest, { signal }: Pick<EnsureOptions, 'signal'>): Promise<SyncEstimate> {
    signal.throwIfAborted()
    await this.#options.checkOwner?.(signal)
    const question = await this.#ask(request)
    const tally = newTally()
    const task = this.#tasks.start(own =>
      estimate(
        question,
        this.#effort(own, tally, () => true),
        this.#timing,
      ),
    )
    return (await task.within(undefined, signal)) as SyncEstimate
  }

  /**
   * Keeps a call that the API has sent by itself. The same once more changes nothing.
   * @param at Unix seconds: when it was sent
   * @throws ArchiveError; as `checkOwner`
   */
  take(id: string, body: object, at: number): Promise<Taken> {
    return this.#owned(keeping => takeCall(id, body, at, keeping))
  }

  /** Reads one call by its id. @returns false: the API does not have it, or it is too old to be kept @throws as `take`; as the source */
  read(id: string): Promise<boolean> {
    const { source } = this.#options
    return this.#owned((keeping, signal) => readCall(id, source, keeping, signal))
  }

  #owned<T>(work: (keeping: Keeping, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { archive, checkOwner, retentionDays } = this.#options
    const signal = this.#tasks.stopping
    const clock = this.#clock
    const keeping = { archive, clock, since: () => keptSince(retentionDays, clock.read()) }
    const checked = async (): Promise<T> => {
      await checkOwner?.(signal)
      return await work(keeping, signal)
    }
    return this.#tasks.track(checked())
  }

  /**
   * Reads the calls of the last days again and again in the background, until `stop`. Errors are logged.
   * @param after done after each reading; its signal aborts with `stop`
   */
  keepFresh({ everySecs, days, after = async () => {} }: Freshness): void {
    const { wait = sleep, log } = this.#options
    const signal = this.#tasks.stopping
    const readAll = () => {
      const window = { zone: 'UTC', afterUnix: Math.floor(this.#options.now()) - days * DAY }
      return this.#ensure({ filter: {}, window, details: true }, { signal }, true)
    }
    void this.#tasks.track(keepFresh(readAll, () => after(signal), everySecs, signal, wait, log))
  }

  /**
   * Makes anew in the background, until `stop`, what an older version of this program made of the bodies that are kept.
   * Whoever asks meanwhile waits for the calls in question only, or is told that they are not made anew yet.
   */
  renew(): void {
    const { archive, log } = this.#options
    this.#isRenewing = true
    const work = renewCalls(ALL, archive, this.#queue, this.#tasks.stopping).then(
      () => {
        this.#isRenewing = false
      },
      error => {
        if (!this.#tasks.stopping.aborted) log?.warn(`Archived calls could not be recomputed: ${error}`)
      },
    )
    void this.#tasks.track(work)
  }

  /** Ends all work; when it returns, nothing touches the archive any more. */
  stop(): Promise<void> {
    return this.#tasks.stop()
  }

  /** @param isRoutine nobody waits for it */
  async #ensure(
    request: SyncRequest,
    { signal, deadlineMs, onProgress }: EnsureOptions,
    isRoutine = false,
  ): Promise<SyncReport> {
    signal.throwIfAborted()
    await this.#options.checkOwner?.(signal)
    const { archive, log } = this.#options
    const question = await this.#ask(request)
    this.#tasks.stopping.throwIfAborted()
    const calls = question.detailed ?? question.listed
    // Whose calls are all up to date need not wait for a batch of others.
    const isAnyOld = this.#isRenewing && (await archive.countOutdated(calls)) > 0
    const known = isAnyOld ? null : await this.#known.report(question, signal)
    if (known) return known
    const tally = newTally()
    let isAwaited = true
    const task = this.#tasks.start(async own => {
      const context = this.#effort(own, tally, () => isAwaited && !isRoutine)
      if (isAnyOld) await renewCalls(calls, archive, this.#queue, own)
      return retryInBackground(() => fill(question, context), {
        ...{ tally, isAwaited: () => isAwaited, signal: own, wait: this.#options.wait },
        settle: stopped => settle(stopped, context),
      })
    })
    const unwatch = onProgress && watchProgress(question, archive, this.#timing, onProgress)
    try {
      const end = await task.within(deadlineMs, signal).catch(error => this.#endOf(error))
      const outdated = isAnyOld ? await archive.countOutdated(calls) : 0
      const report = (stopped: StopReason | null, goesOn: boolean): Promise<SyncReport> =>
        archive.read(reportOf(question, { ...tally, outdated, stopped, goesOn }, this.#timing))
      if (end !== 'late') return await report(end, false)
      isAwaited = false
      this.#tasks.leave(task, question.key, error => log?.warn(`Background sync failed: ${error}`))
      void task.ended.then(
        stopped => stopped && log?.warn(`Background sync stopped: ${stopped.reason}`),
        () => {},
      )
      return await report(null, true)
    } finally {
      await unwatch?.()
    }
  }

  async #ask(request: SyncRequest): Promise<SyncQuestion> {
    const { archive } = this.#options
    await this.#clock.check(archive)
    const now = this.#clock.read()
    const keptSince = await this.#retention.enforce(archive, now)
    if (await archive.read(isAnyDue(now))) await archive.write(tryAgain(now))
    return questionOf(request, now, keptSince)
  }

  #effort(signal: AbortSignal, tally: Tally, isUrgent: () => boolean): SyncContext {
    const { archive, source } = this.#options
    const upstream = new Upstream(source, this.#clock, this.#timing, tally, signal)
    return { archive, upstream, queue: this.#queue, tally, isUrgent }
  }

  /** Being stopped is an end that can be reported: what was read stays. */
  #endOf(error: unknown): StopReason {
    const { aborted, reason } = this.#tasks.stopping
    if (!aborted || error !== reason) throw error
    return { reason: reason.message, error: reason }
  }
}

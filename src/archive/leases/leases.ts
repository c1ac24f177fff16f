import type { Store } from '../engine/store.ts'
import type { Work } from '../engine/work.ts'
import { hasEnded, newHolder } from './holder.ts'
import { askToBeNext, type Claimant, claim, forget, release, renew, sweep, takenBy, waitNoLonger } from './lease.ts'
import { News } from './news.ts'

/** Seconds that a lease of a killed server lasts. */
const LEASE_SECS = 15
/** It is renewed so often in that time: once may fail. */
const BEATS = 3
/** Milliseconds after which whoever waits looks without news: that a lease has ended is none. */
const LOOK_MS = 1_000

/** What writes and reads; writing only as long as the archive may be written. */
interface Archive {
  store: Pick<Store, 'watch'>
  read<T>(work: Work<T>): Promise<T>
  write<T>(work: Work<T>): Promise<T>
}

/** The leases of one server (see `lease.ts`): claimed, renewed as long as it lives, given back. */
export class Leases {
  readonly #archive: Archive
  readonly #claimant: Claimant
  readonly #held = new Set<string>()
  #beat: NodeJS.Timeout | undefined

  /** @param secs how long the others wait for a server that was killed, at most 100 */
  constructor(archive: Archive, secs = LEASE_SECS) {
    this.#archive = archive
    this.#claimant = { holder: newHolder(), secs }
  }

  /**
   * Claims things for this server alone.
   * @param wanted those of the names that are still to be claimed, looked at when nobody else can claim them; null: all
   * @param done what is given back at the same time
   * @returns the names that are ours now, in their order; `taken`: those that others are at work on
   */
  async claim(
    names: readonly string[],
    wanted: ((names: readonly string[]) => Work<readonly string[]>) | null = null,
    done: readonly string[] = [],
  ): Promise<{ ours: string[]; taken: string[] }> {
    const claimant = this.#claimant
    const isFirst = this.#held.size === 0
    const told = await this.#archive.write(
      (function* () {
        if (isFirst) yield* sweep()
        if (done.length > 0) yield* release(claimant, done)
        const claimed = new Set(yield* claim(claimant, names))
        const still = wanted ? new Set(yield* wanted([...claimed])) : claimed
        const needless = [...claimed].filter(name => !still.has(name))
        if (needless.length > 0) yield* release(claimant, needless)
        return { claimed, still }
      })(),
    )
    const ours = names.filter(name => told.still.has(name))
    for (const name of done) this.#held.delete(name)
    for (const name of ours) this.#held.add(name)
    this.#keepAlive()
    return { ours, taken: names.filter(name => !told.claimed.has(name)) }
  }

  /** What is given back can be claimed by others. Where that fails, it ends by itself. */
  async release(names: readonly string[]): Promise<void> {
    if (names.length === 0) return
    for (const name of names) this.#held.delete(name)
    this.#keepAlive()
    await this.#archive.write(release(this.#claimant, names)).catch(() => {})
  }

  /**
   * Does the task while no other server does one of that name. Whoever waits is next: none can be kept waiting by
   * another that comes again and again.
   * @param isNeeded asked while others are at work, who may do it, too
   * @returns undefined: it is not needed any more
   * @throws the signal's reason where it aborts before the task begins
   */
  async alone<T>(
    name: string,
    task: () => Promise<T>,
    isNeeded: () => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    if (!(await this.#isOurTurn(name, isNeeded, signal))) return undefined
    try {
      return await task()
    } finally {
      await this.release([name])
    }
  }

  async #isOurTurn(name: string, isNeeded: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
    let isWaiting = false
    try {
      while (await isNeeded()) {
        if ((await this.claim([name])).ours.length > 0) {
          isWaiting = false
          return true
        }
        isWaiting = (await this.#archive.write(askToBeNext(this.#claimant, name))) > 0
        // Looked at now and then, so that the place in the line is kept.
        await this.#whenFree([name], signal, 1)
      }
      return false
    } finally {
      if (isWaiting) await this.#archive.write(waitNoLonger(this.#claimant, name)).catch(() => {})
    }
  }

  /** Waits until others are at work on none of the names. @throws the signal's reason */
  whenFree(names: readonly string[], signal: AbortSignal): Promise<void> {
    return this.#whenFree(names, signal, Number.POSITIVE_INFINITY)
  }

  /** @param looks so often at most, not counting those that news are the reason for */
  async #whenFree(names: readonly string[], signal: AbortSignal, looks: number): Promise<void> {
    const lookMs = Math.min(LOOK_MS, this.#beatMs)
    const news = new News(this.#archive.store)
    try {
      for (let waited = 0; waited < looks * lookMs; ) {
        const others = await this.#archive.read(takenBy(this.#claimant, names))
        const ended = others.filter(hasEnded)
        for (const holder of ended) await this.#archive.write(forget(holder))
        if (others.length === ended.length) return
        const beganMs = performance.now()
        await news.next(lookMs, signal)
        waited += performance.now() - beganMs
      }
    } finally {
      news.end()
    }
  }

  get #beatMs(): number {
    return (this.#claimant.secs * 1000) / BEATS
  }

  #keepAlive(): void {
    if (this.#held.size === 0) {
      clearInterval(this.#beat)
      this.#beat = undefined
      return
    }
    this.#beat ??= setInterval(
      () => void this.#archive.write(renew(this.#claimant)).catch(() => {}),
      this.#beatMs,
    ).unref()
  }
}

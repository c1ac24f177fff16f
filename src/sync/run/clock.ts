import type { Archive } from '../../archive/archive.ts'
import { forgetFuture, isAheadOf } from '../../archive/coverage/clock-rollback.ts'

/**
 * Whole Unix seconds that never go back, so that what is read later never looks older. A clock that somebody set back
 * is followed only by `check`.
 */
export class Clock {
  readonly #now: () => number
  #last = 0

  /** @param now Unix seconds */
  constructor(now: () => number) {
    this.#now = now
  }

  read(): number {
    this.#last = Math.max(this.#last, Math.floor(this.#now()))
    return this.#last
  }

  /**
   * The archive replaces nothing by what was read earlier, so moments of a clock that ran ahead would block it until
   * they come: they are taken out of it.
   */
  async check(archive: Archive): Promise<void> {
    const now = Math.floor(this.#now())
    if (now >= this.#last && !(await archive.read(isAheadOf(now)))) return
    await archive.write(forgetFuture(now))
    this.#last = now
  }
}

import type { Archive } from '../../archive/archive.ts'
import { forgetFuture, isAheadOf } from '../../archive/coverage/clock-rollback.ts'
import { clock, sql } from '../../archive/engine/sql.ts'
import { first, type Work } from '../../archive/engine/work.ts'

/** Clocks that differ by less are taken to be the same: the question itself takes its time. */
const SAME_SECS = 5

/**
 * Whole Unix seconds that never go back, so that what is read later never looks older. A clock that somebody set back
 * is followed only by `check`. Several servers whose clocks differ go by that of the store: what one of them has just
 * read is neither old nor of the future to the others.
 */
export class Clock {
  readonly #now: () => number
  #last = 0
  /** Seconds that the store's clock is ahead of this computer's. */
  #skew = 0

  /** @param now Unix seconds */
  constructor(now: () => number) {
    this.#now = now
  }

  read(): number {
    this.#last = Math.max(this.#last, this.#read())
    return this.#last
  }

  /**
   * The archive replaces nothing by what was read earlier, so moments of a clock that ran ahead would block it until
   * they come: they are taken out of it.
   */
  async check(archive: Archive): Promise<void> {
    const { now, isAhead } = await archive.read(this.#look())
    if (now >= this.#last && !isAhead) return
    await archive.write(forgetFuture(now))
    this.#last = now
  }

  *#look(): Work<{ now: number; isAhead: boolean }> {
    const sent = Date.now()
    const told = Number((yield* first(sql`SELECT ${clock()} AS now`))!.now)
    const skew = Math.round(told - (sent + Date.now()) / 2000)
    this.#skew = Math.abs(skew) < SAME_SECS ? 0 : skew
    const now = this.#read()
    // Of two servers one may be as much ahead as the other is behind; so little passes by itself.
    return { now, isAhead: yield* isAheadOf(now + 2 * SAME_SECS) }
  }

  #read(): number {
    return Math.floor(this.#now()) + this.#skew
  }
}

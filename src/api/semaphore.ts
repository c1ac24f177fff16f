import { onAbort } from './abort.ts'

/** So many of the first line may pass in a row while others wait: they get their turn, too. */
const IN_A_ROW = 3

/** For tasks that have a limit of their own. */
export interface Share {
  /** Instead of: fewer than the limit run. */
  mayStart(): boolean
  /** The task has its place. */
  onStart(): void
}

interface Waiter {
  share: Share | undefined
  start(): void
}

/**
 * Lets at most `limit` tasks run at a time; the others wait in the order in which they came, those that are urgent in a
 * line of their own, which goes first and leaves the other line every fourth place.
 */
export class Semaphore {
  readonly #limit: () => number
  #running = 0
  /** Sets keep insertion order, and let an aborted waiter leave from the middle. */
  readonly #urgent = new Set<Waiter>()
  readonly #others = new Set<Waiter>()
  #inARow = 0

  /** @param limit a function where it changes: asked whenever a task ends */
  constructor(limit: number | (() => number)) {
    this.#limit = typeof limit === 'number' ? () => limit : limit
  }

  /** Tasks that have started and not ended. */
  get running(): number {
    return this.#running
  }

  /** Rejects with the signal's reason where it aborts before the task has started; a started task watches by itself. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal, isUrgent = false, share?: Share): Promise<T> {
    await this.#enter(isUrgent ? this.#urgent : this.#others, signal, share)
    try {
      return await task()
    } finally {
      this.#running -= 1
      this.#admit()
    }
  }

  #enter(line: Set<Waiter>, signal: AbortSignal | undefined, share: Share | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#urgent.size + this.#others.size === 0 && this.#mayStart(share)) {
      this.#begin(share)
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        forget()
        resolve()
      }
      const waiter = { share, start }
      const forget = onAbort(signal, () => {
        line.delete(waiter)
        reject(signal?.reason)
      })
      line.add(waiter)
      this.#admit()
    })
  }

  #mayStart(share: Share | undefined): boolean {
    return share ? share.mayStart() : this.#running < this.#limit()
  }

  #begin(share: Share | undefined): void {
    this.#running += 1
    share?.onStart()
  }

  /** The first of a line that may start. */
  #next(line: Set<Waiter>): Waiter | undefined {
    for (const waiter of line) if (this.#mayStart(waiter.share)) return waiter
    return undefined
  }

  /** Fills what is free, so that nobody who comes later can take it. */
  #admit(): void {
    for (;;) {
      const [urgent, other] = [this.#next(this.#urgent), this.#next(this.#others)]
      const isUrgent = urgent !== undefined && (other === undefined || this.#inARow < IN_A_ROW)
      const next = isUrgent ? urgent : other
      if (next === undefined) return
      this.#inARow = isUrgent ? this.#inARow + 1 : 0
      const line = isUrgent ? this.#urgent : this.#others
      line.delete(next)
      this.#begin(next.share)
      next.start()
    }
  }
}

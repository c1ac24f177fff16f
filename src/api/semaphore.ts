import { onAbort } from './abort.ts'

/** So many of the first line may pass in a row while others wait: they get their turn, too. */
const IN_A_ROW = 3

/**
 * Lets at most `limit` tasks run at a time; the others wait in the order in which they came, those that are urgent in a
 * line of their own, which goes first and leaves the other line every fourth place.
 */
export class Semaphore {
  readonly #limit: () => number
  #running = 0
  /** Sets keep insertion order, and let an aborted waiter leave from the middle. */
  readonly #urgent = new Set<() => void>()
  readonly #others = new Set<() => void>()
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
  async run<T>(task: () => Promise<T>, signal?: AbortSignal, isUrgent = false): Promise<T> {
    await this.#enter(isUrgent ? this.#urgent : this.#others, signal)
    try {
      return await task()
    } finally {
      this.#running -= 1
      this.#admit()
    }
  }

  #enter(line: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#urgent.size + this.#others.size === 0 && this.#running < this.#limit()) {
      this.#running += 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        forget()
        resolve()
      }
      const forget = onAbort(signal, () => {
        line.delete(start)
        reject(signal?.reason)
      })
      line.add(start)
      this.#admit()
    })
  }

  /** Fills what is free, so that nobody who comes later can take it. */
  #admit(): void {
    while (this.#running < this.#limit()) {
      const isUrgent = this.#urgent.size > 0 && (this.#others.size === 0 || this.#inARow < IN_A_ROW)
      const line = isUrgent ? this.#urgent : this.#others
      const [next] = line
      if (next === undefined) return
      this.#inARow = isUrgent ? this.#inARow + 1 : 0
      line.delete(next)
      this.#running += 1
      next()
    }
  }
}

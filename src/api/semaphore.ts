import { onAbort } from './abort.ts'

/** Lets at most `limit` tasks run at a time; the others wait in the order in which they came. */
export class Semaphore {
  #free: number
  /** A set keeps insertion order, and lets an aborted waiter leave from the middle. */
  readonly #waiting = new Set<() => void>()

  constructor(limit: number) {
    this.#free = limit
  }

  /** Rejects with the signal's reason where it aborts before the task has started; a started task watches by itself. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal)
    try {
      return await task()
    } finally {
      this.#leave()
    }
  }

  #enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#free > 0) {
      this.#free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        forget()
        resolve()
      }
      const forget = onAbort(signal, () => {
        this.#waiting.delete(start)
        reject(signal?.reason)
      })
      this.#waiting.add(start)
    })
  }

  /** Hands the place to the first waiter, so that nobody who comes later can take it. */
  #leave(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#free += 1
      return
    }
    this.#waiting.delete(next)
    next()
  }
}

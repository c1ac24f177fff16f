import { withAbort } from './abort.ts'

interface Entry<T> {
  promise: Promise<T>
  load: AbortController
  /** Callers that still wait. */
  waiting: number
  /** Milliseconds; Infinity while loading. */
  expiresMs: number
}

/**
 * Values that are slow to get and seldom change, kept for a while. Callers who ask at the same time share one load; it
 * ends early only when the last of them has given up. Failures are not kept.
 */
export class SharedCache<T> {
  readonly #entries = new Map<string, Entry<T>>()
  readonly #ttlMs: number
  readonly #now: () => number
  readonly #most: number

  /** @param most values that are kept; of more, the oldest go */
  constructor(ttlMs: number, now: () => number = Date.now, most = Number.POSITIVE_INFINITY) {
    this.#ttlMs = ttlMs
    this.#now = now
    this.#most = most
  }

  /** @throws what `load` throws, or the reason of the caller's own signal */
  async get(key: string, load: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    const known = this.#entries.get(key)
    const entry = known !== undefined && known.expiresMs > this.#now() ? known : this.#start(key, load)
    entry.waiting += 1
    try {
      return await withAbort(entry.promise, signal)
    } finally {
      entry.waiting -= 1
      if (entry.waiting === 0 && entry.expiresMs === Number.POSITIVE_INFINITY) {
        // Dropped at once: whoever asks next must not join a load that is being ended.
        this.#drop(key, entry)
        entry.load.abort()
      }
    }
  }

  #start(key: string, load: (signal: AbortSignal) => Promise<T>): Entry<T> {
    // Keys may be without end, such as spans of time up to now.
    for (const [old, { expiresMs }] of this.#entries)
      if (expiresMs <= this.#now() || this.#entries.size >= this.#most) this.#entries.delete(old)
    const controller = new AbortController()
    const entry: Entry<T> = {
      promise: load(controller.signal),
      load: controller,
      waiting: 0,
      expiresMs: Number.POSITIVE_INFINITY,
    }
    this.#entries.set(key, entry)
    entry.promise.then(
      () => {
        entry.expiresMs = this.#now() + this.#ttlMs
      },
      () => this.#drop(key, entry),
    )
    return entry
  }

  #drop(key: string, entry: Entry<T>): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key)
  }
}

import type { Store } from '../engine/store.ts'

/** Milliseconds between two looks at least: others may write many times a second. */
const LEAST_MS = 50

/** What others write while somebody waits for it. */
export class News {
  readonly #unwatch: () => void
  #isThere = false
  #lastMs = performance.now()
  #tell = (): void => {}

  constructor(store: Pick<Store, 'watch'>) {
    this.#unwatch = store.watch(() => {
      this.#isThere = true
      this.#tell()
    })
  }

  /**
   * Waits until another server has written something since the last time.
   * @param ms at most so long
   * @throws the signal's reason
   */
  async next(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isThere) await this.#wait(ms, signal)
    const early = LEAST_MS - (performance.now() - this.#lastMs)
    if (early > 0) await this.#wait(early, signal)
    this.#isThere = false
    this.#lastMs = performance.now()
    signal.throwIfAborted()
  }

  /** Ends early where there is something new that was not there before, or the signal aborts. */
  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    let end = (): void => {}
    const ended = new Promise<void>(resolve => {
      end = resolve
    })
    if (!this.#isThere) this.#tell = end
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    await ended
    this.#tell = () => {}
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }

  /** Nobody waits any more. */
  end(): void {
    this.#unwatch()
  }
}

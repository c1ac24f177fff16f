import type { Store } from '../engine/store.ts'

/** What others write while somebody waits for it. */
export class News {
  readonly #unwatch: () => void
  #isThere = false
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
    signal.throwIfAborted()
    if (!this.#isThere) {
      let timer: NodeJS.Timeout | undefined
      const end = new Promise<void>(resolve => {
        this.#tell = resolve
        timer = setTimeout(resolve, ms)
        signal.addEventListener('abort', this.#tell, { once: true })
      })
      await end
      clearTimeout(timer)
      signal.removeEventListener('abort', this.#tell)
    }
    this.#isThere = false
    signal.throwIfAborted()
  }

  /** Nobody waits any more. */
  end(): void {
    this.#unwatch()
  }
}

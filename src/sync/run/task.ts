import { onAbort, withAbort } from '../../api/abort.ts'

/** Work that can be ended from outside, and can outlive the one who began it. */
export class Task<T> {
  readonly ended: Promise<T>
  readonly #controller = new AbortController()

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.ended = work(this.#controller.signal)
    // Nobody may be left to hear how it ended.
    this.ended.catch(() => {})
  }

  /** Ends it at once. */
  end(reason: unknown): void {
    this.#controller.abort(reason)
  }

  /**
   * Its result, or `late` where the time (milliseconds) is over first; then it goes on.
   * @throws what the work throws; the signal's reason, and then the work is ended, too
   */
  async within(ms: number | undefined, signal: AbortSignal): Promise<T | 'late'> {
    const forget = onAbort(signal, () => this.end(signal.reason))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>(resolve => {
      if (ms !== undefined) timer = setTimeout(resolve, ms, 'late')
    })
    try {
      return await withAbort(Promise.race([this.ended, late]), signal)
    } finally {
      clearTimeout(timer)
      forget()
    }
  }
}

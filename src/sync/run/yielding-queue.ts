import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Pieces } from '../../pieces.ts'

/** Something to do that blocks the event loop: in pieces, each up to the next `yield`. */
export type Work = () => Pieces<void>

/**
 * Work that blocks the event loop, while answers are awaited that bring more of it. One piece is done at a time, and
 * before each the loop comes round, so that what has arrived is taken in and what is to be sent is sent. (A keep-alive
 * connection takes its next request one turn after an answer; hence two queue.)
 */
export class YieldingQueue {
  readonly #limit: number
  readonly #signal: AbortSignal
  #waiting: Promise<void>[] = []

  /**
   * @param limit works that may wait
   * @param signal when it aborts, no further piece is done
   */
  constructor(limit: number, signal: AbortSignal) {
    this.#limit = limit
    this.#signal = signal
  }

  /**
   * Returns as soon as there is room for more; the work may be done later.
   * @throws what earlier work has thrown, or the signal's reason: then no more of it is done
   */
  async add(work: Work): Promise<void> {
    const before = this.#waiting.at(-1) ?? Promise.resolve()
    const done = before.then(() => this.#doInPieces(work))
    this.#waiting.push(done)
    done.then(
      () => this.#waiting.shift(),
      () => {},
    )
    await this.#waiting.at(-1 - this.#limit)
  }

  /** Returns when all is done. @throws what the work has thrown */
  async finish(): Promise<void> {
    await this.#waiting.at(-1)
  }

  async #doInPieces(work: Work): Promise<void> {
    const pieces = work()
    for (let isDone = false; !isDone; ) {
      await nextTurn()
      await nextTurn()
      this.#signal.throwIfAborted()
      const piece = pieces.next()
      if (piece.value) await piece.value
      isDone = piece.done === true
    }
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Work that blocks the event loop, while answers are awaited that bring more of it. One piece is done at a time, and
 * before each the loop comes round, so that what has arrived is taken in and what is to be sent is sent. (A keep-alive
 * connection takes its next request one turn after an answer; hence two turns.)
 */
export class Backlog {
  readonly #limit: number
  #waiting: Promise<void>[] = []

  /** @param limit pieces that may wait */
  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Returns as soon as there is room for more; the work may be done later.
   * @throws what earlier work has thrown: then no more of it is done
   */
  async add(work: () => void): Promise<void> {
    const before = this.#waiting.at(-1) ?? Promise.resolve()
    const done = before
      .then(() => nextTurn())
      .then(() => nextTurn())
      .then(work)
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
}

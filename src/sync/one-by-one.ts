import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * For work that blocks the event loop while answers are awaited: lets one through at a time, and before each one the
 * loop comes round, so that what has arrived is taken in and what is to be sent is sent. (A keep-alive connection takes
 * its next request one turn after an answer; hence two.)
 */
export class OneByOne {
  #last: Promise<void> = Promise.resolve()

  next(): Promise<void> {
    this.#last = this.#last.then(() => nextTurn()).then(() => nextTurn())
    return this.#last
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { isPassing } from './connect.ts'

/** Milliseconds between tries: a server that is started anew is back by then. */
const PAUSES = [0, 100, 300, 600, 1_000, 2_000, 3_000]

/** Asks again where the connection was lost, or there was none. */
export class Reconnecting {
  /** Somebody has waited in vain: who comes next is told at once, until a try succeeds. */
  #isAway = false

  /** @param ask is safe to repeat */
  async run<T>(ask: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      try {
        const answer = await ask()
        this.#isAway = false
        return answer
      } catch (error) {
        const pause = this.#isAway ? undefined : PAUSES[tries]
        if (!isPassing(error)) throw error
        if (pause === undefined) {
          this.#isAway = true
          throw error
        }
        await sleep(pause)
      }
    }
  }
}

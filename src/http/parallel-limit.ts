/** For each that may be under way, so many more may wait. */
const WAITING = 3
/** Whoever asks would rather come again than wait longer for its turn. */
const WAIT_MS = 5_000

interface OfClient {
  underWay: number
  readonly waiting: Set<() => void>
}

/**
 * So many requests of each client at the same time, so that the long ones of one do not crowd out the others. Some more wait
 * for their turn, in the order in which they came.
 */
export class ParallelLimit {
  readonly most: number
  readonly #waitMs: number
  readonly #clients = new Map<string, OfClient>()

  /** @param waitMs how long a request waits at most */
  constructor(most: number, waitMs = WAIT_MS) {
    this.most = most
    this.#waitMs = waitMs
  }

  /**
   * Comes when it is the request's turn.
   * @param gone settles when whoever asked is gone, and waits no longer
   * @returns to be called when the request is over; null: it is one too many, or has waited too long, and does not count
   */
  async begin(client: string, gone: Promise<unknown>): Promise<(() => void) | null> {
    const own = this.#clients.get(client) ?? { underWay: 0, waiting: new Set() }
    if (own.underWay < this.most) own.underWay += 1
    else if (own.waiting.size >= WAITING * this.most || !(await this.#turn(own, gone))) return null
    this.#clients.set(client, own)
    return () => {
      const [next] = own.waiting
      // Whoever comes next takes the place over.
      if (next) return next()
      own.underWay -= 1
      if (own.underWay === 0) this.#clients.delete(client)
    }
  }

  /** @returns whether it came */
  #turn({ waiting }: OfClient, gone: Promise<unknown>): Promise<boolean> {
    return new Promise(resolve => {
      const settle = (isTurn: boolean): void => {
        waiting.delete(begin)
        clearTimeout(timer)
        resolve(isTurn)
      }
      const begin = (): void => settle(true)
      const timer = setTimeout(() => settle(false), this.#waitMs)
      waiting.add(begin)
      void gone.finally(() => settle(false))
    })
  }
}

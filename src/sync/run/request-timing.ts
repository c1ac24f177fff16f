/** What is asked for: a page of a list, or a whole call. */
export type Kind = 'page' | 'call'

/** The newest request counts this much, and more while there are few. */
const WEIGHT = 0.1

/** How long requests take, retries and waiting in line included. */
export class RequestTiming {
  /** Seconds; guesses until measured. */
  readonly #secs: Record<Kind, number> = { page: 0.6, call: 0.4 }
  readonly #count: Record<Kind, number> = { page: 0, call: 0 }
  readonly #concurrency: number

  /** @param concurrency calls that are read at a time; pages are read one after the other */
  constructor(concurrency: number) {
    this.#concurrency = concurrency
  }

  measured(kind: Kind, secs: number): void {
    this.#count[kind] += 1
    // The first takes the place of the guess.
    this.#secs[kind] += Math.max(WEIGHT, 1 / this.#count[kind]) * (secs - this.#secs[kind])
  }

  /** Seconds that so many requests will take. */
  secsFor({ pages, calls }: { pages: number; calls: number }): number {
    return pages * this.#secs.page + (calls * this.#secs.call) / this.#concurrency
  }
}

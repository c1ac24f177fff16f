/** The newest half of all calls are the rate, or so many: the first ones are read few at a time. */
const CALLS = 200
/** The newest page counts this much, and more while there are few. */
const WEIGHT = 0.1
/** Of the time of a page, as long as no call was read. */
const A_CALL = 2 / 3

/** How long reading takes, as measured on all that is read in this process, whoever asked for it. */
export class RequestTiming {
  /** Seconds; a guess until measured. */
  #page = 0.6
  #pages = 0
  /** Seconds between one call that was read and the next. */
  #call = 0
  #calls = 0
  #lastMs = 0
  readonly #concurrency: () => number

  /** @param concurrency calls read at a time, as it stands; pages are read one after the other */
  constructor(concurrency: () => number) {
    this.#concurrency = concurrency
  }

  /** A page took so long, retries and waiting in line included. */
  pageRead(secs: number): void {
    this.#pages += 1
    // The first takes the place of the guess.
    this.#page += Math.max(WEIGHT, 1 / this.#pages) * (secs - this.#page)
  }

  /** From now on (milliseconds) calls are read: the time before says nothing. */
  callsBegin(nowMs: number): void {
    this.#lastMs = nowMs
  }

  /** So many more were read by now. */
  callsRead(calls: number, nowMs: number): void {
    if (calls === 0) return
    this.#calls += calls
    const share = Math.min(1, calls / Math.min(CALLS, this.#calls / 2))
    this.#call += share * ((nowMs - this.#lastMs) / 1000 / calls - this.#call)
    this.#lastMs = nowMs
  }

  /** Seconds that so many requests will take. */
  secsFor({ pages, calls }: { pages: number; calls: number }): number {
    const perCall = this.#calls > 0 ? this.#call : (this.#page * A_CALL) / this.#concurrency()
    return pages * this.#page + calls * perCall
  }
}

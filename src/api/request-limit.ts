/*
 * How many requests at a time: additive increase, multiplicative decrease (Chiu and Jain 1989; for TCP RFC 5681), and
 * what TCP has learned since. It grows only while the limit is what holds requests back (RFC 7661). After a decrease it
 * returns at once to the number that was borne, stays there, and tries one more after a while (the plateau of CUBIC,
 * RFC 9438), ever more rarely where that is refused. Answers that come later than they did are a sign before any
 * refusal is (Vegas, Brakmo and Peterson 1995); where fewer requests are not answered sooner, the load was not why.
 * A round is as many answers as there are requests at a time.
 */

/** What became of a request. `refused`: 429, 503, or no answer in time. */
export type Outcome = 'answered' | 'refused' | 'failed'

/** How things stood when a request was sent. */
export interface Sending {
  readonly size: number
  /** Decreases so far: what was sent before one does not cause another. */
  readonly epoch: number
  /** More would have been sent without the limit. */
  readonly isFull: boolean
}

/** Added with each answer until the first refusal: half as many again in each round. */
const FIRST_STEP = 0.5
/** Rounds at the number that is borne before one more is tried; a refusal doubles them. */
const [LEAST_PATIENCE, MOST_PATIENCE] = [12, 100]
/** Answers whose median is the speed, at least; more where a round is more. */
const SAMPLE = 8
/** Samples for which the quickest of them is what answers are compared with. */
const MEMORY = 100
/** So many times as long as the quickest is slower; so many times is late. */
const [SLOWER, LATE] = [1.5, 2]
/** Milliseconds more that say nothing, whatever they are in proportion. */
const SLACK_MS = 20

/** The number itself, made of what comes of the requests; without clock and queue. */
export class RequestLimit {
  readonly #ceiling: number
  #size: number
  /** As far as is known; more is a trial. */
  #borne = Number.POSITIVE_INFINITY
  #patience = LEAST_PATIENCE
  /** Answers since there are as many as are borne. */
  #calm = 0
  #isTrial = false
  #epoch = 0
  #pace: 'usual' | 'slower' | 'late' = 'usual'
  #times: number[] = []
  #quickest = { ms: Number.POSITIVE_INFINITY, samples: 0 }

  /** @param start where it begins, at most the ceiling */
  constructor(start: number, ceiling: number) {
    this.#ceiling = ceiling
    this.#size = Math.max(1, Math.min(start, ceiling))
  }

  /** Requests at a time, from 1 to the ceiling. */
  get size(): number {
    return Math.floor(this.#size)
  }

  /** @param inUse requests under way, this one included */
  send(inUse: number): Sending {
    return { size: this.size, epoch: this.#epoch, isFull: inUse >= this.size }
  }

  /** @param ms until the answer began; null: a request that cannot be compared with others */
  settle({ size, epoch, isFull }: Sending, outcome: Outcome, ms: number | null): void {
    if (epoch !== this.#epoch) return
    if (outcome === 'refused') this.#shrink(size - 1)
    if (outcome !== 'answered' || !isFull) return
    if (ms !== null) this.#time(ms)
    if (epoch === this.#epoch) this.#grow(size)
  }

  /** @param sentAt as many were under way when it was sent */
  #grow(sentAt: number): void {
    // The next sample shows whether fewer requests are answered sooner.
    if (this.#pace === 'late') return
    const isFirst = this.#borne === Number.POSITIVE_INFINITY
    if (!isFirst && this.#size < this.#borne) this.#resize(Math.min(this.#borne, this.#size + 1))
    else if (this.#pace === 'slower') return
    else if (isFirst) this.#resize(this.#size + FIRST_STEP)
    else if (sentAt === this.size) this.#probe()
  }

  /** One more than is known to be borne, now and then. */
  #probe(): void {
    this.#calm += 1
    // One more was borne for a round: then the next.
    if (this.#calm < this.#size * (this.#isTrial ? 1 : this.#patience)) return
    this.#isTrial = true
    this.#calm = 0
    this.#borne = Math.min(this.#borne + 1, this.#ceiling)
    this.#resize(this.#borne)
  }

  /** Half as many, and from there back to what is borne. */
  #shrink(borne: number): void {
    this.#epoch += 1
    this.#borne = Math.max(1, borne)
    this.#patience = Math.min(MOST_PATIENCE, this.#patience * 2)
    this.#calm = 0
    this.#isTrial = false
    this.#times = []
    this.#resize(this.#size / 2)
  }

  #time(ms: number): void {
    this.#times.push(ms)
    if (this.#times.length < Math.max(SAMPLE, this.size)) return
    const median = this.#times.sort((a, b) => a - b)[this.#times.length >> 1]!
    this.#times = []
    this.#quickest.samples += 1
    const wasLate = this.#pace === 'late'
    if (median <= this.#quickest.ms || this.#quickest.samples > MEMORY) this.#quickest = { ms: median, samples: 0 }
    const takes = (factor: number): boolean => median > this.#quickest.ms * factor + SLACK_MS
    this.#pace = takes(LATE) ? 'late' : takes(SLOWER) ? 'slower' : 'usual'
    if (this.#pace !== 'late') return
    if (wasLate) {
      this.#quickest = { ms: median, samples: 0 }
      this.#pace = 'usual'
    } else this.#shrink(Math.floor((this.#size * 3) / 4))
  }

  #resize(size: number): void {
    this.#size = Math.max(1, Math.min(size, this.#ceiling))
  }
}

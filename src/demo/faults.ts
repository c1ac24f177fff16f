import type { Fault } from './fault.ts'

/** Which requests: a pattern on the path (without the query) or a predicate. */
export type Match = RegExp | ((url: URL) => boolean)

interface Rule {
  match: Match
  fault: Fault
  left: number
}

/** Random numbers 0 to 1 that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The faults of a demo server; they can be switched on and off at any time. */
export class Faults {
  /** Milliseconds that every answer takes in addition. */
  latencyMs = 0
  /** Requests at a time that are answered; what comes beyond is refused at once with 429. */
  mostAtOnce = Number.POSITIVE_INFINITY
  readonly #random: () => number
  #queue: Rule[] = []
  #standing: Rule[] = []

  constructor(seed = 1) {
    this.#random = seeded(seed)
  }

  /** The next `count` matching requests fail so; queued faults come in order and before the standing ones. */
  next(count: number, fault: Fault, match: Match = /^/): void {
    this.#queue.push({ match, fault, left: count })
  }

  /** All matching requests fail so until `clear`; the first fault that matches wins. */
  always(match: Match, fault: Fault): void {
    this.#standing.push({ match, fault, left: Infinity })
  }

  /** No faults, no latency and no limit any more. */
  clear(): void {
    this.#queue = []
    this.#standing = []
    this.latencyMs = 0
    this.mostAtOnce = Number.POSITIVE_INFINITY
  }

  /** The fault for this request, used up by asking. */
  take(url: URL): Fault | undefined {
    const rule = [...this.#queue, ...this.#standing].find(each => each.left > 0 && this.#strikes(each, url))
    if (rule) rule.left -= 1
    return rule?.fault
  }

  #strikes({ match, fault }: Rule, url: URL): boolean {
    const matches = typeof match === 'function' ? match(url) : url.pathname.search(match) >= 0
    return matches && (fault.probability === undefined || this.#random() < fault.probability)
  }
}

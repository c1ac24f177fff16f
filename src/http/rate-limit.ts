const MINUTE_MS = 60_000

/**
 * So many requests a minute for each client, all at once if it likes (a token bucket), so that one client's flood does
 * not starve the others.
 * @param nowMs milliseconds of a clock that is never set back
 */
export class RateLimit {
  readonly #perMinute: number
  readonly #nowMs: () => number
  /** When a client will have all its requests again. */
  readonly #fullAtMs = new Map<string, number>()

  constructor(perMinute: number, nowMs: () => number = () => performance.now()) {
    this.#perMinute = perMinute
    this.#nowMs = nowMs
  }

  /** Counts a request. @returns 0; or seconds to wait, where it was one too many, which does not count */
  take(client: string): number {
    const now = this.#nowMs()
    const each = MINUTE_MS / this.#perMinute
    const full = Math.max(now, this.#fullAtMs.get(client) ?? 0) + each
    if (full - now > MINUTE_MS + each / 2) return Math.ceil((full - now - MINUTE_MS) / 1000)
    // The oldest first: whoever has not asked for a minute has all its requests again, and is forgotten.
    this.#fullAtMs.delete(client)
    this.#fullAtMs.set(client, full)
    for (const [name, at] of this.#fullAtMs) {
      if (at > now) break
      this.#fullAtMs.delete(name)
    }
    return 0
  }
}

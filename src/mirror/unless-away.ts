import { ArchiveError } from '../errors.ts'
import type { Log } from '../log.ts'

/** Milliseconds for which an archive that could not be read is left alone by whoever can do without it. */
const AWAY_MS = 15_000

/** Asks an archive that one can do without: to find out that it cannot be read may take seconds, each time. */
export class UnlessAway {
  readonly #log: Pick<Log, 'warn'>
  #untilMs = 0

  constructor(log: Pick<Log, 'warn'>) {
    this.#log = log
  }

  /** @returns null: it cannot be read, or could not a moment ago */
  async ask<T>(question: () => Promise<T>): Promise<T | null> {
    if (performance.now() < this.#untilMs) return null
    try {
      return await question()
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      this.#untilMs = performance.now() + AWAY_MS
      this.#log.warn(`The archive could not be read: ${error.message}`)
      return null
    }
  }
}

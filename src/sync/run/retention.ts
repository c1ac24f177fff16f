import type { Archive } from '../../archive/archive.ts'

const HOUR = 3600
const DAY = 24 * HOUR

/** The moment (Unix seconds) from which calls are kept, always a full hour; 0: all are. */
export const keptSince = (days: number | undefined, now: number): number =>
  days === undefined ? 0 : Math.max(0, Math.floor((now - days * DAY) / HOUR) * HOUR)

/** Removes from an archive what started too long ago: once an hour, which is how the moment moves. */
export class Retention {
  readonly #days: number | undefined
  /** What was removed, or is being removed, started before. */
  #since = 0
  #removing: Promise<unknown> = Promise.resolve()

  constructor(days: number | undefined) {
    this.#days = days
  }

  /**
   * Whoever asks at the same time waits for the same.
   * @returns the moment from which calls are kept
   * @throws ArchiveError
   */
  async enforce(archive: Archive, now: number): Promise<number> {
    const since = keptSince(this.#days, now)
    if (since > this.#since) {
      const before = this.#since
      this.#since = since
      this.#removing = archive.prune(since).catch(error => {
        this.#since = before
        throw error
      })
    }
    await this.#removing
    return since
  }
}

import type { Archive, Seen } from '../../archive/archive.ts'
import type { Work } from '../../archive/engine/work.ts'
import { seenOf } from '../../archive/write/seen.ts'

/** Calls claimed at a time: as many as another server may have to wait for. */
const CLAIMED = 50
const PREFIX = 'call '

/**
 * Which of the calls are due: all of them, newest first, or those among the ids given.
 * @param limit where they may be many
 */
export type Due = (limit: number, among?: readonly string[]) => Work<string[]>

/** A call that is ours to read. */
export interface ClaimedCall {
  id: string
  seen: Seen | undefined
}

/** The same when it was asked for, at (Unix seconds). */
export interface AskedCall extends ClaimedCall {
  at: number
}

/**
 * Calls to be read, each by one server: some at a time are claimed, and given back when they are written, or will not be
 * read.
 */
export class ClaimedCalls {
  /** Handed out to be read. */
  readonly asked: string[] = []
  /** Others are at work on them. */
  readonly elsewhere: string[] = []
  readonly #archive: Archive
  readonly #ids: readonly string[]
  readonly #due: Due
  #at = 0
  #ours: ClaimedCall[] = []
  #done: string[] = []
  #claiming: Promise<void> | undefined

  /** @param ids in the order in which they are to be read */
  constructor(archive: Archive, ids: readonly string[], due: Due) {
    this.#archive = archive
    this.#ids = ids
    this.#due = due
  }

  /** Nothing is left to hand out. */
  get isOver(): boolean {
    return this.#ours.length === 0 && this.#at >= this.#ids.length
  }

  /** undefined: there is none left. @throws ArchiveError */
  async next(): Promise<ClaimedCall | undefined> {
    while (!this.isOver) {
      const call = this.#ours.shift()
      if (call !== undefined) {
        this.asked.push(call.id)
        return call
      }
      this.#claiming ??= this.#claim().finally(() => {
        this.#claiming = undefined
      })
      await this.#claiming
    }
    return undefined
  }

  /** It was read, or cannot be. */
  done(id: string): void {
    this.#done.push(id)
  }

  /** Gives back what is still claimed. */
  async end(): Promise<void> {
    const all = [...this.asked, ...this.#ours.map(({ id }) => id)].map(nameOf)
    this.#ours = []
    this.#at = this.#ids.length
    await this.#archive.leases.release(all)
  }

  async #claim(): Promise<void> {
    const ids = this.#ids.slice(this.#at, this.#at + CLAIMED)
    this.#at += ids.length
    const due = this.#due
    const done = this.#done.splice(0)
    let seen = new Map<string, Seen>()
    // What others have read since the ids were looked up is not read again.
    const { ours, taken } = await this.#archive.leases.claim(
      ids.map(nameOf),
      function* (names) {
        const still = yield* due(CLAIMED, names.map(idOf))
        seen = yield* seenOf(still)
        return still.map(nameOf)
      },
      done.map(nameOf),
    )
    this.#ours.push(...ours.map(idOf).map(id => ({ id, seen: seen.get(id) })))
    this.elsewhere.push(...taken.map(idOf))
  }
}

const nameOf = (id: string): string => PREFIX + id
const idOf = (name: string): string => name.slice(PREFIX.length)

/** Waits until other servers are at work on none of the calls. @throws the signal's reason */
export const whenFree = (archive: Archive, ids: readonly string[], signal: AbortSignal): Promise<void> =>
  archive.leases.whenFree(ids.map(nameOf), signal)

import { type ConversationsError, RateLimitError, ShapeError, UpstreamError, UserInputError } from '../../errors.ts'
import type { StopReason } from '../run/sync-context.ts'
import type { Tally } from '../run/tally.ts'

/** So many failures of one kind in a row mean that the next call would fail as well. */
const GIVE_UP_AFTER = 10
/** A source that asks for a longer pause is not asked for the next call meanwhile. */
export const SHORT_PAUSE_SECS = 10

/** The same request may be answered the next time. */
export const mayPass = (error: ConversationsError | null | undefined): boolean =>
  error instanceof RateLimitError || error instanceof UpstreamError || (error instanceof ShapeError && error.mayPass)

/** Asking again would be answered the same: it is this one request that is refused, or too much. */
export const isLasting = (error: ConversationsError): boolean =>
  error instanceof UserInputError || (error instanceof ShapeError && !error.mayPass)

/** Seconds that the source wants to be left alone. */
export const pauseOf = (error: ConversationsError | null | undefined): number =>
  error instanceof RateLimitError ? (error.retryAfterSecs ?? 0) : 0

/** Calls that could not be read for now, and how many in a row. */
export class Failures {
  /** Set where going on makes no sense. */
  stopped: StopReason | null = null
  readonly #failed: Tally['failed']
  #last = ''
  #inRow = 0

  /** @param failed by the call's id, where they are noted */
  constructor(failed: Tally['failed']) {
    this.#failed = failed
  }

  /** Whether the call could not be read for now. */
  has(id: string): boolean {
    return this.#failed.has(id)
  }

  /** @param error null: the call could be read */
  note(id: string, error: ConversationsError | null): void {
    // One that can never be read says nothing about the next.
    if (error === null || isLasting(error)) {
      this.#failed.delete(id)
      this.#inRow = 0
      return
    }
    this.#failed.set(id, error)
    this.#inRow = error.code === this.#last ? this.#inRow + 1 : 1
    this.#last = error.code
    if (pauseOf(error) > SHORT_PAUSE_SECS) this.stopped = { reason: error.message, error }
    else if (this.#inRow >= GIVE_UP_AFTER) {
      this.stopped = { reason: `${GIVE_UP_AFTER} calls in a row could not be read: ${error.message}`, error }
    }
  }
}

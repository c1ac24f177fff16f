import type { ConversationsError } from '../errors.ts'
import type { Halt } from './effort.ts'

/** So many failures of one kind in a row mean that the next call would fail as well. */
const GIVE_UP_AFTER = 10

/** Calls that could not be read, and how many in a row. */
export class Failures {
  /** Set where going on makes no sense. */
  halt: Halt | null = null
  readonly #reasons: Map<string, string>
  #last = ''
  #inRow = 0

  /** @param reasons by the call's id, where they are noted */
  constructor(reasons: Map<string, string>) {
    this.#reasons = reasons
  }

  /** @param error null: the call could be read */
  note(id: string, error: ConversationsError | null): void {
    if (error === null) {
      this.#reasons.delete(id)
      this.#inRow = 0
      return
    }
    this.#reasons.set(id, error.message)
    this.#inRow = error.code === this.#last ? this.#inRow + 1 : 1
    this.#last = error.code
    if (this.#inRow < GIVE_UP_AFTER) return
    this.halt = { reason: `${GIVE_UP_AFTER} calls in a row could not be read: ${error.message}`, error }
  }
}

import type { Conversation } from '../domain/conversation.ts'
import type { Told } from './patch.ts'

/** Calls, and bytes of their packed bodies, of which each is some tens as objects. */
const MOST_CALLS = 16
const MOST_BYTES = 1_000_000

interface Masked {
  /** What it was made of. */
  packed: Uint8Array
  /** What the call had told. */
  told: Told
  call: Conversation
}

/** Calls that were masked lately, for as long as the archive has the same of them: people page through one call. */
export class Recent {
  readonly #calls = new Map<string, Masked>()
  #bytes = 0

  get(id: string, packed: Uint8Array, told: Told | undefined): Conversation | undefined {
    const known = this.#calls.get(id)
    if (!known || known.told !== told || Buffer.compare(known.packed, packed) !== 0) return undefined
    this.#calls.delete(id)
    this.#calls.set(id, known)
    return known.call
  }

  set(id: string, masked: Masked): void {
    this.#forget(id)
    this.#calls.set(id, masked)
    this.#bytes += masked.packed.length
    for (const oldest of this.#calls.keys()) {
      if (this.#calls.size <= MOST_CALLS && this.#bytes <= MOST_BYTES) return
      this.#forget(oldest)
    }
  }

  #forget(id: string): void {
    this.#bytes -= this.#calls.get(id)?.packed.length ?? 0
    this.#calls.delete(id)
  }
}

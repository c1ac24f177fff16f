import { Archive } from '../archive/archive.ts'
import type { Copy } from '../archive/read/read.ts'
import type { Conversation, ConversationSummary } from '../domain/conversation.ts'
import { atOnce, type Pieces } from '../pieces.ts'
import type { Redactor } from '../redact/redactor.ts'

/**
 * The same archive, for reading: what it tells of a call is masked as a whole. What is counted and searched in it stays
 * as it is, so that a call is found by what was said in it.
 */
export class MaskedArchive extends Archive {
  readonly #redactor: Redactor

  constructor({ store }: Archive, redactor: Redactor) {
    super(store)
    this.#redactor = redactor
  }

  override *readConversation(id: string): Pieces<Conversation | null> {
    const copy = yield* super.readCopy(id)
    return copy && (yield* this.#redactor.conversation(copy.call, copy))
  }

  override *readCopy(id: string): Pieces<Copy | null> {
    const copy = yield* super.readCopy(id)
    return (
      copy && {
        ...copy,
        call: yield* this.#redactor.conversation(copy.call, copy),
        raw: yield* this.#redactor.json(copy.raw),
      }
    )
  }

  /** All of it: what a turn holds may be known from another. */
  override *readExcerpt(id: string): Pieces<Conversation | null> {
    return yield* this.readConversation(id)
  }

  override *readBody(id: string): Pieces<unknown> {
    return yield* this.#redactor.json(yield* super.readBody(id))
  }

  override async summary(id: string): Promise<ConversationSummary | null> {
    await this.conversation(id)
    const item = await super.summary(id)
    return item && atOnce(this.#redactor.summary(item))
  }
}

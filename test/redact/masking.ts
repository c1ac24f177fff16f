import type { Conversation, ConversationSummary } from '../../src/domain/conversation.ts'
import { atOnce } from '../../src/pieces.ts'
import { createRedactor } from '../../src/redact/redactor.ts'

export type Masking = Awaited<ReturnType<typeof masking>>

/** A redactor that does all of it now. */
export async function masking(salt: string, variables: readonly string[] = []) {
  const redactor = await createRedactor(salt, variables)
  return {
    text: redactor.text,
    value: redactor.value,
    conversation: (call: Conversation) => atOnce(redactor.conversation(call)),
    summary: (item: ConversationSummary) => atOnce(redactor.summary(item)),
    json: (value: unknown) => atOnce(redactor.json(value)),
  }
}

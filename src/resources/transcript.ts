import { isFinished } from '../domain/conversation.ts'
import { UserInputError } from '../errors.ts'
import { inTurns } from '../pieces.ts'
import { newFence } from '../render/fence.ts'
import { quote } from '../render/quote.ts'
import { parseArguments } from '../tools/arguments.ts'
import { conversationAnswer } from '../tools/conversation/answer.ts'
import { fetchConversation } from '../tools/conversation/fetch.ts'
import { renderConversation } from '../tools/conversation/text.ts'
import type { ToolContext } from '../tools/define.ts'
import { getConversation } from '../tools/get-conversation.ts'
import { idOf, turnsUri } from './uri.ts'

/** Largest text of a resource, in tokens; what is beyond has a URI of its own. */
const CEILING = 20_000

/** A call, or some turns of it, as `get_conversation` shows it; the rest is named by its URI. */
export async function readTranscript(
  variables: Record<string, string | string[]>,
  context: ToolContext,
): Promise<{ text: string; finished: boolean }> {
  const id = idOf(variables)
  const request = parseArguments(getConversation.input, {
    conversation_id: id,
    max_tokens: CEILING,
    ...('from' in variables ? { from_turn: turn(variables.from), to_turn: turn(variables.to) } : {}),
  })
  const parts = await fetchConversation(id, false, context)
  const rest = (from: number, to: number) => turnsUri(id, from, to)
  const answer = await conversationAnswer(request, parts, { ...context, rest, headOnly: true })
  const { redactor, signal } = context
  const shown = redactor ? await inTurns(redactor.answer(answer), signal) : answer
  return { text: renderConversation(shown, newFence()), finished: isFinished(parts.call.status) }
}

function turn(value: string | string[] | undefined): number {
  const text = String(value)
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new UserInputError(`${quote(text)} is not a turn number; use conversation://ID/turns/0-40.`)
}

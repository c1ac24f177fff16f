import type * as z from 'zod/v4'
import { batches, type Pieces, TURNS_A_PIECE } from '../pieces.ts'
import { type ConversationBody, conversation, type TurnBody, toolCalls, toolResults } from './schema.ts'
import { isObject, listOf, read } from './tolerant.ts'
import { MOST_NESTED, MOST_PARTS, nestedIn, sizeOfTurn } from './turn-size.ts'

/**
 * A conversation as the schema reads it, in pieces of some hundred turns or tool calls; what is beyond the sizes of
 * `turn-size.ts` is not read, and `unread.ts` tells of it.
 * @param what whose answer it is, for the message
 * @throws ShapeError where the body is no conversation
 */
export function* conversationBody(answer: unknown, what: string): Pieces<ConversationBody> {
  if (!isObject(answer) || !Array.isArray(answer.transcript)) return read(conversation, answer, what)
  const [first = [], ...others] = batches(withinSize(answer.transcript), TURNS_A_PIECE, sizeOfTurn)
  const body = read(conversation, { ...answer, transcript: shortened(first) }, what)
  yield* addTools(first, body.transcript, what)
  for (const batch of others) {
    yield
    const { transcript } = read(conversation, { transcript: shortened(batch) }, what)
    yield* addTools(batch, transcript, what)
    for (const turn of transcript) body.transcript.push(turn)
  }
  return body
}

function withinSize(turns: readonly unknown[]): readonly unknown[] {
  let size = 0
  for (const [at, turn] of turns.entries()) {
    size += Math.min(sizeOfTurn(turn), MOST_PARTS)
    if (size > MOST_PARTS) return turns.slice(0, at)
  }
  return turns
}

/** A turn that is too much for one piece, and the only one of its batch, without its tool calls and results. */
const shortened = (turns: readonly unknown[]): readonly unknown[] =>
  isTooMuch(turns) ? [{ ...turns[0], tool_calls: [], tool_results: [] }] : turns

const isTooMuch = (turns: readonly unknown[]): turns is readonly [Record<string, unknown>] =>
  turns.length === 1 && sizeOfTurn(turns[0]) > TURNS_A_PIECE

function* addTools(given: readonly unknown[], read: TurnBody[], what: string): Pieces<void> {
  if (!isTooMuch(given)) return
  read[0]!.tool_calls = yield* readTools(toolCalls, given[0].tool_calls, what)
  read[0]!.tool_results = yield* readTools(toolResults, given[0].tool_results, what)
}

function* readTools<T>(schema: z.ZodType<T[]>, list: unknown, what: string): Pieces<T[]> {
  const tools: T[] = []
  const sizeOf = (tool: unknown) => 1 + nestedIn(tool)
  for (const batch of batches(listOf(list), TURNS_A_PIECE, sizeOf)) {
    yield
    for (const tool of read(schema, batch.map(withoutTooMany), what)) tools.push(tool)
  }
  return tools
}

const withoutTooMany = (tool: unknown): unknown =>
  nestedIn(tool) > MOST_NESTED ? { ...(tool as object), result: null } : tool

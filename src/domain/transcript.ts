import type { ToolCall, ToolResult, Turn } from './conversation.ts'

/** One line of a transcript: words somebody said, or a tool call together with its result. */
export type Line =
  | { kind: 'speech'; turn: Turn }
  | {
      kind: 'tool'
      /** The turn of the call, or of the result where the call is missing. */
      turn: Turn
      call: ToolCall | null
      result: ToolResult | null
      /** Turn of the result, where it is another one. */
      resultTurn: number | null
    }

/** Something other than tools happened in this turn. */
const speaks = (turn: Turn): boolean =>
  (turn.toolCalls.length === 0 && turn.toolResults.length === 0) ||
  turn.message !== '' ||
  turn.planned !== null ||
  turn.guardrails.length + turn.files.length + turn.reasoning.length > 0 ||
  turn.feedback !== null ||
  turn.event !== null

/**
 * The turns as lines, in array order. A result is joined to its call by request id and then has no line of its own; a
 * result without a call keeps its own line. Nothing is dropped.
 */
export function toLines(turns: readonly Turn[]): Line[] {
  const results = new Map<string, { waiting: { result: ToolResult; turn: number }[]; next: number }>()
  for (const turn of turns) {
    for (const result of turn.toolResults) {
      const { requestId } = result
      const known = results.get(requestId)
      if (known) known.waiting.push({ result, turn: turn.index })
      else results.set(requestId, { waiting: [{ result, turn: turn.index }], next: 0 })
    }
  }
  // Turns come in order, so what stands before the turn of one call is of no use to a later one, either.
  const resultOf = (requestId: string, turn: number) => {
    const ofId = results.get(requestId)
    if (!ofId) return undefined
    while (ofId.next < ofId.waiting.length && ofId.waiting[ofId.next]!.turn < turn) ofId.next++
    return ofId.waiting[ofId.next++]
  }
  const joined = new Set<ToolResult>()
  const lines: Line[] = []
  for (const turn of turns) {
    if (speaks(turn)) lines.push({ kind: 'speech', turn })
    for (const call of turn.toolCalls) {
      const found = resultOf(call.requestId, turn.index)
      if (found) joined.add(found.result)
      lines.push({
        kind: 'tool',
        turn,
        call,
        result: found?.result ?? null,
        resultTurn: found && found.turn !== turn.index ? found.turn : null,
      })
    }
    for (const result of turn.toolResults) {
      if (!joined.has(result)) lines.push({ kind: 'tool', turn, call: null, result, resultTurn: null })
    }
  }
  return lines
}

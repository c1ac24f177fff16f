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
  const results = new Map<string, { result: ToolResult; turn: number }[]>()
  for (const turn of turns) {
    for (const result of turn.toolResults) {
      const list = results.get(result.requestId) ?? []
      list.push({ result, turn: turn.index })
      results.set(result.requestId, list)
    }
  }
  const joined = new Set<ToolResult>()
  const lines: Line[] = []
  for (const turn of turns) {
    if (speaks(turn)) lines.push({ kind: 'speech', turn })
    for (const call of turn.toolCalls) {
      const found = results.get(call.requestId)?.find(({ result, turn: at }) => !joined.has(result) && at >= turn.index)
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

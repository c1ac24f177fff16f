import type { ToolCall, ToolResult, Turn } from './conversation.ts'
import { didRun, lastResult, pairTools, type ToolUse } from './tool-uses.ts'

/** One line of a transcript: words somebody said, or a tool call together with its result. */
export type Line =
  | { kind: 'speech'; turn: Turn }
  | {
      kind: 'tool'
      /** The turn of the call, or of the result where the call is missing. */
      turn: Turn
      call: ToolCall | null
      /** What came of it in the end. */
      result: ToolResult | null
      /** Turns of its results, where they are others. */
      resultTurns: readonly number[]
      /** Results of the same call that stand before that one. */
      earlier: ToolResult[]
      /** By what call and results say together. */
      ran: boolean
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
 * The turns as lines, in array order. Results are joined to their call and then have no line of their own; a result
 * without a call keeps its own line. Nothing is dropped.
 */
export function toLines(turns: readonly Turn[]): Line[] {
  const uses = pairTools(turns)
  const lines: Line[] = []
  let next = 0
  for (const turn of turns) {
    if (speaks(turn)) lines.push({ kind: 'speech', turn })
    for (; uses[next]?.turn === turn; next++) lines.push(toolLine(uses[next]!))
  }
  return lines
}

function toolLine(use: ToolUse): Line {
  const { turn, call, results } = use
  const last = lastResult(use)
  return {
    kind: 'tool',
    turn,
    call,
    result: last?.result ?? null,
    resultTurns: results.filter(result => result.turn !== turn).map(result => result.turn.index),
    earlier: results.slice(0, -1).map(({ result }) => result),
    ran: didRun(use),
  }
}

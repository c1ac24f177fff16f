import type { Conversation } from '../domain/conversation.ts'
import { type Line, toLines } from '../domain/transcript.ts'
import { transcriptLine } from '../render/transcript.ts'

/** Longest words of a turn, and longest text of a tool, in a quote, in bytes. */
const TURN_BYTES = 300
const TOOL_BYTES = 200

/** A turn to be shown. */
export interface WantedTurn {
  turn: number
  /** What a tool did there is meant, not what somebody said. */
  isTool: boolean
}

/** The turns, each once and in the order of the transcript, as `get_conversation` shows them. */
export function turnLines(
  call: Conversation,
  wanted: readonly WantedTurn[],
  agentNames: ReadonlyMap<string, string>,
  maxText: number,
): string[] {
  const lines = toLines(call.turns)
  const chosen = new Set(wanted.map(({ turn, isTool }) => positionOf(lines, turn, isTool)))
  const render = transcriptLine(lines, {
    maxToolBytes: Math.min(TOOL_BYTES, maxText),
    maxTurnBytes: Math.min(TURN_BYTES, maxText),
    metrics: false,
    costs: false,
    rag: false,
    agentNames,
  })
  return [...chosen]
    .filter(position => position >= 0)
    .sort((a, b) => a - b)
    .map(render)
}

/** Of the lines of one turn the one that is meant: of tools the one that failed, if any did. */
function positionOf(lines: readonly Line[], turn: number, isTool: boolean): number {
  const positions = lines.flatMap((line, position) =>
    line.turn.index === turn || (line.kind === 'tool' && line.resultTurns.includes(turn)) ? position : [],
  )
  const failed = positions.find(position => hasFailed(lines[position]!))
  const first = positions.find(position => (lines[position]!.kind === 'tool') === isTool)
  return (isTool ? failed : undefined) ?? first ?? positions[0] ?? -1
}

const hasFailed = (line: Line): boolean =>
  line.kind === 'tool' && ((line.result?.isError || line.result?.isBlocked) ?? false)

import type { Conversation } from '../../domain/conversation.ts'
import { type Line, toLines } from '../../domain/transcript.ts'
import { transcriptLine } from '../../render/transcript.ts'
import type { Reason } from '../../triage/triage.ts'

/** Longest words of a turn, and longest text of a tool, in a quote, in bytes. */
const TURN_BYTES = 300
const TOOL_BYTES = 200

/** Signals that tools make; the others are in what somebody said. */
const BY_TOOLS = ['tool_error', 'transfer_loop', 'handoff']

/**
 * The turns that prove the reasons, each once and in the order of the transcript, as `get_conversation` shows them. Of several
 * turns that prove a reason it is the first named; a repetition is proven by two.
 */
export function evidenceLines(
  call: Conversation,
  reasons: readonly Reason[],
  agentNames: ReadonlyMap<string, string>,
  maxText: number,
): string[] {
  const lines = toLines(call.turns)
  const chosen = new Set(
    reasons.flatMap(({ kind, turns }) =>
      turns.slice(0, kind === 'caller_repeats' ? 2 : 1).map(turn => positionOf(lines, turn, BY_TOOLS.includes(kind))),
    ),
  )
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

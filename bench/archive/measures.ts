import type { ToolUse } from '../../src/archive/schema/part-tables.ts'
import type { MeasuredTurn } from '../../src/archive/schema/turn-columns.ts'
import type { Conversation } from '../../src/domain/conversation.ts'
import type { CallMeasures, EndingGroup, TurnMeasures } from '../../src/domain/measures.ts'
import type { Draw } from './draw.ts'

/** Counted where that is cheap, else drawn. */
export function drawMeasures(
  call: Conversation,
  endingGroup: EndingGroup,
  turns: MeasuredTurn[],
  tools: ToolUse[],
  draw: Draw,
): CallMeasures {
  const of = (role: string): TurnMeasures[] =>
    turns.map(({ measures }) => measures).filter(measures => measures.spoken && measures.role === role)
  const [user, agent] = [of('user'), of('agent')]
  const words = (list: TurnMeasures[]): number => list.reduce((sum, turn) => sum + turn.words, 0)
  const felt = agent.flatMap(turn => turn.feltLatency ?? [])
  const ran = tools.filter(use => use.call?.executed)
  const connected = user.length > 0
  const transferredToNumber = connected && draw.chance(0.08)
  const takenOver = connected && draw.chance(0.04) ? draw.skewed(4) : 0
  return {
    ...{ finished: true, connected, judged: call.outcome !== 'unknown', endingGroup },
    ...{ userTurns: user.length, agentTurns: agent.length, toolTurns: tools.length },
    ...{ toolCalls: ran.length, toolErrors: ran.filter(use => use.result?.isError).length },
    interruptedTurns: agent.filter(turn => turn.interrupted).length,
    ...{ userWords: words(user), agentWords: words(agent) },
    repeatedUserTurns: user.filter(turn => turn.repeated).length,
    repeatedAgentTurns: agent.filter(turn => turn.repeated).length,
    deadAir: call.textOnly ? null : draw.skewed(4) - 1,
    earlyEnd: connected ? turns.length < 4 && endingGroup === 'caller ended' : null,
    ...{ transferredToNumber, transferredToAgent: takenOver > 0, handoffToolUsed: false },
    ...{ contained: connected ? !transferredToNumber : null, voicemail: false, languageSwitched: draw.chance(0.02) },
    guardrailTurns: draw.chance(0.01) ? 1 : 0,
    feltLatencyMax: felt.length > 0 ? Math.max(...felt) : null,
    ...{ slowTurns: felt.filter(secs => secs > 2).length, feltTurns: felt.length },
    lastTool: ran.at(-1)?.call?.name ?? null,
    ...{ lastWorkflowNode: null, lastTurn: turns.length > 0 ? turns.length - 1 : null },
    ...{
      transfers: Number(transferredToNumber) + takenOver,
      durationRefused: false,
      overruled: null,
      ...{ longestTurnWords: 40, cutIns: 0, turnsBeforeTool: null, callerTurnsBeforeTool: null, secsToTool: null },
      ...{ retrievals: 0, retrievalHits: 0 },
    },
  }
}

import type { ToolUse } from '../../src/archive/schema/part-tables.ts'
import type { MeasuredTurn } from '../../src/archive/schema/turn-columns.ts'
import type { Turn } from '../../src/domain/conversation.ts'
import type { TurnMeasures } from '../../src/domain/measures.ts'
import type { Draw } from './draw.ts'
import { callerSays, talk, toolAnswered, toolAsked } from './speech.ts'

const ERRORS = ['client_timeout', 'external_server', 'customer_auth'] as const

/** @param tools grows by what the turn used */
export function drawTurn(index: number, agent: number, slow: boolean, draw: Draw, tools: ToolUse[]): MeasuredTurn {
  const isTool = index > 2 && draw.chance(0.12)
  const role = index % 2 === 0 || isTool ? 'agent' : 'user'
  const use = isTool ? toolUse(index, agent, draw) : null
  if (use) tools.push(use)
  const answers = role === 'agent' && !isTool
  const measures: TurnMeasures = {
    ...{ index, role, spoken: !isTool, opening: index === 0 },
    words: isTool ? 0 : draw.whole(1, role === 'agent' ? 45 : 20),
    feltLatency: index === 0 ? 0.1 : answers ? (slow ? 1.7 : 0.95) * draw.logNormal(0.4) : null,
    llmLatency: role === 'agent' ? 0.5 * draw.logNormal(0.4) : null,
    ttsLatency: answers ? 0.2 * draw.logNormal(0.3) : null,
    asrLatency: role === 'user' ? 0.15 * draw.logNormal(0.3) : null,
    interrupted: answers && draw.chance(0.07),
    repeated: index > 4 && draw.chance(0.02),
    sentiment: role === 'user' && draw.chance(0.5) ? draw.between(-1, 1) : null,
    frustration: role === 'user' && draw.chance(0.5) ? draw.between(0, 1) : null,
  }
  const message = isTool ? '' : (role === 'user' ? callerSays : talk)(measures.words, draw)
  const uses = { toolCalls: use?.call ? [use.call] : [], toolResults: use?.result ? [use.result] : [] }
  // Only what the archive and its index read of a turn.
  const turn = { index, role, message, timeSecs: index * 6, workflowNodeId: null, ...uses } as Partial<Turn> as Turn
  return { turn, measures }
}

function toolUse(turn: number, agent: number, draw: Draw): ToolUse {
  const name = `tool_${agent}_${draw.skewed(6)}`
  const isError = draw.chance(0.05)
  const requestId = `r${turn}`
  const call = { requestId, name, type: 'webhook', argumentsText: toolAsked(draw), executed: draw.chance(0.995) }
  const result = {
    ...{ requestId, name, executed: true, resultText: toolAnswered(draw), isError, isBlocked: false },
    ...{ type: 'webhook', resultType: null, transfer: null, procedure: null, workflow: null },
    updatedVariables: [],
    errorType: isError ? draw.pick(ERRORS) : null,
    latencySecs: 0.4 * draw.logNormal(0.7),
  }
  return { turn, position: 0, call, result: call.executed ? result : null, ran: call.executed }
}

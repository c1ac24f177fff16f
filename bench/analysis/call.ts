import type { ToolUse } from '../../src/archive/schema/part-tables.ts'
import type { MeasuredTurn } from '../../src/archive/schema/turn-columns.ts'
import type { CollectedValue, Conversation, CriterionResult, Outcome, Turn } from '../../src/domain/conversation.ts'
import type { CallMeasures, TurnMeasures } from '../../src/domain/measures.ts'
import type { Draw } from './draw.ts'

/** What the archive holds of one call, its words aside. */
export interface DrawnCall {
  call: Conversation
  measures: CallMeasures
  turns: MeasuredTurn[]
  tools: ToolUse[]
  topic: string | null
}

const AGENTS = 12
const LANGUAGES = ['en', 'en', 'en', 'en', 'en', 'de', 'es', 'fr'] as const
const SOURCES = ['twilio', 'twilio', 'sip_trunk', 'widget', 'react_sdk'] as const
const ENDINGS = [
  ['Call ended by remote party', 'caller ended'],
  ['Call ended by remote party', 'caller ended'],
  ['end_call tool was called.', 'agent ended'],
  ['Conversation ended after 30 seconds of inactivity.', 'inactivity'],
  ['LLM response took too long', 'error'],
] as const
const ERRORS = ['client_timeout', 'external_server', 'customer_auth'] as const
const PROSE =
  'The caller asked about an order that had not come, and the agent looked it up and told when it will. '.repeat(6)

/** A finished call of about `meanTurns` turns; about one of a hundred failed before anybody spoke. */
export function drawCall(number: number, startedAt: number, meanTurns: number, draw: Draw): DrawnCall {
  const agent = draw.skewed(AGENTS)
  const failed = draw.chance(0.01)
  const count = failed ? 0 : Math.max(2, Math.round(meanTurns * draw.logNormal(0.55) * 0.86))
  const slow = draw.chance(0.15)
  const tools: ToolUse[] = []
  const turns = Array.from({ length: count }, (_, index) => drawTurn(index, agent, slow, draw, tools))
  const broken = tools.some(({ result }) => result?.isError)
  const outcome = draw.chance(0.06) ? 'unknown' : draw.chance(broken ? 0.4 : slow ? 0.65 : 0.82) ? 'success' : 'failure'
  const call = conversation(number, agent, startedAt, failed ? 'unknown' : outcome, failed, turns, draw)
  const topic = draw.chance(0.7) ? `topic_${draw.skewed(40)}` : null
  return { call, measures: measuresOf(call, turns, tools, draw), turns, tools, topic }
}

function drawTurn(index: number, agent: number, slow: boolean, draw: Draw, tools: ToolUse[]): MeasuredTurn {
  const isTool = index > 2 && draw.chance(0.12)
  const role = index % 2 === 0 || isTool ? 'agent' : 'user'
  if (isTool) tools.push(toolUse(index, agent, draw))
  const answers = role === 'agent' && !isTool
  const measures: Omit<TurnMeasures, 'index'> = {
    role,
    spoken: !isTool,
    opening: index === 0,
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
  return { turn: { index, timeSecs: index * 6, workflowNodeId: null } as Turn, measures: { index, ...measures } }
}

function toolUse(turn: number, agent: number, draw: Draw): ToolUse {
  const name = `tool_${agent}_${draw.skewed(6)}`
  const isError = draw.chance(0.05)
  const call = { requestId: '', name, type: 'webhook', argumentsText: '', executed: draw.chance(0.995) }
  const result = {
    ...{ requestId: '', name, resultText: '', isError, isBlocked: false, resultType: null, updatedVariables: [] },
    errorType: isError ? draw.pick(ERRORS) : null,
    latencySecs: 0.4 * draw.logNormal(0.7),
  }
  return { turn, position: 0, call, result: call.executed ? result : null }
}

function conversation(
  number: number,
  agent: number,
  startedAt: number,
  outcome: Outcome,
  failed: boolean,
  turns: MeasuredTurn[],
  draw: Draw,
): Conversation {
  const durationSecs = turns.length * 6
  const source = draw.pick(SOURCES)
  const rated = draw.chance(0.2)
  const criteria = [0, 1, 2].map(
    (at): CriterionResult => ({
      ...{ id: `criterion_${agent}_${at}`, score: null, maxScore: null, rationale: null },
      result: at === 0 || draw.chance(0.2) ? outcome : 'success',
    }),
  )
  const collected: CollectedValue[] = [
    { id: 'product', value: draw.chance(0.7) ? `product ${draw.skewed(30)}` : null, rationale: null },
    { id: 'amount', value: draw.chance(0.5) ? Math.round(draw.logNormal(1) * 8000) / 100 : null, rationale: null },
  ]
  return {
    id: `conv_${String(number).padStart(26, '0')}`,
    agentId: `agent_${String(agent).padStart(26, '0')}`,
    agentName: `Agent ${agent}`,
    branchId: `agtbrch_${agent}`,
    versionId: `agtvrsn_${String(agent * 10 + draw.whole(0, 2)).padStart(26, '0')}`,
    status: failed ? 'failed' : 'done',
    userId: draw.chance(0.8) ? `user_${draw.whole(1, 30_000)}` : null,
    ...{ startedAt, durationSecs, queueWaitSecs: null, outcome, score: null, warnings: [], scoped: [] },
    ending: failed ? 'Missing required dynamic variables' : draw.pick(ENDINGS)[0],
    error: failed ? { code: 1008, reason: 'Missing required dynamic variables' } : null,
    title: PROSE.slice(0, 40),
    summary: PROSE.slice(0, draw.whole(150, 500)),
    language: failed ? null : draw.pick(LANGUAGES),
    ...{ source, textOnly: source === 'widget', hasAudio: !failed, analysed: !failed },
    phone: source.length < 10 && source !== 'widget' ? phone(draw) : null,
    cost: {
      credits: durationSecs * 5.5,
      usd: durationSecs * 0.0006,
      llmUsd: 0.01,
      callCredits: null,
      llmCredits: null,
    },
    feedback: rated ? { overall: null, likes: 0, dislikes: 0, rating: draw.whole(1, 5), comment: null } : null,
    ...{ criteria: failed ? [] : criteria, collected: failed ? [] : collected },
    sentiment: failed
      ? null
      : {
          ...{ label: 'neutral', score: draw.between(-1, 1), frustration: draw.between(0, 1) },
          ...{ minUserScore: draw.between(-1, 0), maxUserFrustration: draw.between(0, 1) },
        },
    tagIds: draw.chance(0.25) ? [`tag_${draw.skewed(9)}`] : [],
    ...{ visitedAgentIds: [], variables: {}, deleted: { transcriptAt: null, audioAt: null }, turns: [] },
  }
}

const phone = (draw: Draw): Conversation['phone'] => ({
  ...{ type: 'twilio', direction: draw.chance(0.9) ? 'inbound' : 'outbound', agentNumber: null, result: null },
  externalNumber: `+1555${draw.whole(1_000_000, 9_999_999)}`,
})

function measuresOf(call: Conversation, turns: MeasuredTurn[], tools: ToolUse[], draw: Draw): CallMeasures {
  const of = (test: (turn: TurnMeasures) => boolean): TurnMeasures[] =>
    turns.map(({ measures }) => measures).filter(measures => measures.spoken && test(measures))
  const [user, agent] = ['user', 'agent'].map(role => of(turn => turn.role === role)) as [
    TurnMeasures[],
    TurnMeasures[],
  ]
  const words = (list: TurnMeasures[]): number => list.reduce((sum, turn) => sum + turn.words, 0)
  const felt = agent.flatMap(turn => turn.feltLatency ?? [])
  const ran = tools.filter(use => use.call?.executed)
  const connected = user.length > 0
  const transferredToNumber = connected && draw.chance(0.08)
  const endingGroup = ENDINGS.find(([text]) => text === call.ending)?.[1] ?? 'error'
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
    ...{ transferredToNumber, transferredToAgent: connected && draw.chance(0.04), handoffToolUsed: false },
    ...{ contained: connected ? !transferredToNumber : null, voicemail: false, languageSwitched: draw.chance(0.02) },
    guardrailTurns: draw.chance(0.01) ? 1 : 0,
    feltLatencyMax: felt.length > 0 ? Math.max(...felt) : null,
    ...{ slowTurns: felt.filter(secs => secs > 2).length, feltTurns: felt.length },
    lastTool: ran.at(-1)?.call?.name ?? null,
    ...{ lastWorkflowNode: null, lastTurn: turns.length > 0 ? turns.length - 1 : null },
  }
}

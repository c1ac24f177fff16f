import type { ToolUse } from '../../src/archive/schema/part-tables.ts'
import type { MeasuredTurn } from '../../src/archive/schema/turn-columns.ts'
import type { CollectedValue, Conversation, CriterionResult, Outcome } from '../../src/domain/conversation.ts'
import type { CallMeasures } from '../../src/domain/measures.ts'
import type { Draw } from './draw.ts'
import { drawMeasures } from './measures.ts'
import { talk } from './speech.ts'
import { drawTurn } from './turns.ts'

/** What the archive holds of one call. */
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
  ['Client disconnected: 1006', 'connection lost'],
  ['Conversation ended by guardrail: no medical advice', 'guardrail stop'],
] as const
const BROKEN = ['Missing required dynamic variables', 'error'] as const

/** The id of an agent. */
export const agentId = (agent: number): string => `agent_${String(agent).padStart(26, '0')}`

/** A finished call of about `meanTurns` turns; about one of a hundred failed before anybody spoke. */
export function drawCall(number: number, startedAt: number, meanTurns: number, draw: Draw): DrawnCall {
  const agent = draw.skewed(AGENTS)
  const failed = draw.chance(0.01)
  const count = failed ? 0 : Math.max(2, Math.round(meanTurns * draw.logNormal(0.55) * 0.86))
  const slow = draw.chance(0.15)
  const tools: ToolUse[] = []
  const turns = Array.from({ length: count }, (_, index) => drawTurn(index, agent, slow, draw, tools))
  const isHard = tools.some(({ result }) => result?.isError)
  const outcome = draw.chance(0.06) ? 'unknown' : draw.chance(isHard ? 0.4 : slow ? 0.65 : 0.82) ? 'success' : 'failure'
  const [ending, endingGroup] = failed ? BROKEN : draw.pick(ENDINGS)
  const facts = { number, agent, startedAt, failed, ending, durationSecs: count * 6 }
  const call = conversation(facts, failed ? 'unknown' : outcome, draw)
  const topic = draw.chance(0.7) ? `topic_${draw.skewed(40)}` : null
  return { call, measures: drawMeasures(call, endingGroup, turns, tools, draw), turns, tools, topic }
}

interface Facts {
  number: number
  agent: number
  startedAt: number
  durationSecs: number
  failed: boolean
  ending: string
}

/** Its turns are told apart. */
function conversation(facts: Facts, outcome: Outcome, draw: Draw): Conversation {
  const { number, agent, startedAt, durationSecs, failed, ending } = facts
  const source = draw.pick(SOURCES)
  const rated = draw.chance(0.2)
  return {
    id: `conv_${String(number).padStart(26, '0')}`,
    agentId: agentId(agent),
    agentName: `Agent ${agent}`,
    branchId: `agtbrch_${agent}`,
    versionId: `agtvrsn_${String(agent * 10 + draw.whole(0, 2)).padStart(26, '0')}`,
    environment: null,
    status: failed ? 'failed' : 'done',
    userId: draw.chance(0.8) ? `user_${draw.whole(1, 30_000)}` : null,
    ...{
      startedAt,
      durationSecs,
      refusedDuration: null,
      queueWaitSecs: null,
      ringSecs: null,
      outcome,
      score: null,
      warnings: [],
      scoped: [],
      ending,
    },
    error: failed ? { code: 1008, reason: ending } : null,
    title: talk(5, draw),
    summary: talk(draw.whole(25, 80), draw),
    language: failed ? null : draw.pick(LANGUAGES),
    ...{ source, textOnly: source === 'widget', hasAudio: !failed, analysed: !failed },
    phone: source === 'twilio' || source === 'sip_trunk' ? phone(draw) : null,
    ...{ campaign: null, experiments: [], voice: null, speech: { agentSecs: null, callerSecs: null } },
    cost: {
      ...{ credits: durationSecs * 5.5, usd: durationSecs * 0.0006, llmUsd: 0.01 },
      ...{ llmCredits: durationSecs * 0.5, platformCredits: durationSecs * 5, voiceCredits: null, burstCredits: null },
    },
    feedback: rated ? { overall: null, likes: 0, dislikes: 0, rating: draw.whole(1, 5), comment: null } : null,
    ...(failed ? { criteria: [], collected: [], sentiment: null } : analysis(agent, outcome, draw)),
    tagIds: draw.chance(0.25) ? [`tag_${draw.skewed(9)}`] : [],
    ...{ visitedAgentIds: [], variables: {}, deleted: { transcriptAt: null, audioAt: null }, turns: [] },
    unread: { noTranscript: false, reason: null, lostTurns: [], cut: [], impossible: [] },
  }
}

function analysis(
  agent: number,
  outcome: Outcome,
  draw: Draw,
): Pick<Conversation, 'criteria' | 'collected' | 'sentiment'> {
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
  const sentiment = {
    ...{ label: 'neutral', score: draw.between(-1, 1), frustration: draw.between(0, 1) },
    ...{ minUserScore: draw.between(-1, 0), maxUserFrustration: draw.between(0, 1) },
  }
  return { criteria, collected, sentiment }
}

const phone = (draw: Draw): Conversation['phone'] => ({
  ...{ type: 'twilio', direction: draw.chance(0.9) ? 'inbound' : 'outbound', agentNumber: null, result: null },
  externalNumber: `+1555${draw.whole(1_000_000, 9_999_999)}`,
})

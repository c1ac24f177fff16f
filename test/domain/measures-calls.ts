import type { Conversation, ToolCall, ToolResult, Turn } from '../../src/domain/conversation.ts'

/* Calls written by hand: only what a test is about has to be said. */

type Draft = Partial<Turn>

const turn = (role: string, message: string, more: Draft): Draft => ({ role, message, ...more })

export const user = (message: string, more: Draft = {}): Draft => turn('user', message, { medium: 'audio', ...more })
export const agent = (message: string, more: Draft = {}): Draft => turn('agent', message, more)

/** The perceived response latency of an agent's turn. */
export const felt = (secs: number): Draft => ({ metrics: { convai_ttf_audio_since_silence: secs } })

let requests = 0

/** A tool call and its result, as two turns; without a result where that is null. */
export function use(name: string, result: Partial<ToolResult> | null = {}, call: Partial<ToolCall> = {}): Draft[] {
  const requestId = `req_${++requests}`
  const calls = turn('agent', '', {
    toolCalls: [{ requestId, name, type: 'webhook', argumentsText: '{}', executed: true, ...call }],
  })
  return result === null ? [calls] : [calls, turn('agent', '', { toolResults: [resultOf(requestId, name, result)] })]
}

export const resultOf = (requestId: string, name: string, more: Partial<ToolResult> = {}): ToolResult => ({
  requestId,
  name,
  type: null,
  executed: null,
  resultText: 'ok',
  isError: false,
  isBlocked: false,
  errorType: null,
  latencySecs: 0.2,
  resultType: null,
  transfer: null,
  procedure: null,
  workflow: null,
  updatedVariables: [],
  ...more,
})

/** A tool of the platform, whose result says what it did. */
export const system = (name: string, resultType: string | null, result: Partial<ToolResult> = {}): Draft[] =>
  use(name, { resultType, ...result }, { type: 'system' })

/** A finished call of these turns, one a second unless they say otherwise. */
export function call(drafts: readonly (Draft | Draft[])[], more: Partial<Conversation> = {}): Conversation {
  const turns = drafts.flat().map((draft, index): Turn => {
    return {
      index,
      role: 'agent',
      message: '',
      planned: null,
      interrupted: false,
      backchannel: false,
      timeSecs: index,
      medium: null,
      agentId: null,
      workflowNodeId: null,
      toolCalls: [],
      toolResults: [],
      metrics: {},
      voice: null,
      sentiment: null,
      frustration: null,
      feedback: null,
      guardrails: [],
      files: [],
      event: null,
      contextUpdate: false,
      reasoning: [],
      rag: null,
      llm: null,
      ...draft,
    }
  })
  return {
    id: 'conv_1',
    agentId: 'agent_1',
    agentName: null,
    branchId: null,
    versionId: null,
    environment: null,
    status: 'done',
    userId: null,
    startedAt: 1_790_000_000,
    durationSecs: 60,
    refusedDuration: null,
    queueWaitSecs: null,
    ringSecs: null,
    outcome: 'success',
    score: null,
    ending: 'Call ended by remote party',
    error: null,
    warnings: [],
    title: null,
    summary: null,
    language: 'en',
    source: 'twilio',
    textOnly: false,
    phone: null,
    ...{ campaign: null, experiments: [], voice: null, speech: { agentSecs: null, callerSecs: null } },
    cost: {
      ...{ credits: null, usd: null, llmUsd: null },
      ...{ llmCredits: null, platformCredits: null, voiceCredits: null, burstCredits: null },
    },
    feedback: null,
    analysed: true,
    criteria: [],
    collected: [],
    scoped: [],
    sentiment: null,
    visitedAgentIds: [],
    tagIds: [],
    variables: {},
    hasAudio: true,
    deleted: { transcriptAt: null, audioAt: null },
    turns,
    unread: { noTranscript: false, reason: null, lostTurns: [], cut: [], impossible: [] },
    ...more,
  }
}

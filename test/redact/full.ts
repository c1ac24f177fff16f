import type { Conversation, ConversationSummary } from '../../src/domain/conversation.ts'

/**
 * The type with every member there and every list filled, down to the leaves: an object of it shows each field that a
 * conversation can have. A field that is new in the domain and missing here does not compile.
 */
export type Full<T> = unknown extends T
  ? unknown
  : NonNullable<T> extends readonly (infer Element)[]
    ? [Full<Element>, ...Full<Element>[]]
    : NonNullable<T> extends object
      ? { [Name in keyof NonNullable<T>]-?: Full<NonNullable<T>[Name]> }
      : NonNullable<T>

const criteria: Full<Conversation['criteria']> = [
  { id: 'greeted', result: 'success', score: 1, maxScore: 2, rationale: 'said hello' },
]
const collected: Full<Conversation['collected']> = [{ id: 'order', value: 'A', rationale: 'the caller said so' }]
const sentiment: Full<Conversation['sentiment']> = {
  label: 'negative',
  score: -0.5,
  frustration: 0.7,
  minUserScore: -0.9,
  maxUserFrustration: 0.9,
}

export const fullConversation: Full<Conversation> = {
  id: 'conv_1',
  agentId: 'agent_1',
  agentName: 'Billing',
  branchId: 'branch_1',
  versionId: 'version_1',
  environment: 'staging',
  status: 'done',
  userId: 'mia',
  startedAt: 1_790_872_117,
  durationSecs: 61,
  refusedDuration: '9 s',
  queueWaitSecs: 2,
  ringSecs: 1,
  outcome: 'failure',
  score: 0.5,
  ending: 'Client ended the call',
  error: { code: 1008, reason: 'no answer' },
  warnings: ['slow'],
  title: 'Charged twice',
  summary: 'The caller was charged twice.',
  language: 'en',
  source: 'twilio',
  textOnly: false,
  phone: {
    type: 'twilio',
    direction: 'inbound',
    agentNumber: 'unknown',
    externalNumber: 'anonymous',
    result: 'answered',
  },
  campaign: 'camp_1',
  experiments: ['greeting: short'],
  voice: 'voice_1',
  speech: { agentSecs: 20, callerSecs: 9 },
  cost: {
    ...{ credits: 10, usd: 0.1, llmUsd: 0.01 },
    ...{ llmCredits: 2, platformCredits: 8, voiceCredits: 7, burstCredits: 1 },
  },
  feedback: { overall: 'dislike', likes: 0, dislikes: 1, rating: 1, comment: 'bad' },
  analysed: true,
  criteria,
  collected,
  scoped: [{ agentId: 'agent_2', outcome: 'success', score: 1 }],
  sentiment,
  visitedAgentIds: ['agent_1'],
  tagIds: ['tag_1'],
  variables: { city: 'Ulm', address: { street: 'Main street', lines: ['x'] } },
  hasAudio: true,
  deleted: { transcriptAt: 1, audioAt: 1 },
  turns: [
    {
      index: 0,
      role: 'agent',
      message: 'Hello',
      planned: 'Hello, how can I help?',
      interrupted: true,
      backchannel: false,
      timeSecs: 0,
      medium: 'audio',
      agentId: 'agent_1',
      workflowNodeId: 'node_1',
      toolCalls: [{ requestId: 'req_1', name: 'lookup', type: 'webhook', argumentsText: '{"a":"x"}', executed: true }],
      toolResults: [
        {
          requestId: 'req_1',
          name: 'lookup',
          type: 'webhook',
          executed: true,
          resultText: 'found',
          isError: false,
          isBlocked: false,
          errorType: 'timeout',
          latencySecs: 1,
          resultType: 'webhook_success',
          transfer: { from: 'agent_1', to: 'agent_2', number: 'unknown' },
          procedure: 'Refunds',
          workflow: { nodeId: 'node_1' },
          updatedVariables: ['city'],
        },
      ],
      metrics: { convai_llm_service_ttfb: 0.4 },
      voice: 'voice_1',
      sentiment: 0.1,
      frustration: 0.2,
      feedback: 'like',
      guardrails: ['custom: politics'],
      files: [{ name: 'bill.pdf', type: 'application/pdf' }],
      event: 'user_turn_timeout',
      contextUpdate: false,
      reasoning: ['thinks'],
      rag: { query: 'refunds', documentIds: ['doc_1'], chunks: 1, latencySecs: 0.2 },
      llm: { model: 'gpt', inputTokens: 1, outputTokens: 2, usd: 0.001 },
    },
  ],
  unread: {
    noTranscript: true,
    reason: 'its transcript is a text',
    lostTurns: [1],
    cut: [{ what: 'variables', read: 2000, of: 2001 }],
    impossible: ['cost -5'],
  },
}

export const fullSummary: Full<ConversationSummary> = {
  id: 'conv_1',
  agentId: 'agent_1',
  agentName: 'Billing',
  branchId: 'branch_1',
  versionId: 'version_1',
  environment: 'staging',
  startedAt: 1_790_872_117,
  durationSecs: 61,
  messageCount: 3,
  status: 'done',
  outcome: 'failure',
  score: 0.5,
  ending: 'Client ended the call',
  title: 'Charged twice',
  summary: 'The caller was charged twice.',
  language: 'en',
  source: 'twilio',
  direction: 'inbound',
  rating: 1,
  toolNames: ['lookup'],
  sentiment,
  criteria,
  collected,
  tagIds: ['tag_1'],
}

export interface Leaf {
  /** `turns.0.message` */
  path: string
  value: string | number | boolean
}

/** Everything in an object that is no object itself. */
export const leavesOf = (value: unknown, path = ''): Leaf[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) => leavesOf(member, path === '' ? name : `${path}.${name}`))
    : [{ path, value: value as Leaf['value'] }]

/** A copy with another value at one place. */
export function planted<T>(value: T, path: string, leaf: unknown): T {
  const copy = structuredClone(value)
  const names = path.split('.')
  const last = names.pop()!
  let place = copy as any
  for (const name of names) place = place[name]
  place[last] = leaf
  return copy
}

import type { Unread } from './unread.ts'

/** Our own words for a conversation. What the API calls these things is known to `api`, and to the demo. */

export type { MessageHit } from './message-hit.ts'
export type { Topic } from './topic.ts'

/** `unknown` is the API's own value for "not judged"; values we do not know yet stay readable. */
export type Outcome = 'success' | 'failure' | 'unknown' | (string & {})
export type Status = 'initiated' | 'in-progress' | 'processing' | 'done' | 'failed' | (string & {})

/** The call goes on, or its record still grows. */
export const isLive = (status: Status): boolean => ['initiated', 'in-progress', 'processing'].includes(status)

/** A conversation's call is over and its record no longer grows. */
export const isFinished = (status: Status): boolean => status === 'done' || status === 'failed'

export interface Sentiment {
  /** positive, neutral, negative … */
  label: string | null
  /** -1 to 1, whole conversation. */
  score: number | null
  /** 0 to 1, whole conversation. */
  frustration: number | null
  minUserScore: number | null
  maxUserFrustration: number | null
}

/** What the list of conversations tells of one call. */
export interface ConversationSummary {
  id: string
  agentId: string
  agentName: string | null
  branchId: string | null
  versionId: string | null
  /** Where the agent ran: production, staging …; null where the API does not say, as in its lists. */
  environment: string | null
  /** Whole Unix seconds; 0 where the API gave none that can be read. */
  startedAt: number
  /** null where the API gave none, or one that cannot be. */
  durationSecs: number | null
  messageCount: number
  status: Status
  outcome: Outcome
  /** Numeric score of the outcome, where the agent scores. */
  score: number | null
  /** The API's free text. */
  ending: string
  title: string | null
  summary: string | null
  language: string | null
  /** twilio, widget, js_sdk … */
  source: string | null
  direction: string | null
  /** 1 to 5. */
  rating: number | null
  toolNames: string[]
  sentiment: Sentiment | null
  /** By id; only those that were asked for. */
  criteria: CriterionResult[]
  collected: CollectedValue[]
  tagIds: string[]
}

export interface CriterionResult {
  id: string
  result: Outcome
  score: number | null
  maxScore: number | null
  rationale: string | null
}

export interface CollectedValue {
  id: string
  value: unknown
  rationale: string | null
}

/** One conversation in full. */
export interface Conversation {
  id: string
  agentId: string
  agentName: string | null
  branchId: string | null
  versionId: string | null
  environment: string | null
  status: Status
  userId: string | null
  startedAt: number
  durationSecs: number | null
  /** What the API gave as duration, where that cannot be. */
  refusedDuration: string | null
  queueWaitSecs: number | null
  outcome: Outcome
  score: number | null
  ending: string
  error: { code: number | null; reason: string | null } | null
  warnings: string[]
  title: string | null
  summary: string | null
  language: string | null
  source: string | null
  textOnly: boolean
  phone: PhoneCall | null
  cost: Cost
  feedback: Feedback | null
  /** The platform has judged the call. */
  analysed: boolean
  criteria: CriterionResult[]
  collected: CollectedValue[]
  /** Verdicts of single agents of a call with transfers. */
  scoped: { agentId: string | null; outcome: Outcome; score: number | null }[]
  sentiment: Sentiment | null
  /** Agents that took part, in order. */
  visitedAgentIds: string[]
  tagIds: string[]
  variables: Record<string, unknown>
  hasAudio: boolean
  /** Unix seconds at which the platform deleted parts of the record; null while they exist. */
  deleted: { transcriptAt: number | null; audioAt: number | null }
  /** In the API's array order, which is the order of the conversation. */
  turns: Turn[]
  unread: Unread
}

export interface PhoneCall {
  /** twilio, sip_trunking, exotel … */
  type: string | null
  direction: string | null
  agentNumber: string | null
  externalNumber: string | null
  /** answered, voicemail, busy … where the API says. */
  result: string | null
}

export interface Cost {
  /** Platform credits: LLM and call charge together. */
  credits: number | null
  usd: number | null
  llmUsd: number | null
}

export interface Feedback {
  /** like or dislike. */
  overall: string | null
  likes: number
  dislikes: number
  rating: number | null
  comment: string | null
}

/** One element of the API's transcript array. */
export interface Turn {
  /** Zero-based position in the API's transcript array: the turn's number everywhere. */
  index: number
  role: 'user' | 'agent' | (string & {})
  /** What was said; of an interrupted turn, as far as it was said. */
  message: string
  /** What an interrupted turn was meant to say. */
  planned: string | null
  interrupted: boolean
  /** The platform took the words as a mere "mhm" and did not answer. */
  backchannel: boolean
  /** Whole seconds from the start of the call; several turns may share a value. */
  timeSecs: number | null
  /** audio, text, dtmf, image, file; null for the agent. */
  medium: string | null
  agentId: string | null
  workflowNodeId: string | null
  toolCalls: ToolCall[]
  toolResults: ToolResult[]
  /** Seconds by the API's metric name. */
  metrics: Record<string, number>
  sentiment: number | null
  frustration: number | null
  /** like or dislike. */
  feedback: string | null
  guardrails: string[]
  files: { name: string | null; type: string | null }[]
  /** A turn the platform made: user_turn_timeout, … */
  event: string | null
  /** The client pushed context; nobody spoke. */
  contextUpdate: boolean
  reasoning: string[]
  rag: { query: string | null; documentIds: string[]; latencySecs: number | null } | null
  llm: { model: string | null; inputTokens: number; outputTokens: number; usd: number } | null
}

export interface ToolCall {
  requestId: string
  name: string
  /** webhook, client, mcp, system … */
  type: string | null
  /** The arguments as the API delivers them: JSON text, or not JSON at all. */
  argumentsText: string
  /** As far as the call says: it is written before it runs. What its results say counts, too: see `tool-uses.ts`. */
  executed: boolean
}

export interface ToolResult {
  requestId: string
  name: string
  /** Whether the tool ran, as far as the result says; null: it does not. */
  executed: boolean | null
  resultText: string
  /** By its mark, or by its type. */
  isError: boolean
  isBlocked: boolean
  errorType: string | null
  latencySecs: number | null
  /** Tells what a system tool did: transfer_to_number_twilio_success … */
  resultType: string | null
  /** Of a transfer: from and to what, where the result says. */
  transfer: { from: string | null; to: string | null } | null
  /** Of what a workflow ran: the node that did, where it has an id. */
  workflow: { nodeId: string | null } | null
  /** Names of the dynamic variables that the result changed. */
  updatedVariables: string[]
}

export interface Agent {
  id: string
  name: string
  archived: boolean
  tags: string[]
}

/** What one agent's calls are judged by and asked for. */
export interface AgentDefinitions {
  criteria: { id: string; name: string; description: string | null }[]
  dataFields: { id: string; type: string | null; description: string | null }[]
}

export interface Tag {
  id: string
  title: string
  description: string | null
}

/** One page of a walk. */
export interface Page<T> {
  items: T[]
  /** Follow it with the same filter; null at the end. */
  nextCursor: string | null
  hasMore: boolean
}

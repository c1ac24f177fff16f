import type { Turn } from './turn.ts'
import type { Unread } from './unread.ts'

/** Our own words for a conversation. What the API calls these things is known to `api`, and to the demo. */

export type { MessageHit } from './message-hit.ts'
export type { Topic } from './topic.ts'
export type { ToolCall, ToolResult, Turn } from './turn.ts'

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
  /** From the start until the call was accepted. */
  ringSecs: number | null
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
  /** What the call was made for: a campaign or, without one, a batch of calls. */
  campaign: string | null
  /** `key: variant` of each experiment that the call was part of. */
  experiments: string[]
  /** Id of the voice that spoke most. */
  voice: string | null
  speech: Speaking
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
  /** Parts of the credits. The platform's part is made up of voice, burst and others. */
  llmCredits: number | null
  platformCredits: number | null
  voiceCredits: number | null
  burstCredits: number | null
}

/** Seconds of sound, as the platform was billed for it. */
export interface Speaking {
  agentSecs: number | null
  /** What was heard of the caller; pauses do not count. */
  callerSecs: number | null
}

export interface Feedback {
  /** like or dislike. */
  overall: string | null
  likes: number
  dislikes: number
  rating: number | null
  comment: string | null
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
  /** Rows that name no conversation, and are left out. */
  unnamed?: number
}

import { shownDuration } from '../../domain/call-state.ts'
import type { Conversation, ConversationSummary } from '../../domain/conversation.ts'
import { isTranscriptGone } from '../../domain/measures/heard.ts'
import { toolUsesOf } from '../../domain/measures/tools.ts'
import { isoInstant } from '../../domain/time.ts'
import type { CallItem } from './format.ts'

export type Fact = string | number | boolean | null

/** Reads one fact of a call; null where the call, or a list's row, does not tell. */
export interface FactReader {
  /** Of the whole call; undefined: only a list tells. */
  call?: (call: Conversation, zone: string) => Fact
  /** Of a list's row; undefined: only the whole call tells. */
  summary?: (item: ConversationSummary, zone: string) => Fact
}

/** What both tell alike. */
type Both = Omit<Conversation, Exclude<keyof Conversation, keyof ConversationSummary>>

const both = (read: (item: Both, zone: string) => Fact): FactReader => ({ call: read, summary: read })
const whole = (call: NonNullable<FactReader['call']>): FactReader => ({ call })

/** Told by the transcript, while there is one. */
const told = (read: (call: Conversation) => Fact): FactReader =>
  whole(call => (isTranscriptGone(call) ? null : read(call)))

/** Flat facts of a call by name, in the order of columns. Units stand in the names. */
export const FACTS = {
  conversation_id: both(item => item.id),
  agent_id: both(item => item.agentId),
  agent_name: both(item => item.agentName),
  version_id: both(item => item.versionId),
  branch_id: both(item => item.branchId),
  environment: both(item => item.environment),
  started_at: both((item, zone) => (item.startedAt > 0 ? isoInstant(item.startedAt, zone) : null)),
  duration_secs: both(shownDuration),
  status: both(item => item.status),
  outcome: both(item => item.outcome),
  score: both(item => item.score),
  ending: both(item => item.ending || null),
  error: whole(({ error }) => (error ? [error.code, error.reason].filter(Boolean).join(': ') : null)),
  title: both(item => item.title),
  summary: both(item => item.summary),
  language: both(item => item.language),
  source: both(item => item.source),
  direction: { call: call => call.phone?.direction ?? null, summary: item => item.direction },
  external_number: whole(call => call.phone?.externalNumber ?? null),
  agent_number: whole(call => call.phone?.agentNumber ?? null),
  user_id: whole(call => call.userId),
  text_only: whole(call => call.textOnly),
  queue_wait_secs: whole(call => call.queueWaitSecs),
  messages: { ...told(call => count(call, turn => Number(turn.message !== ''))), summary: item => item.messageCount },
  entries: told(call => call.turns.length),
  tool_calls: told(call => toolUsesOf(call).length),
  tool_errors: told(call => toolUsesOf(call).filter(({ errored, blocked }) => errored || blocked).length),
  interruptions: told(call => count(call, turn => Number(turn.interrupted))),
  tools: { call: call => list(toolNames(call)), summary: item => list(item.toolNames) },
  rating: { call: call => call.feedback?.rating ?? null, summary: item => item.rating },
  feedback: whole(call => call.feedback?.overall ?? null),
  feedback_comment: whole(call => call.feedback?.comment ?? null),
  sentiment: both(item => item.sentiment?.label ?? null),
  sentiment_score: both(item => item.sentiment?.score ?? null),
  frustration: both(item => item.sentiment?.frustration ?? null),
  cost_credits: whole(call => call.cost.credits),
  cost_usd: whole(call => call.cost.usd),
  has_audio: whole(call => call.hasAudio),
  tag_ids: both(item => list(item.tagIds)),
} satisfies Record<string, FactReader>

export type FactName = keyof typeof FACTS
export const FACT_NAMES = Object.keys(FACTS) as [FactName, ...FactName[]]

/** Of an item that does not tell it (a list's row of a cost), null. */
export const readFact = ({ call, summary }: FactReader, item: CallItem, zone: string): Fact =>
  ('call' in item ? call?.(item.call, zone) : summary?.(item.summary, zone)) ?? null

const count = (call: Conversation, of: (turn: Conversation['turns'][number]) => number): number =>
  call.turns.reduce((sum, turn) => sum + of(turn), 0)

/** Each once, in the order of their first use. */
const toolNames = (call: Conversation): string[] => [...new Set(toolUsesOf(call).flatMap(({ name }) => name || []))]

const list = (values: readonly string[]): string | null => values.join(', ') || null

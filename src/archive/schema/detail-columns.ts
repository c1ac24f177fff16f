import type { Conversation } from '../../domain/conversation.ts'
import type { CallMeasures } from '../../domain/measures.ts'
import type { FilterFacts } from '../write/filter-facts.ts'
import { type Column, type ColumnType, membersOf } from './column.ts'

/* What only the detail of a call tells, of the first schema, so this never changes: later ones are in `added-columns.ts`. */

/** All that is known of a call whose detail was read. */
export interface Detail {
  call: Conversation
  facts: FilterFacts
  measures: CallMeasures
}

const CALL_COLUMNS: readonly Column<Conversation>[] = [
  { name: 'user_id', type: 'TEXT', of: call => call.userId },
  { name: 'phone_type', type: 'TEXT', of: call => call.phone?.type ?? null },
  { name: 'external_number', type: 'TEXT', of: call => call.phone?.externalNumber ?? null },
  { name: 'text_only', type: 'BOOLEAN', of: call => call.textOnly },
  { name: 'has_audio', type: 'BOOLEAN', of: call => call.hasAudio },
  { name: 'analysed', type: 'BOOLEAN', of: call => call.analysed },
  { name: 'queue_wait_secs', type: 'REAL', of: call => call.queueWaitSecs },
  { name: 'error_code', type: 'REAL', of: call => call.error?.code ?? null },
  { name: 'error_reason', type: 'TEXT', of: call => call.error?.reason ?? null },
  { name: 'cost_credits', type: 'REAL', of: call => call.cost.credits },
  { name: 'cost_usd', type: 'REAL', of: call => call.cost.usd },
  { name: 'llm_usd', type: 'REAL', of: call => call.cost.llmUsd },
  { name: 'feedback', type: 'TEXT', of: call => call.feedback?.overall ?? null },
  { name: 'likes', type: 'REAL', of: call => call.feedback?.likes ?? 0 },
  { name: 'dislikes', type: 'REAL', of: call => call.feedback?.dislikes ?? 0 },
  { name: 'has_feedback_comment', type: 'BOOLEAN', of: call => (call.feedback?.comment ?? null) !== null },
]

/** See `CallMeasures` for what each one means. */
const MEASURES = {
  finished: 'BOOLEAN',
  connected: 'BOOLEAN',
  judged: 'BOOLEAN',
  userTurns: 'INTEGER',
  agentTurns: 'INTEGER',
  toolTurns: 'INTEGER',
  toolCalls: 'INTEGER',
  toolErrors: 'INTEGER',
  interruptedTurns: 'INTEGER',
  userWords: 'INTEGER',
  agentWords: 'INTEGER',
  repeatedUserTurns: 'INTEGER',
  repeatedAgentTurns: 'INTEGER',
  deadAir: 'INTEGER',
  earlyEnd: 'BOOLEAN',
  transferredToNumber: 'BOOLEAN',
  transferredToAgent: 'BOOLEAN',
  handoffToolUsed: 'BOOLEAN',
  contained: 'BOOLEAN',
  voicemail: 'BOOLEAN',
  languageSwitched: 'BOOLEAN',
  guardrailTurns: 'INTEGER',
  feltLatencyMax: 'REAL',
  slowTurns: 'INTEGER',
  feltTurns: 'INTEGER',
  endingGroup: 'TEXT',
  lastTool: 'TEXT',
  lastWorkflowNode: 'TEXT',
  lastTurn: 'INTEGER',
} satisfies { [Name in keyof CallMeasures]?: ColumnType }

export type FirstMeasure = keyof typeof MEASURES
export const MEASURE_COLUMNS = membersOf<Pick<CallMeasures, FirstMeasure>>(MEASURES)

export const within = <Whole, Part>(columns: readonly Column<Part>[], part: (whole: Whole) => Part): Column<Whole>[] =>
  columns.map(({ name, type, of }) => ({ name, type, of: whole => of(part(whole)) }))

export const DETAIL_COLUMNS: readonly Column<Detail>[] = [
  { name: 'product', type: 'TEXT', of: ({ facts }) => facts.product },
  ...within(CALL_COLUMNS, ({ call }: Detail) => call),
  ...within(MEASURE_COLUMNS, ({ measures }: Detail) => measures),
]

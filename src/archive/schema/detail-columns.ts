import { callerOf } from '../../domain/caller.ts'
import type { Conversation } from '../../domain/conversation.ts'
import { isTranscriptGone } from '../../domain/measures/heard.ts'
import { type Trait, traitsOf } from '../../domain/measures/traits.ts'
import type { CallMeasures } from '../../domain/measures.ts'
import { unsearchedTurns } from '../../domain/searched.ts'
import { jsonText } from '../select/comparison.ts'
import type { FilterFacts } from '../write/filter-facts.ts'
import { type Column, membersOf } from './column.ts'

/* What only the detail of a call tells. New columns: as in `summary-columns.ts`. */

/** All that is known of a call whose detail was read. */
export interface Detail {
  call: Conversation
  facts: FilterFacts
  measures: CallMeasures
}

/** What stands between the kind of a trait and its value; neither has it. */
export const TRAIT_SIGN = '\u001f'
const traitText = ({ kind, value }: Trait): string => kind + TRAIT_SIGN + value.replaceAll(TRAIT_SIGN, ' ')

const CALL_COLUMNS: readonly Column<Conversation>[] = [
  { name: 'user_id', type: 'TEXT', of: call => call.userId },
  { name: 'caller', type: 'TEXT', of: callerOf },
  { name: 'text_only', type: 'BOOLEAN', of: call => call.textOnly },
  { name: 'analysed', type: 'BOOLEAN', of: call => call.analysed },
  { name: 'cost_credits', type: 'REAL', of: call => call.cost.credits },
  { name: 'cost_usd', type: 'REAL', of: call => call.cost.usd },
  { name: 'llm_credits', type: 'REAL', of: call => call.cost.llmCredits },
  { name: 'platform_credits', type: 'REAL', of: call => call.cost.platformCredits },
  { name: 'voice_credits', type: 'REAL', of: call => call.cost.voiceCredits },
  { name: 'burst_credits', type: 'REAL', of: call => call.cost.burstCredits },
  { name: 'queue_secs', type: 'REAL', of: call => call.queueWaitSecs },
  { name: 'ring_secs', type: 'REAL', of: call => call.ringSecs },
  { name: 'agent_speech_secs', type: 'REAL', of: call => call.speech.agentSecs },
  { name: 'caller_speech_secs', type: 'REAL', of: call => call.speech.callerSecs },
  { name: 'feedback', type: 'TEXT', of: call => call.feedback?.overall ?? null },
  { name: 'likes', type: 'REAL', of: call => call.feedback?.likes ?? 0 },
  { name: 'dislikes', type: 'REAL', of: call => call.feedback?.dislikes ?? 0 },
  { name: 'has_feedback_comment', type: 'BOOLEAN', of: call => (call.feedback?.comment ?? null) !== null },
  { name: 'traits', type: 'TEXT', of: call => jsonText(traitsOf(call).map(traitText)) },
  // 0: all of them, however many, since there is no transcript.
  {
    name: 'lost_turns',
    type: 'INTEGER',
    of: call => (isTranscriptGone(call) ? 0 : call.unread.lostTurns.length || null),
  },
  { name: 'cut', type: 'INTEGER', of: ({ unread }) => unread.cut.length || null },
  { name: 'unsearched', type: 'INTEGER', of: ({ turns }) => unsearchedTurns(turns).length || null },
]

/** See `CallMeasures` for what each one means. */
export const MEASURE_COLUMNS = membersOf<CallMeasures>({
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
  transfers: 'INTEGER',
  durationRefused: 'BOOLEAN',
  longestTurnWords: 'INTEGER',
  cutIns: 'INTEGER',
  turnsBeforeTool: 'INTEGER',
  callerTurnsBeforeTool: 'INTEGER',
  secsToTool: 'REAL',
  retrievals: 'INTEGER',
  retrievalHits: 'INTEGER',
  overruled: 'TEXT',
})

const within = <Whole, Part>(columns: readonly Column<Part>[], part: (whole: Whole) => Part): Column<Whole>[] =>
  columns.map(({ name, type, of }) => ({ name, type, of: whole => of(part(whole)) }))

export const DETAIL_COLUMNS: readonly Column<Detail>[] = [
  { name: 'product', type: 'TEXT', of: ({ facts }) => facts.product },
  ...within(CALL_COLUMNS, ({ call }: Detail) => call),
  ...within(MEASURE_COLUMNS, ({ measures }: Detail) => measures),
]

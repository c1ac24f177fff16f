import type { Conversation, ConversationSummary } from '../../domain/conversation.ts'
import type { CallMeasures } from '../../domain/measures.ts'
import { type Column, membersOf } from './column.ts'
import { DETAIL_COLUMNS, type Detail, type FirstMeasure, within } from './detail-columns.ts'
import { type FirstFact, SUMMARY_COLUMNS } from './summary-columns.ts'

/*
 * Columns that later schemas added: a fact or measure that is new in the domain does not compile until it is here. Each
 * needs a migration that adds it to the table (see `3-environment.ts`), and `MAPPING` counted up to fill it.
 */

/** The API's lists do not tell the environment (yet), whole calls do. */
export const ADDED_FACT_COLUMNS = membersOf<Omit<ConversationSummary, 'id' | FirstFact>>({
  environment: 'TEXT',
})

export const ADDED_MEASURE_COLUMNS = membersOf<Omit<CallMeasures, FirstMeasure>>({
  transfers: 'INTEGER',
  caller: 'TEXT',
  durationRefused: 'BOOLEAN',
  overruled: 'TEXT',
})

/** Added by `5-lost-turns.ts`. */
const LOST_TURNS: Column<Conversation> = {
  name: 'lost_turns',
  type: 'INTEGER',
  of: ({ unread }) => unread.lostTurns.length || null,
}

/** All that lists and details tell of a call. */
export const LISTED_COLUMNS: readonly Column<ConversationSummary>[] = [...SUMMARY_COLUMNS, ...ADDED_FACT_COLUMNS]

/** All that only its detail tells. */
export const DETAILED_COLUMNS: readonly Column<Detail>[] = [
  ...DETAIL_COLUMNS,
  ...within(ADDED_MEASURE_COLUMNS, ({ measures }: Detail) => measures),
  ...within([LOST_TURNS], ({ call }: Detail) => call),
]

import type { ConversationSummary, Sentiment } from '../../domain/conversation.ts'
import { jsonText } from '../select/comparison.ts'
import { type Column, membersOf } from './column.ts'

/*
 * What both the list and the detail tell of a call. Numbers of the API are reals: it does not promise whole ones. A fact
 * that is new in the domain does not compile until it is here; a migration adds its column (see `3-environment.ts`), and
 * `MAPPING` counted up fills it.
 */

export const FACT_COLUMNS = membersOf<Omit<ConversationSummary, 'id'>>({
  agentId: 'TEXT',
  agentName: 'TEXT',
  branchId: 'TEXT',
  versionId: 'TEXT',
  startedAt: 'REAL',
  durationSecs: 'REAL',
  messageCount: 'REAL',
  status: 'TEXT',
  outcome: 'TEXT',
  score: 'REAL',
  ending: 'TEXT',
  title: 'TEXT',
  summary: 'TEXT',
  language: 'TEXT',
  source: 'TEXT',
  direction: 'TEXT',
  rating: 'REAL',
  environment: 'TEXT',
})

export const SENTIMENT_COLUMNS = membersOf<Sentiment>(
  {
    label: 'TEXT',
    score: 'REAL',
    frustration: 'REAL',
    minUserScore: 'REAL',
    maxUserFrustration: 'REAL',
  },
  'sentiment_',
)

const NO_SENTIMENT: Sentiment = {
  label: null,
  score: null,
  frustration: null,
  minUserScore: null,
  maxUserFrustration: null,
}

/** Criteria, collected data and tags have tables of their own. */
export const SUMMARY_COLUMNS: readonly Column<ConversationSummary>[] = [
  ...FACT_COLUMNS,
  // Filtered by, and shown as they are; a table would hold no more.
  { name: 'tool_names', type: 'TEXT', of: ({ toolNames }) => jsonText(toolNames) },
  ...SENTIMENT_COLUMNS.map(({ of, ...column }) => ({
    ...column,
    of: ({ sentiment }: ConversationSummary) => of(sentiment ?? NO_SENTIMENT),
  })),
]

import { shownDuration } from '../../domain/call-state.ts'
import type { ConversationSummary, Tag } from '../../domain/conversation.ts'
import { saysNothing } from '../../domain/nothing.ts'
import { formatInstant } from '../../domain/time.ts'
import { display, oneLine, shortText } from '../../render/text.ts'

/** What a column needs beside the call itself. */
export interface ColumnContext {
  zone: string
  tags: readonly Tag[]
  /** A version or branch by its id, as it is known. */
  versionName(id: string | null): string | null
  /** How an agent is shown: its name, or its letter in the legend. */
  agent(call: ConversationSummary): string
}

/** The archive tells the cost, too. */
export type ListedCall = ConversationSummary & { cost?: number | null }

interface ListColumn {
  value(call: ListedCall, context: ColumnContext): string | number | null
}

/** Columns of `list_conversations` by name. */
export const COLUMNS = {
  id: { value: call => shortText(call.id) },
  started: { value: (call, { zone }) => (call.startedAt > 0 ? formatInstant(call.startedAt, zone) : null) },
  duration: { value: shownDuration },
  agent: { value: (call, { agent }) => agent(call) },
  outcome: { value: call => shortText(call.outcome) },
  messages: { value: call => call.messageCount },
  status: { value: call => shortText(call.status) },
  title: { value: call => text(call.title) },
  summary: { value: call => text(call.summary) },
  ending: { value: call => text(call.ending) },
  language: { value: call => text(call.language) },
  tools: { value: call => call.toolNames.map(oneLine).join(', ') || null },
  rating: { value: call => call.rating },
  score: { value: call => call.score },
  cost: { value: call => call.cost ?? null },
  sentiment: { value: call => call.sentiment?.score ?? null },
  frustration: { value: call => call.sentiment?.frustration ?? null },
  tags: {
    value: (call, { tags }) =>
      call.tagIds.map(id => oneLine(tags.find(tag => tag.id === id)?.title ?? id)).join(', ') || null,
  },
  version: { value: ({ versionId }, { versionName }) => text(versionName(versionId)) },
  branch: { value: ({ branchId }, { versionName }) => text(versionName(branchId)) },
  environment: { value: call => text(call.environment) },
  source: { value: call => text(call.source) },
  direction: { value: call => text(call.direction) },
  evaluation: {
    value: call =>
      call.criteria
        .map(({ id, result, score }) => `${shortText(id)}=${shortText(result)}${score === null ? '' : ` (${score})`}`)
        .join('; ') || null,
  },
  collected: {
    value: call =>
      call.collected
        .map(({ id, value }) => `${oneLine(id)}=${saysNothing(value) ? JSON.stringify(value) : (text(value) ?? '-')}`)
        .join('; ') || null,
  },
} satisfies Record<string, ListColumn>

export type ColumnName = keyof typeof COLUMNS
/** By what rows can be sorted, and the column that shows it. */
export const SORT_COLUMNS = {
  start: 'started',
  duration: 'duration',
  cost: 'cost',
  rating: 'rating',
  frustration: 'frustration',
} satisfies Record<string, ColumnName>

export const COLUMN_NAMES = Object.keys(COLUMNS) as [ColumnName, ...ColumnName[]]
export const DEFAULT_COLUMNS: readonly ColumnName[] = ['id', 'started', 'duration', 'agent', 'outcome', 'messages']

export const column = (name: ColumnName): ListColumn => COLUMNS[name]

const text = (value: unknown): string | null => display(value) || null

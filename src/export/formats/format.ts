import type { Conversation, ConversationSummary } from '../../domain/conversation.ts'
import type { Pieces } from '../../pieces.ts'

/** One call in full, or as a list tells of it. */
export type CallItem = { call: Conversation } | { summary: ConversationSummary }

/** One call of an export: what facts are read from, or the API's own JSON; the id of one that could not be read. */
export type ExportItem = CallItem | { body: unknown } | { lost: string }

/** @throws TypeError for the API's own JSON, which tells no facts by our names */
export function callItem(item: ExportItem): CallItem {
  if ('body' in item || 'lost' in item) throw new TypeError('rows are made of calls, not of the JSON of the API')
  return item
}

/** How calls become a text file, one after the other. */
export interface ExportFormat {
  /** Without the dot. */
  extension: string
  /** What rows are made of. */
  needs: 'call' | 'summary' | 'body'
  /** What the file begins with. */
  head: string
  /** One call, with its line break; in pieces, since it may be one of megabytes. */
  row(item: ExportItem): Pieces<string>
  /** Of a table: its columns, and those without any value in the rows made so far, whose names may be mistyped. */
  columns?: readonly string[]
  emptyColumns?(): string[]
}

/** What words in a file depend on. */
export interface ExportContext {
  /** IANA zone of local times. */
  zone: string
  /** Names of agents by id, for transcripts with transfers. */
  agentNames: ReadonlyMap<string, string>
}

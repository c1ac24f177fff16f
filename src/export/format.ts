import type { Conversation, ConversationSummary } from '../domain/conversation.ts'

/** One call of an export: in full (with the API's own JSON, where that is wanted), or as a list tells of it. */
export type ExportItem = { call: Conversation; raw?: unknown } | { summary: ConversationSummary }

/** How calls become a text file, one after the other. */
export interface ExportFormat {
  /** Without the dot. */
  extension: string
  /** What the file begins with. */
  head: string
  /** One call, with its line break. */
  row(item: ExportItem): string
}

/** What words in a file depend on. */
export interface ExportContext {
  /** IANA zone of local times. */
  zone: string
  /** Names of agents by id, for transcripts with transfers. */
  agentNames: ReadonlyMap<string, string>
}

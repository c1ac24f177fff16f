import type { ConversationSummary } from '../domain/conversation.ts'

/** What is told of a call beside why it is in the list. */
export type CallFacts = Pick<
  ConversationSummary,
  'agentId' | 'agentName' | 'startedAt' | 'durationSecs' | 'status' | 'outcome' | 'ending' | 'language' | 'title'
>

/** @param call a whole call, or what a list tells of it */
export function factsOf(call: CallFacts): CallFacts {
  const { agentId, agentName, startedAt, durationSecs, status, outcome, ending, language, title } = call
  return { agentId, agentName, startedAt, durationSecs, status, outcome, ending, language, title }
}

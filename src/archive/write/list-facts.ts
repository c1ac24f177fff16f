import { createHash } from 'node:crypto'
import type { Conversation, ConversationSummary } from '../../domain/conversation.ts'
import { didRun, pairTools, type ToolUse } from '../../domain/tool-uses.ts'

/** What the list would tell of a call, made from its detail. */
export function summaryOf(call: Conversation): ConversationSummary {
  const { id, agentId, agentName, branchId, versionId, startedAt, durationSecs, status, outcome, score, ending } = call
  const { environment, title, summary, language, source, sentiment, criteria, collected, tagIds } = call
  const uses = pairTools(call.turns).filter(didRun)
  return {
    ...{ id, agentId, agentName, branchId, versionId, startedAt, durationSecs, status, outcome, score, ending },
    ...{ environment, title, summary, language, source, sentiment, criteria, collected, tagIds },
    messageCount: call.turns.filter(turn => turn.message !== '').length,
    direction: call.phone?.direction ?? null,
    rating: call.feedback?.rating ?? null,
    toolNames: [...new Set(uses.map(nameOf).filter(name => name !== ''))],
  }
}

const nameOf = ({ call, results }: ToolUse): string => call?.name || (results[0]?.result.name ?? '')

/**
 * Changes when a list shows that a call is no longer what it was: then its detail is to be read again. Left out is what
 * lists tell on request only, what agents are called, and what list and detail may count differently.
 */
export function fingerprintOf(summary: ConversationSummary): string {
  const { status, outcome, score, ending, durationSecs, rating, language, versionId, tagIds, sentiment } = summary
  const facts = [status, outcome, score, ending, durationSecs, rating, language, versionId, [...tagIds].sort()]
  const mood = sentiment && [sentiment.label, sentiment.score, sentiment.frustration]
  return createHash('sha256')
    .update(JSON.stringify([...facts, mood]))
    .digest('base64url')
    .slice(0, 11)
}

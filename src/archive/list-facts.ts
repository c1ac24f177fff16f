import { createHash } from 'node:crypto'
import type { Conversation, ConversationSummary } from '../domain/conversation.ts'

/** What the list would tell of a call, made from its detail. */
export function summaryOf(call: Conversation): ConversationSummary {
  const { id, agentId, agentName, branchId, versionId, startedAt, durationSecs, status, outcome, score, ending } = call
  const { environment, title, summary, language, source, sentiment, criteria, collected, tagIds } = call
  const results = call.turns.flatMap(turn => turn.toolResults)
  const uses = call.turns.flatMap(turn => turn.toolCalls).filter(use => use.executed)
  // A result whose call is missing is a use, too; one whose call never ran is none.
  const called = new Set(call.turns.flatMap(turn => turn.toolCalls.map(({ requestId }) => requestId)))
  const alone = results.filter(({ requestId }) => !called.has(requestId))
  return {
    ...{ id, agentId, agentName, branchId, versionId, startedAt, durationSecs, status, outcome, score, ending },
    ...{ environment, title, summary, language, source, sentiment, criteria, collected, tagIds },
    messageCount: call.turns.filter(turn => turn.message !== '').length,
    direction: call.phone?.direction ?? null,
    rating: call.feedback?.rating ?? null,
    toolNames: [...new Set([...uses, ...alone].map(use => use.name).filter(name => name !== ''))],
  }
}

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

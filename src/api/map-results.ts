import type { CollectedValue, CriterionResult, Feedback, Sentiment } from '../domain/conversation.ts'
import { prose } from './map-caller.ts'
import { isScore, verdictOf } from './readings.ts'
import type { CollectedBody, ConversationBody, CriterionBody, SentimentBody } from './schema.ts'
import { isObject, isVisible } from './tolerant.ts'

/** Results come as a map by id, as a list, or as both; the list tells more where both have one. */
export function toCriteria(
  map: Record<string, CriterionBody | null | undefined> = {},
  list: readonly CriterionBody[] = [],
): CriterionResult[] {
  const byId = new Map<string, CriterionResult>()
  const add = (id: string | null, body: CriterionBody | null | undefined): void => {
    if (!id) return
    const known = byId.get(id)
    const score = body?.score ?? known?.score ?? null
    const maxScore = body?.max_score ?? known?.maxScore ?? null
    byId.set(id, {
      id,
      result: body?.result ? verdictOf(body.result) : (known?.result ?? 'unknown'),
      score: score !== null && isScore(score, maxScore) ? score : null,
      maxScore,
      rationale: body?.rationale || (known?.rationale ?? null),
    })
  }
  for (const [key, body] of Object.entries(map)) add(body?.criteria_id || key, body)
  for (const body of list) add(body.criteria_id, body)
  return [...byId.values()]
}

/** As for criteria; a list of conversations gives bare values instead of results. */
export function toCollected(map: Record<string, unknown> = {}, list: readonly CollectedBody[] = []): CollectedValue[] {
  const byId = new Map<string, CollectedValue>()
  for (const [key, entry] of Object.entries(map)) byId.set(key, collected(key, entry))
  for (const { data_collection_id: id, value, rationale } of list) {
    if (!id) continue
    const known = byId.get(id)
    byId.set(id, {
      id,
      value: collectedOf(value) ?? known?.value ?? null,
      rationale: rationale || (known?.rationale ?? null),
    })
  }
  return [...byId.values()]
}

/** Nothing, and what only looks like something, was not collected; blanks round a text are no part of it. */
function collectedOf(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null
  return isVisible(value) ? value.trim() : null
}

/** A result names itself or its reasons, or is nothing but its value; any other object is the value. */
function collected(id: string, entry: unknown): CollectedValue {
  if (!isObject(entry) || !('data_collection_id' in entry || 'rationale' in entry || isOnlyValue(entry))) {
    return { id, value: collectedOf(entry), rationale: null }
  }
  const { value, rationale } = entry
  return {
    id,
    value: collectedOf(value),
    rationale: typeof rationale === 'string' && rationale !== '' ? rationale : null,
  }
}

const isOnlyValue = (entry: Record<string, unknown>): boolean =>
  'value' in entry && Object.keys(entry).every(name => name === 'value' || name === 'json_schema')

export const toSentiment = (body: SentimentBody): Sentiment | null =>
  body
    ? {
        label: body.overall_label,
        score: body.overall_sentiment_score,
        frustration: body.overall_frustration_score,
        minUserScore: body.min_user_sentiment_score,
        maxUserFrustration: body.max_user_frustration_score,
      }
    : null

/** The API sends the object, with zeros, for calls that nobody judged. */
export function toFeedback({ metadata }: ConversationBody): Feedback | null {
  const body = metadata?.feedback
  if (!body) return null
  const overall = body.overall_score
  const [likes, dislikes] = [body.likes ?? 0, body.dislikes ?? 0]
  // One of them that cannot be makes the other no share of anything.
  const areCounts = likes >= 0 && dislikes >= 0
  const feedback = {
    overall,
    likes: areCounts ? likes : 0,
    dislikes: areCounts ? dislikes : 0,
    rating: body.rating,
    comment: prose(body.comment),
  }
  return Object.values(feedback).some(Boolean) ? feedback : null
}

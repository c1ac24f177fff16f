import { criteriaOf as criteriaIn } from './facts.ts'
import type { Json } from './world.ts'

const isNumber = (value: unknown): value is number => typeof value === 'number'

/** Count and sum, from which readers make averages. */
const distribution = (values: unknown[]): Json => {
  const numbers = values.filter(isNumber)
  const pick = (of: (a: number, b: number) => number) =>
    numbers.length > 0 ? numbers.reduce((a, b) => of(a, b)) : null
  return {
    count: numbers.length,
    sum: numbers.reduce((sum, value) => sum + value, 0),
    min: pick(Math.min),
    max: pick(Math.max),
  }
}

function sentimentOf(calls: Json[]): Json | null {
  const moods: Json[] = calls.flatMap(call => call.analysis?.sentiment_analysis ?? [])
  if (moods.length === 0) return null
  const labelled = (label: string) => moods.filter(mood => mood.overall_label === label).length
  return {
    sentiment: distribution(moods.map(mood => mood.overall_sentiment_score)),
    frustration: distribution(moods.map(mood => mood.overall_frustration_score)),
    positive_count: labelled('positive'),
    neutral_count: labelled('neutral'),
    negative_count: labelled('negative'),
  }
}

function criteriaOf(calls: Json[]): Json[] {
  const all = calls.flatMap(call => Object.entries<Json>(criteriaIn(call)))
  return [...new Set(all.map(([id]) => id))].map(criteria_id => {
    const count = (result: string) => all.filter(([id, each]) => id === criteria_id && each?.result === result).length
    return {
      criteria_id,
      success_count: count('success'),
      failure_count: count('failure'),
      unknown_count: count('unknown'),
    }
  })
}

/** The share of successes among all results of all criteria that are one or the other. */
function successRate(criteria: Json[]): number | null {
  const total = (name: string): number => criteria.reduce((sum, each) => sum + each[name], 0)
  const scored = total('success_count') + total('failure_count')
  return scored > 0 ? total('success_count') / scored : null
}

/** What the API tells of the calls of a topic. */
export function topicMetrics(calls: Json[], withCriteria: boolean): Json {
  const criteria = criteriaOf(calls)
  return {
    conversation_count: calls.length,
    metrics: {
      conversation_count: calls.length,
      sentiment: sentimentOf(calls),
      evaluation_criteria: withCriteria ? criteria : [],
    },
    success_rate: successRate(criteria),
  }
}

const average = (of: Json | undefined): number | null => (of?.count > 0 ? of!.sum / of!.count : null)

/** What topics can be sorted by; null is no score. */
export const TOPIC_SCORES: Record<string, (topic: Json) => number | null> = {
  conversations: topic => topic.conversation_count,
  sentiment: topic => average(topic.metrics.sentiment?.sentiment),
  success_rate: topic => topic.success_rate,
  frustration: topic => average(topic.metrics.sentiment?.frustration),
}

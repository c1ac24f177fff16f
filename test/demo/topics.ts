import type { Json } from '../../src/demo/world.ts'
import { daysAgo, NOW } from './days.ts'

export const now = () => NOW * 1000
export const span = (from: number, to: number) => `from_unix_secs=${from}&to_unix_secs=${to}`

/** A call on a day; with a mood, and with results of the criteria c1, c2 … */
export const call = (
  id: string,
  days: number,
  topics: string[],
  mood: number | null = null,
  results: string[] = [],
): Json => ({
  conversation_id: id,
  agent_id: topics.includes('other') ? 'agent_b' : 'agent_a',
  metadata: { start_time_unix_secs: daysAgo(days) + 3600 },
  analysis: {
    sentiment_analysis: mood === null ? null : { overall_sentiment_score: mood, overall_frustration_score: 1 - mood },
    evaluation_criteria_results: Object.fromEntries(results.map((result, index) => [`c${index + 1}`, { result }])),
  },
  topics,
})

export const counts = ({ topics }: Json) =>
  Object.fromEntries(topics.map((t: Json) => [t.topic_id, t.conversation_count]))

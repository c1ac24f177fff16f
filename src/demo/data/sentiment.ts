import type { Json } from '../world.ts'
import type { Call } from './call.ts'
import { between } from './random.ts'

/** Callers begin neutral; their mood goes where the call goes, and waiting makes it worse. */
export function userFeeling(call: Call, progress: number): Json {
  const end = { success: 0.55, failure: -0.75, unknown: 0 }[call.outcome]
  const mood = end * progress - (call.slowLine ? 0.35 : 0) + between(call.random, -0.15, 0.15)
  return {
    user_sentiment_score: rounded(clamp(mood, -1, 1)),
    user_frustration_score: rounded(clamp(0.15 - mood * 0.8, 0, 1)),
  }
}

/** The mood of the whole call, from those turns that have a score. */
export function overallSentiment(transcript: Json[]): Json | null {
  const scored = transcript.flatMap(turn => (turn.analysis ? [turn.analysis] : []))
  if (scored.length === 0) return null
  const sentiments: number[] = scored.map(score => score.user_sentiment_score)
  const frustrations: number[] = scored.map(score => score.user_frustration_score)
  const overall = rounded(average(sentiments))
  return {
    overall_label: overall > 0.15 ? 'positive' : overall < -0.15 ? 'negative' : 'neutral',
    overall_sentiment_score: overall,
    overall_frustration_score: rounded(average(frustrations)),
    min_user_sentiment_score: Math.min(...sentiments),
    max_user_frustration_score: Math.max(...frustrations),
    num_scored_user_turns: scored.length,
  }
}

function average(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

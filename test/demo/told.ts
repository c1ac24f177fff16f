import { sampleWorld } from '../../src/demo/data/index.ts'
import type { Json } from '../../src/demo/world.ts'

export const DAY = 86_400

/** A Friday noon (UTC), and the moments that could trip the calendar: a Sunday midnight, a Monday just after it. */
export const NOW = Date.UTC(2026, 10, 20, 12) / 1000

export const world = sampleWorld(NOW)
export const calls = world.conversations
export const judged = calls.filter(call => ['success', 'failure'].includes(call.analysis?.call_successful))
export const startOf = (call: Json): number => call.metadata.start_time_unix_secs
export const daysAgo = (days: number) => NOW - (NOW % DAY) - days * DAY
export const ofAgent = (name: string, among = calls) => among.filter(call => call.agent_name.includes(name))
export const toolCalls = (among: Json[]): Json[] => turnsOf(among).flatMap(turn => turn.tool_calls)
export const toolResults = (among: Json[]): Json[] => turnsOf(among).flatMap(turn => turn.tool_results)

export function turnsOf(among: Json[]): Json[] {
  return among.flatMap(call => call.transcript)
}

export function successRate(among: Json[]): number {
  const known = among.filter(call => judged.includes(call))
  return known.filter(call => call.analysis.call_successful === 'success').length / known.length
}

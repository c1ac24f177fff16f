import { sampleWorld } from '../../src/demo/data/index.ts'
import type { Json } from '../../src/demo/world.ts'
import { NOW } from './days.ts'

export const world = sampleWorld(NOW)
export const calls = world.conversations
export const judged = calls.filter(call => ['success', 'failure'].includes(call.analysis?.call_successful))
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

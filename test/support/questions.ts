import type { Json, World } from '../../src/demo/world.ts'
import { type Clock, clockIn, type Share } from './figures.ts'

/* What a lead's questions are about, read from the API's own JSON by plain loops. Nothing of src is used here. */

export interface ToolUse {
  name: string
  failed: boolean
  /** Its result's type, of the platform's own tools. */
  type: string
}

export interface Call {
  body: Json
  id: string
  /** By its newest name. */
  agent: string
  /** User id, or the digits of the telephone number. */
  caller: string | null
  start: number
  at: Clock
  secs: number
  isOver: boolean
  /** The caller said something. */
  isConnected: boolean
  outcome: string
  tools: ToolUse[]
  criteria: { id: string; result: string }[]
  /** Of each agent turn that answers: seconds from the caller's last sound; null where it was not measured. */
  waits: (number | null)[]
}

const bracketed = /\[.*?\]/g
export const isSpoken = ({ role, message }: Json): boolean =>
  /[\p{L}\p{N}]/u.test(role === 'agent' ? (message ?? '').replace(bracketed, '') : (message ?? ''))

export function callsOf({ conversations }: World, zone: string): Call[] {
  const clock = clockIn(zone)
  const names = new Map<string, string>()
  for (const { agent_id, agent_name } of [...conversations].sort((a, b) => startOf(a) - startOf(b)))
    if (agent_name) names.set(agent_id, agent_name)
  return conversations.map(body => {
    const { metadata, analysis, status } = body
    const transcript: Json[] = body.transcript ?? []
    const isOver = status === 'done' || status === 'failed'
    const firstWord = transcript.findIndex(turn => turn.role === 'user' && isSpoken(turn))
    const answers = transcript.filter(
      (turn, at) => firstWord >= 0 && at > firstWord && turn.role === 'agent' && isSpoken(turn),
    )
    return {
      ...{ body, id: body.conversation_id, agent: names.get(body.agent_id) ?? body.agent_id },
      caller: body.user_id || metadata.phone_call?.external_number?.replace(/\D/g, '') || null,
      ...{ start: startOf(body), at: clock(startOf(body)), secs: metadata.call_duration_secs },
      ...{ isOver, isConnected: isOver && firstWord >= 0, outcome: analysis?.call_successful ?? 'unknown' },
      tools: toolUses(transcript),
      criteria: Object.values<Json>(analysis?.evaluation_criteria_results ?? {}).map(one => ({
        id: one.criteria_id,
        result: one.result,
      })),
      waits: answers.map(
        turn => turn.conversation_turn_metrics?.metrics?.convai_ttf_audio_since_silence?.elapsed_time ?? null,
      ),
    }
  })
}

const startOf = (body: Json): number => body.metadata.start_time_unix_secs

function toolUses(transcript: Json[]): ToolUse[] {
  const results = new Map<string, Json>()
  for (const turn of transcript) for (const result of turn.tool_results ?? []) results.set(result.request_id, result)
  const calls: Json[] = transcript.flatMap(turn => turn.tool_calls ?? [])
  return calls
    .filter(call => call.tool_has_been_called !== false)
    .map(({ tool_name: name, request_id }) => {
      const { is_error = false, is_blocked = false, result } = results.get(request_id) ?? {}
      return { name, failed: is_error || is_blocked, type: result?.result_type ?? '' }
    })
}

export function groupBy<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one])
  return groups
}

export const isJudged = ({ isOver, outcome }: Call): boolean => isOver && /^(success|failure)$/.test(outcome)

/** Of calls, those that are counted, and the hits among them. */
export function shareOf(calls: readonly Call[], counts: (call: Call) => boolean, hits: (call: Call) => boolean): Share {
  const counted = calls.filter(counts)
  return [counted.filter(hits).length, counted.length]
}

export const successes = (calls: readonly Call[]): Share => shareOf(calls, isJudged, one => one.outcome === 'success')

/** Of a tool's calls those that failed. */
export function toolFailures(calls: readonly Call[], tool: string): Share {
  const uses = calls.filter(call => call.isOver).flatMap(call => call.tools.filter(({ name }) => name === tool))
  return [uses.filter(({ failed }) => failed).length, uses.length]
}

export const did = (call: Call, type: RegExp): boolean => call.tools.some(use => !use.failed && type.test(use.type))
/** Tools of the customer's own that hand a call to somebody. */
export const wasHandedOn = (call: Call): boolean => call.tools.some(use => !use.failed && /human/.test(use.name))

const WEEK = 7 * 86_400

/** Callers of whose call a week has passed: those who called anybody again within it. */
export function repeatedCallers(calls: readonly Call[], now: number): Share {
  const counted = calls.filter(({ isOver, caller, start }) => isOver && caller !== null && start + WEEK <= now)
  const again = counted.filter(call =>
    calls.some(
      ({ caller, start, id }) =>
        caller === call.caller && id !== call.id && start >= call.start && start - call.start <= WEEK,
    ),
  )
  return [new Set(again.map(one => one.caller)).size, new Set(counted.map(one => one.caller)).size]
}

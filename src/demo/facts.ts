import type { Json } from './world.ts'

// What the API knows of a call, read from its body. Bodies may be trimmed: everything here has a default.

/** What no body shows and the API only filters by, under the call's id. */
export type WorkspaceExtras = Record<
  string,
  { topic_ids?: string[]; procedure_ids?: string[]; parent_conversation_id?: string; evaluation_error?: boolean }
>

export const startOf = (call: Json): number => call.metadata?.start_time_unix_secs ?? 0
export const durationOf = (call: Json): number => call.metadata?.call_duration_secs ?? 0
export const statusOf = (call: Json): string => call.status ?? 'done'
export const outcomeOf = (call: Json): string => call.analysis?.call_successful ?? 'unknown'
export const endingOf = (call: Json): string => call.metadata?.termination_reason ?? ''
export const languageOf = (call: Json): string | null => call.metadata?.main_language ?? null
export const sourceOf = (call: Json): string | null => call.metadata?.conversation_initiation_source ?? null
export const ratingOf = (call: Json): number | null => call.metadata?.feedback?.rating ?? null
export const hasComment = (call: Json): boolean => Boolean(call.metadata?.feedback?.comment)
export const isTextOnly = (call: Json): boolean => call.metadata?.text_only ?? false
export const userOf = (call: Json): string | undefined =>
  call.user_id ?? call.conversation_initiation_client_data?.user_id
export const turnsOf = (call: Json): Json[] => call.transcript ?? []
export const tagsOf = (call: Json): string[] => call.tag_ids ?? []

/** The filter says `agents` where the bodies say `agent`. */
export const productOf = (call: Json): string =>
  call.conversation_product === 'speech_engine' ? 'speech_engine' : 'agents'

const present = (values: unknown[]): string[] => values.filter(value => typeof value === 'string')

export const visitedAgents = (call: Json): string[] =>
  present([call.agent_id, ...(call.visited_agents ?? []).map((visit: Json) => visit.agent_id)])

export const visitedBranches = (call: Json): string[] =>
  present([call.branch_id, ...(call.visited_agents ?? []).map((visit: Json) => visit.branch_id)])

export const workflowNodes = (call: Json): string[] =>
  present(turnsOf(call).map(turn => turn.agent_metadata?.workflow_node_id))

export const guardrailsOf = (call: Json): Json[] => turnsOf(call).flatMap(turn => turn.triggered_guardrails ?? [])

const ran = (use: Json) => use.tool_has_been_called !== false

const toolCalls = (call: Json): Json[] => turnsOf(call).flatMap(turn => turn.tool_calls ?? [])
const toolResults = (call: Json): Json[] => turnsOf(call).flatMap(turn => turn.tool_results ?? [])

/** Names of the tools used, each once; those whose call never ran only when asked for. */
export function toolNames(call: Json, withInvalid = false): string[] {
  const uses = [...toolCalls(call), ...toolResults(call)].filter(use => withInvalid || ran(use))
  return [...new Set(present(uses.map(use => use.tool_name)))]
}

/** Names of the tools with a result that is, or is not, an error. A blocked call is neither. */
export function toolNamesByResult(call: Json, errored: boolean, withInvalid = false): string[] {
  const results = toolResults(call).filter(result => withInvalid || ran(result))
  const wanted = results.filter(result => (errored ? result.is_error : !result.is_error && !result.is_blocked))
  return present(wanted.map(result => result.tool_name))
}

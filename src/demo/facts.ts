import { isObject } from './json.ts'
import { collectedIn, criteriaIn, verdictOf } from './results.ts'
import { readDuration, readStart } from './times.ts'
import { readFlag, readLanguage, readText, readWord } from './words.ts'
import type { Json } from './world.ts'

// What the API knows of a call, read from its body. Bodies may be trimmed and odd: everything here has a default.

export const STATUSES = ['initiated', 'in-progress', 'processing', 'done', 'failed']

/** The objects of a list; what is none keeps its place. */
const objects = (value: unknown): Json[] =>
  Array.isArray(value) ? value.map(item => (isObject(item) ? item : {})) : []

const members = (value: unknown): Json => (isObject(value) ? value : {})

export const startOf = (call: Json): number => readStart(call.metadata?.start_time_unix_secs)
export const durationOf = (call: Json): number | null =>
  readDuration(call.metadata?.call_duration_secs, turnsOf(call).some(messageOf))
export const statusOf = (call: Json): string => readWord(readText(call.status) ?? 'done', STATUSES)
export const outcomeOf = (call: Json): string => verdictOf(call.analysis?.call_successful)
export const endingOf = (call: Json): string => call.metadata?.termination_reason ?? ''
export const languageOf = (call: Json): string | null => readLanguage(readText(call.metadata?.main_language))
export const sourceOf = (call: Json): string | null =>
  readText(call.metadata?.conversation_initiation_source)?.toLowerCase() ?? null
/** Messages have one, too. */
export const directionOf = ({ metadata }: Json): string | null =>
  [metadata?.phone_call, metadata?.whatsapp, metadata?.sms].map(way => readText(way?.direction)).find(Boolean) ?? null
export const ratingOf = (call: Json): number | null => {
  const given = call.metadata?.feedback?.rating
  const rating = typeof given === 'string' ? Number(given) : given
  return typeof rating === 'number' && rating >= 1 && rating <= 5 ? rating : null
}
export const hasComment = (call: Json): boolean => Boolean(call.metadata?.feedback?.comment)
export const isTextOnly = (call: Json): boolean => readFlag(call.metadata?.text_only) ?? false
export const userOf = (call: Json): string | null =>
  [call.user_id, call.metadata?.user_id, call.conversation_initiation_client_data?.user_id]
    .flatMap(id => readText(id) ?? [])
    .sort((a, b) => Number(NOBODY.test(a)) - Number(NOBODY.test(b)))[0] ?? null
/** What programs write for want of an id. */
const NOBODY = /^(undefined|null|none|nil|unknown|anonymous|guest|n\/?a|-)$/i
export const turnsOf = (call: Json): Json[] => objects(call.transcript)
export const tagsOf = (call: Json): string[] =>
  [call.tag_ids]
    .flat()
    .map(tag => tag?.tag_id ?? tag?.id ?? tag)
    .flatMap(tag => (readText(tag) === null ? [] : String(tag)))
/** By id. */
export const criteriaOf = (call: Json): Json => criteriaIn(call.analysis)
export const criterionOf = (call: Json, id: string): Json | undefined => {
  const criteria = criteriaOf(call)
  return Object.hasOwn(criteria, id) ? criteria[id] : undefined
}
export const collectedOf = (call: Json): Json => collectedIn(call.analysis)
export const variablesOf = (call: Json): Json => members(call.conversation_initiation_client_data?.dynamic_variables)
/** What was said; '' where nothing was, or nothing that is text. */
export const messageOf = (turn: Json): string => (typeof turn.message === 'string' ? turn.message : '')

/** The filter says `agents` where the bodies say `agent`. */
export const productOf = (call: Json): string =>
  call.conversation_product === 'speech_engine' ? 'speech_engine' : 'agents'

const present = (values: unknown[]): string[] => values.filter(value => typeof value === 'string')

export const visitedAgents = (call: Json): string[] =>
  present([call.agent_id, ...objects(call.visited_agents).map(visit => visit.agent_id)])

export const visitedBranches = (call: Json): string[] =>
  present([call.branch_id, ...objects(call.visited_agents).map(visit => visit.branch_id)])

export const workflowNodes = (call: Json): string[] =>
  present(turnsOf(call).map(turn => turn.agent_metadata?.workflow_node_id))

export const guardrailsOf = (call: Json): Json[] =>
  turnsOf(call).flatMap(({ triggered_guardrails: all }) =>
    objects(Array.isArray(all) ? all.map(one => (typeof one === 'string' ? { guardrail_type: one } : one)) : [all]),
  )

const toolCalls = (call: Json): Json[] => turnsOf(call).flatMap(turn => objects([turn.tool_calls ?? []].flat()))
const toolResults = (call: Json): Json[] => turnsOf(call).flatMap(turn => objects([turn.tool_results ?? []].flat()))

const denies = (use: Json) => readFlag(use.tool_has_been_called) === false
/** Names a use of a tool: the call and its results. */
const keyOf = (use: Json) => JSON.stringify([use.request_id ?? '', use.tool_name])

/** The uses of which the call or one of its results says that the tool ran, or nothing says anything. */
function ran(call: Json): (use: Json) => boolean {
  const results = toolResults(call)
  if (![...toolCalls(call), ...results].some(denies)) return () => true
  const answered = new Set(results.map(keyOf))
  const saysSo = (use: Json) => readFlag(use.tool_has_been_called) || (!denies(use) && !answered.has(keyOf(use)))
  const keys = new Set([...toolCalls(call).filter(saysSo), ...results.filter(use => !denies(use))].map(keyOf))
  return use => keys.has(keyOf(use))
}

/** Names of the tools used, each once; those whose call never ran only when asked for. */
export function toolNames(call: Json, withInvalid = false): string[] {
  const did = ran(call)
  const uses = [...toolCalls(call), ...toolResults(call)].filter(use => withInvalid || did(use))
  return [...new Set(present(uses.map(use => use.tool_name)))]
}

/** Some write `none` for want of one. */
const isTold = (type: unknown): boolean => !/^\s*(none|null|no[_ ]?error|ok)?\s*$/i.test(readText(type) ?? '')

const failed = (result: Json) =>
  readFlag(result.is_error) ||
  isTold(result.error_type) ||
  /_error$|^\s*(error|failed|failure)\s*$/i.test(readText(result.result?.result_type ?? result.result?.status) ?? '')

/** Names of the tools with a result that is, or is not, an error. A blocked call is neither; the last result counts. */
export function toolNamesByResult(call: Json, errored: boolean, withInvalid = false): string[] {
  const did = ran(call)
  const last = new Map(toolResults(call).map(result => [keyOf(result), result]))
  const results = [...last.values()].filter(result => withInvalid || did(result))
  const wanted = results.filter(result => (errored ? failed(result) : !failed(result) && !readFlag(result.is_blocked)))
  return present(wanted.map(result => result.tool_name))
}

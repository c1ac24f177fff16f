import type { ToolCall, ToolResult, Turn } from '../domain/conversation.ts'
import { timeInCallOf, waitOf, wordOf } from './readings.ts'
import type { ToolCallBody, ToolResultBody, TurnBody } from './schema.ts'
import { isObject, numberOf, readFlag } from './tolerant.ts'

/**
 * The transcript, one turn for each element, in array order: the position is the turn's number.
 * @param first number of the first one, of a part of a transcript
 */
export const toTurns = (bodies: readonly TurnBody[], first = 0, inMilliseconds = false): Turn[] =>
  bodies.map((body, position) => toTurn(body, first + position, inMilliseconds))

function toTurn(body: TurnBody, index: number, inMilliseconds: boolean): Turn {
  // What a workflow tool ran belongs to the turn that reports it.
  const time = numberOf(body.time_in_call_secs)
  const nested = body.tool_results.flatMap(nestedTools)
  return {
    index,
    role: roleOf(body.role),
    message: body.message || voices(body),
    planned: body.original_message || null,
    interrupted: body.interrupted,
    backchannel: body.ignored_as_backchannel,
    timeSecs: timeInCallOf(time && inMilliseconds ? time / 1000 : time),
    medium: body.source_medium,
    agentId: body.agent_metadata?.agent_id ?? null,
    workflowNodeId: body.agent_metadata?.workflow_node_id ?? null,
    toolCalls: [...body.tool_calls.map(toToolCall), ...nested.flatMap(step => step.calls)],
    toolResults: [...body.tool_results.map(result => toToolResult(result)), ...nested.flatMap(step => step.results)],
    metrics: metrics(body.conversation_turn_metrics),
    voice: nameIn(body.conversation_turn_metrics.voice_id),
    sentiment: body.analysis?.user_sentiment_score ?? null,
    frustration: body.analysis?.user_frustration_score ?? null,
    feedback: body.feedback?.score ?? null,
    guardrails: body.triggered_guardrails.map(({ guardrail_type: type, guardrail_name: name }) =>
      name ? `${type ?? 'custom'}: ${name}` : (type ?? 'unknown'),
    ),
    files: files(body),
    event: eventName(body.platform_event),
    contextUpdate: isObject(body.contextual_update_info),
    reasoning: body.reasoning.flatMap(({ summary }) => summary || []),
    rag: rag(body),
    llm: llm(body),
  }
}

/** `USER` is the caller; whoever else speaks keeps the name that the body gives. */
function roleOf(role: string | null): string {
  const plain = role?.trim().toLowerCase() ?? ''
  return plain === 'user' || plain === 'agent' ? plain : role || 'unknown'
}

const toToolCall = (body: ToolCallBody): ToolCall => ({
  requestId: body.request_id?.trim() ?? '',
  name: body.tool_name ?? '',
  type: wordOf(body.type),
  argumentsText: jsonText(body.params_as_json),
  executed: readFlag(body.tool_has_been_called),
})

function toToolResult(body: ToolResultBody, workflow: ToolResult['workflow'] = null): ToolResult {
  const told = systemResult(body)
  const { from_agent: from = null, to_agent: to = null, transfer_number: number = null } = told
  const { procedure_id: procedureId, procedure_name: procedure } = told
  const resultType = wordOf(told.result_type ?? null)
  return {
    requestId: body.request_id?.trim() ?? '',
    name: body.tool_name ?? '',
    type: wordOf(body.type),
    executed: readFlag(body.tool_has_been_called),
    resultText: jsonText(body.result_value),
    // Its type tells where the mark was lost or is wrong.
    isError:
      body.is_error || isTold(body.error_type) || /_error$/.test(resultType ?? '') || FAILED.test(told.status ?? ''),
    isBlocked: body.is_blocked,
    errorType: isTold(body.error_type) ? body.error_type : null,
    latencySecs: waitOf(body.tool_latency_secs),
    resultType,
    transfer: from || to || number ? { from, to, number } : null,
    procedure: procedure || procedureId || null,
    workflow,
    updatedVariables: body.dynamic_variable_updates.flatMap(update => update.variable_name ?? []),
  }
}

/** Some write `none` for want of one. */
const isTold = (type: string | null): boolean => type !== null && !/^\s*(none|null|no[_ ]?error|ok)\s*$/i.test(type)

const FAILED = /^\s*(error|failed|failure)\s*$/i

type TransferField = 'from_agent' | 'to_agent' | 'transfer_number'
type SystemField = 'result_type' | 'status' | TransferField | 'procedure_id' | 'procedure_name'
type SystemResult = Partial<Record<SystemField, string | null>>

/** What a tool of the platform did. Trimmed bodies may have it as the text of the result only. */
function systemResult({ result, type, result_value: value }: ToolResultBody): SystemResult {
  if (result?.result_type || wordOf(type) !== 'system' || typeof value !== 'string') return result ?? {}
  if (value.length > 10_000 || !/"(result_type|status)"/.test(value)) return result ?? {}
  try {
    const parsed: unknown = JSON.parse(value)
    return isObject(parsed)
      ? Object.fromEntries(Object.entries(parsed).filter(([, member]) => typeof member === 'string'))
      : {}
  } catch {
    return {}
  }
}

function nestedTools(body: ToolResultBody): { calls: ToolCall[]; results: ToolResult[] }[] {
  return (body.result?.steps ?? []).flatMap(step => [
    {
      calls: step.requests.map(toToolCall),
      results: step.results.map(result => toToolResult(result, { nodeId: step.node_id })),
    },
    ...step.results.flatMap(nestedTools),
  ])
}

/** Documented as text; should it ever come as JSON itself, its text is the same. */
const jsonText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)

/** A turn spoken in several voices may have its words in parts only. */
const voices = ({ multivoice_message: multivoice }: TurnBody): string =>
  (multivoice?.parts ?? [])
    .map(({ text, voice_label: voice }) => `${voice ? `[${voice}] ` : ''}${text ?? ''}`)
    .join(' ')

/** Seconds by name, from `{metrics: {name: {elapsed_time}}}` and from the flat form of other bodies. */
function metrics(body: Record<string, unknown>): Record<string, number> {
  const secs = new Map<string, number>()
  for (const records of [body, body.metrics]) {
    if (!isObject(records)) continue
    for (const [name, record] of Object.entries(records)) {
      const value = waitOf(isObject(record) ? record.elapsed_time : record)
      if (value !== null) secs.set(name, value)
    }
  }
  return Object.fromEntries(secs)
}

const nameIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** The single `file_input` is the deprecated form of the list, and repeated in it. */
function files({ file_input: single, file_inputs: list }: TurnBody): Turn['files'] {
  const all = single && !list.some(file => file.file_id === single.file_id) ? [single, ...list] : list
  return all.map(file => ({ name: file.original_filename, type: file.mime_type }))
}

/** Its shape is not documented: a plain name, or an object that bears one. */
function eventName(event: unknown): string | null {
  const name = isObject(event) ? (event.type ?? event.event_type ?? 'unknown') : event
  return typeof name === 'string' && name !== '' ? name : null
}

function rag({ rag_retrieval_info: info }: TurnBody): Turn['rag'] {
  if (!info) return null
  const documentIds = [...new Set(info.chunks.flatMap(chunk => chunk.document_id ?? []))]
  const { retrieval_query: query, rag_latency_secs: latency, chunks } = info
  return { query, documentIds, chunks: chunks.length, latencySecs: waitOf(latency) }
}

/** Tokens and price of all models together; cached input counts as input. */
function llm({ llm_usage: usage, producing_llm: model }: TurnBody): Turn['llm'] {
  if (!usage) return null
  const models = Object.values(usage.model_usage).filter(one => one !== null && one !== undefined)
  const input = models.flatMap(one => [one.input, one.input_cache_read, one.input_cache_write])
  const output = models.map(one => one.output_total)
  return {
    model: model ?? (Object.keys(usage.model_usage).join(', ') || null),
    inputTokens: sum(input.map(one => one?.tokens)),
    outputTokens: sum(output.map(one => one?.tokens)),
    usd: sum([...input, ...output].map(one => one?.price)),
  }
}

const sum = (numbers: readonly (number | null | undefined)[]): number =>
  numbers.reduce<number>((total, number) => total + (number ?? 0), 0)

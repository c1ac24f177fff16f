import { toConversation } from '../../src/api/map.ts'
import type { Json } from '../../src/demo/world.ts'
import { measuresOf } from '../../src/domain/measures.ts'

/* What is counted of one call, read from the API's own JSON by plain loops: nothing of src/archive or src/analysis. */

export interface ToolFact {
  name: string
  failed: boolean
  error: string | null
  secs: number | null
  answer: string
  type: string | null
  resultType: string | null
  hasResult: boolean
  /** Among the tools of the call, and the turn that called it. */
  order: number
  at: number
}

export interface Fact {
  body: Json
  /** Its newest name. */
  agent: string
  /** User id, or the digits of the number. */
  caller: string | null
  start: number
  /** null: none, or one that cannot be. */
  secs: number | null
  lastSecs: number
  finished: boolean
  connected: boolean
  outcome: string
  analysed: boolean
  tools: ToolFact[]
  /** The same, whatever row the call is in. */
  allTools: ToolFact[]
  criteria: { id: string; result: string }[]
  fields: { id: string; value: unknown }[]
  /** The same by id, whatever row the call is in. */
  data: Map<string, unknown>
  tags: string[]
  /** What is told of the call beside its columns. */
  documents: string[]
  errors: string[]
  targets: string[]
  reasons: string[]
  callers: Json[]
  agents: Json[]
  /** Turns that hold words, in order, and their places. */
  said: { role: string; turn: Json; words: number; at: number }[]
  userWords: number
  agentWords: number
  /** Turn metrics: one for each turn that could have one; null where it has none. */
  waits: Record<'felt' | 'llm' | 'tts' | 'asr', (number | null)[]>
  voicemail: boolean
  toNumber: boolean
  toAgent: boolean
  switched: boolean
  /** Measured by the domain, whose own tests compare it with the JSON. */
  hard: ReturnType<typeof measuresOf>
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })
const wordsIn = (text: string): number => [...segmenter.segment(text)].filter(part => part.isWordLike).length
const METRIC = {
  felt: 'convai_ttf_audio_since_silence',
  llm: 'convai_llm_service_ttfb',
  tts: 'convai_tts_service_ttfb',
  asr: 'convai_asr_trailing_service_latency',
}

/** As texts are put together: their beginning, with a sign in the place of each word with a digit. */
const alike = (text: string): string =>
  text
    .split(/\s+/)
    .map(word => word.replace(/[\p{L}\p{N}_-]*\p{N}[\p{L}\p{N}_-]*/gu, '#'))
    .join(' ')
    .trim()
    .slice(0, 80)

/** @param bodies of a world in which every agent has one name at a time */
export function factsOf(bodies: readonly Json[]): Fact[] {
  const names = new Map<string, string>()
  const startOf = (body: Json): number => body.metadata.start_time_unix_secs
  for (const { agent_id, agent_name } of [...bodies].sort((a, b) => startOf(a) - startOf(b)))
    if (agent_name) names.set(agent_id, agent_name)
  return bodies.map(body => ({ ...factOf(body), agent: names.get(body.agent_id) ?? body.agent_id }))
}

function factOf(body: Json): Omit<Fact, 'agent'> {
  const transcript: Json[] = body.transcript ?? []
  const { metadata, analysis } = body
  const heard = ({ role, message }: Json) =>
    role === 'agent' ? (message ?? '').replace(/\[.*?\]/g, '') : (message ?? '')
  const said = new Map(transcript.map(turn => [turn, wordsIn(heard(turn))]))
  const of = (role: string) => transcript.filter(turn => turn.role === role && said.get(turn)! > 0)
  const [callers, agents] = [of('user'), of('agent')]
  const words = (turns: Json[]) => turns.reduce((sum, turn) => sum + said.get(turn)!, 0)
  const firstCaller = callers.length > 0 ? transcript.indexOf(callers[0]!) : Number.POSITIVE_INFINITY
  const answers = (turn: Json) => transcript.indexOf(turn) > firstCaller
  const metric = (turns: Json[], name: keyof typeof METRIC) =>
    turns.map(turn => turn.conversation_turn_metrics?.metrics?.[METRIC[name]]?.elapsed_time ?? null)

  const results = new Map<string, Json>()
  for (const turn of transcript) for (const result of turn.tool_results) results.set(result.request_id, result)
  const calls: Json[] = transcript
    .flatMap(turn => turn.tool_calls)
    .filter(call => {
      const said = results.get(call.request_id) ?? call
      return call.tool_has_been_called === true || said.tool_has_been_called !== false
    })
  const tools = calls.map(({ tool_name: name, request_id, type = null }, order): ToolFact => {
    const {
      is_error = false,
      is_blocked = false,
      error_type,
      tool_latency_secs: secs = null,
    } = results.get(request_id) ?? {}
    const isError = is_error || !!error_type || /_error$/.test(results.get(request_id)?.result?.result_type ?? '')
    const answer = results.get(request_id)?.result_value ?? ''
    const error = isError ? (error_type ?? 'unknown') : is_blocked ? 'blocked' : null
    const resultType = results.get(request_id)?.result?.result_type ?? null
    const at = transcript.findIndex(turn => turn.tool_calls.some((call: Json) => call.request_id === request_id))
    const told = { type, resultType, hasResult: results.has(request_id), order, at }
    return { name, failed: isError || is_blocked, error, secs, answer, ...told }
  })
  const did = (type: RegExp) =>
    calls.some(call => {
      const result = results.get(call.request_id)
      return type.test(result?.result?.result_type ?? '') && !result?.is_error
    })
  const secs: number = metadata.call_duration_secs
  const lastSecs = Math.max(0, ...transcript.map(turn => turn.time_in_call_secs ?? 0))
  const isSilent = transcript.every(turn => !turn.message)
  const isPossible = secs <= 86_400 && lastSecs <= secs + 2 && (secs > 0 || isSilent)
  const finished = ['done', 'failed'].includes(body.status)
  const fields = Object.values<Json>(analysis?.data_collection_results ?? {}).map(one => ({
    id: one.data_collection_id,
    // Blanks were not collected.
    value: typeof one.value === 'string' && one.value.trim() === '' ? null : one.value,
  }))
  return {
    body,
    fields,
    data: new Map(fields.map(({ id, value }) => [id, value])),
    caller: body.user_id || metadata.phone_call?.external_number?.replace(/[-(). ]/g, '') || null,
    start: metadata.start_time_unix_secs,
    secs: isPossible ? secs : null,
    lastSecs,
    finished,
    connected: finished && callers.length > 0,
    outcome: analysis?.call_successful ?? 'unknown',
    analysed: analysis !== null,
    tools,
    allTools: tools,
    said: transcript.flatMap((turn, at) => {
      const words = said.get(turn)!
      return words > 0 ? [{ role: turn.role, turn, words, at }] : []
    }),
    criteria: Object.values<Json>(analysis?.evaluation_criteria_results ?? {}).map(one => ({
      id: one.criteria_id,
      result: one.result,
    })),
    tags: body.tag_ids ?? [],
    documents: transcript.flatMap(turn => turn.rag_retrieval_info?.chunks ?? []).map(chunk => chunk.document_id),
    errors: tools.filter(tool => tool.failed && tool.answer).map(tool => `${tool.name}: ${alike(tool.answer)}`),
    targets: calls
      .filter(call => call.tool_name.startsWith('transfer_to_'))
      .flatMap(call => {
        const told = results.get(call.request_id)?.result ?? {}
        return told.to_agent || told.transfer_number || JSON.parse(call.params_as_json).transfer_number || []
      }),
    reasons: transcript
      .flatMap(turn => turn.tool_calls)
      .filter(call => call.tool_name.startsWith('transfer_to_'))
      .flatMap(call => alike(JSON.parse(call.params_as_json).reason ?? '') || []),
    ...{ callers, agents, userWords: words(callers), agentWords: words(agents) },
    waits: {
      felt: metric(agents.filter(answers), 'felt'),
      llm: metric(
        transcript.filter(turn => turn.role === 'agent' && answers(turn)),
        'llm',
      ),
      tts: metric(agents, 'tts'),
      asr: metric(callers, 'asr'),
    },
    voicemail: did(/^voicemail_detection/),
    toNumber: did(/^transfer_to_number_\w+_success$/),
    toAgent: did(/^transfer_to_agent_success$/),
    switched: did(/^language_detection_success$/),
    hard: measuresOf(toConversation(body, body.conversation_id)),
  }
}

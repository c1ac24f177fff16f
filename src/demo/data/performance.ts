import type { Json } from '../world.ts'
import { AGENTS, type AgentKey } from './agents.ts'
import type { Call } from './call.ts'
import { between, chance, letters, pick, sampleId, whole } from './random.ts'
import type { Line } from './script.ts'
import { agentTurn, generate, type Stage, userTurn } from './stage.ts'
import { systemExchange, toolExchange } from './toolexchange.ts'
import {
  AGENT_WORDS_PER_SEC,
  asTyped,
  cutShort,
  feltLatency,
  spokenMetrics,
  turnMetrics,
  USER_WORDS_PER_SEC,
  wordCount,
} from './turns.ts'

/** Where people answer. */
const HUMAN = '+18885550177'

/** Plays the lines of a call: who says what when, how long it takes, and which tools are used on the way. */
export function perform(call: Call): { transcript: Json[]; secs: number } {
  const { agent, version } = call
  const stage: Stage = {
    call,
    turns: [],
    clock: 0,
    event: 1,
    agent,
    version,
    node: null,
    nextTurn: {},
    context: whole(call.random, 900, 1500),
    progress: 0,
  }
  for (const [index, line] of call.lines.entries()) {
    stage.progress = index / call.lines.length
    play(stage, line)
  }
  // A call that ends at once counts a second; one that is not connected, or still going on, none.
  const secs = call.lines.length > 0 ? Math.ceil(stage.clock + 0.5) : call.status === 'done' ? 1 : 0
  return { transcript: stage.turns, secs }
}

function play(stage: Stage, { kind, text }: Line): void {
  const space = text.indexOf(' ')
  const word = space < 0 ? text : text.slice(0, space)
  const rest = space < 0 ? '' : text.slice(space + 1)
  if (kind === 'first') greet(stage, text)
  else if (kind === 'user') hear(stage, text)
  else if (kind === 'agent') say(stage, text)
  else if (kind === 'keys') press(stage, text)
  else if (kind === 'file') receive(stage, word, rest)
  else if (kind === 'tool') toolExchange(stage, word, rest || 'ok')
  else if (kind === 'language') systemExchange(stage, 'language_detection', { language: word, reason: rest })
  else if (kind === 'human') systemExchange(stage, 'transfer_to_number', { reason: text, transfer_number: HUMAN })
  else if (kind === 'voicemail') systemExchange(stage, 'voicemail_detection', { reason: text })
  else if (kind === 'end') systemExchange(stage, 'end_call', { reason: text })
  else if (kind === 'handover') handOver(stage, word as AgentKey, rest)
  else if (kind === 'node') stage.node = `node_${text}`
  else if (kind === 'rag') stage.nextTurn.rag_retrieval_info = ragInfo(stage, text)
  else if (kind === 'guardrail') stage.nextTurn.triggered_guardrails = [{ guardrail_type: word, guardrail_name: rest }]
  else throw new Error(`A cue of the kind "${kind}" cannot be performed`)
}

function handOver(stage: Stage, key: AgentKey, reason: string): void {
  const next = AGENTS[key]
  systemExchange(stage, 'transfer_to_agent', { agent_id: next.id, reason })
  stage.agent = next
  stage.version = next.versions.at(-1)!
}

function greet(stage: Stage, text: string): void {
  const turn = agentTurn(stage)
  turn.message = text
  if (stage.call.channel.medium === 'chat') return
  turn.conversation_turn_metrics = turnMetrics(
    {
      convai_tts_service_ttfb: 0.08,
      ...(stage.call.oldShape
        ? {}
        : { convai_turn_silence_before_initiation: 0, convai_ttf_audio_since_silence: 0.09 }),
    },
    { convai_tts_model: 'eleven_flash_v2_5' },
  )
  stage.clock += wordCount(text) / AGENT_WORDS_PER_SEC
}

function say(stage: Stage, text: string): void {
  const { call } = stage
  const { random } = call
  const words = wordCount(text)
  if (call.slowLine && chance(random, 0.22)) loseHeart(stage)
  const felt = feltLatency(random, call.slowLine)
  stage.clock += felt
  const turn = Object.assign(agentTurn(stage), stage.nextTurn)
  stage.nextTurn = {}
  turn.message = text
  generate(stage, turn, words)
  if (call.channel.medium === 'chat') {
    turn.conversation_turn_metrics = turnMetrics({ convai_llm_service_ttfb: felt })
    return
  }
  turn.conversation_turn_metrics = spokenMetrics(random, felt, call.oldShape)
  if (words > 8 && chance(random, call.slowLine ? 0.4 : 0.04)) {
    turn.interrupted = true
    turn.original_message = text
    turn.message = cutShort(random, text)
  }
  if (call.channel.medium === 'web' && chance(random, 0.03)) {
    turn.feedback = {
      score: call.outcome === 'failure' ? 'dislike' : 'like',
      time_in_call_secs: turn.time_in_call_secs,
    }
  }
  stage.clock += (turn.interrupted ? wordCount(turn.message) : words) / AGENT_WORDS_PER_SEC
  if (!turn.interrupted && words > 20 && chance(random, 0.08)) murmur(stage)
}

function hear(stage: Stage, text: string): void {
  const { channel, random } = stage.call
  const chat = channel.medium === 'chat'
  stage.clock += chat ? between(random, 5, 24) : between(random, 0.4, /\d{5}/.test(text) ? 8 : 2.5)
  if (!chat && chance(random, 0.03)) userTurn(stage, '...', 'audio')
  // In a browser people often type their long numbers into a spoken conversation.
  const typed = chat || (channel.medium === 'web' && /\d{5}/.test(text) && text.length < 40 && chance(random, 0.5))
  userTurn(stage, typed ? asTyped(text) : text, typed ? 'text' : 'audio')
  stage.clock += typed ? 1 : wordCount(text) / USER_WORDS_PER_SEC
}

/** Too long a silence: the caller asks whether anybody is there, or says the same again. */
function loseHeart(stage: Stage): void {
  const { random, language } = stage.call
  const last = stage.turns.at(-1)!
  stage.clock += between(random, 2.5, 4)
  const canRepeat = last.role === 'user' && wordCount(last.message ?? '') >= 4
  const calls =
    language === 'ja' ? ['もしもし？'] : ['Hello?', 'Hello? Are you still there?', 'Hello? Can you hear me?']
  const text = canRepeat && chance(random, 0.65) ? last.message : pick(random, calls)
  userTurn(stage, text, 'audio')
  stage.clock += wordCount(text) / USER_WORDS_PER_SEC
}

function murmur(stage: Stage): void {
  userTurn(stage, pick(stage.call.random, ['Mhm.', 'Uh-huh.', 'Okay.']), 'audio').ignored_as_backchannel = true
}

function press(stage: Stage, keys: string): void {
  stage.clock += 2
  userTurn(stage, keys, 'dtmf')
  stage.clock += 3
}

function receive(stage: Stage, name: string, type: string): void {
  stage.clock += between(stage.call.random, 10, 40)
  const id = sampleId('file', `${stage.call.id} ${name}`)
  const url = `https://files.example/${id}?signature=${letters(stage.call.random, 16)}`
  const turn = userTurn(stage, null, type.startsWith('image/') ? 'image' : 'file')
  turn.file_inputs = [{ file_id: id, original_filename: name, mime_type: type, file_url: url }]
}

function ragInfo({ call: { random }, agent }: Stage, query: string): Json {
  const chunks = Array.from({ length: 3 }, (_, index) => ({
    document_id: sampleId('doc', `${agent.key} handbook`).slice(4),
    chunk_id: sampleId('chunk', `${agent.key} ${query} ${index}`).slice(6),
    vector_distance: Math.round(between(random, 0.2 + index * 0.1, 0.3 + index * 0.1) * 1000) / 1000,
  }))
  return {
    chunks,
    embedding_model: 'e5_mistral_7b_instruct',
    retrieval_query: query,
    rag_latency_secs: Math.round(between(random, 0.08, 0.3) * 1000) / 1000,
    used_chunk_ids: [chunks[0]!.chunk_id],
  }
}

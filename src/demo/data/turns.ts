import type { Json } from '../world.ts'
import { between, chance, type Random } from './random.ts'

const EMPTY_FIELDS = `agent_metadata message multivoice_message feedback llm_override producing_llm conversation_turn_metrics
  rag_retrieval_info llm_usage original_message source_medium analysis user_identifier id compaction file_input
  contextual_update_info config_snapshot_id`
const NOTHING: Json = Object.fromEntries(EMPTY_FIELDS.split(/\s+/).map(name => [name, null]))

/** A turn with every field that the API sends, and nothing in it yet. */
export function emptyTurn(role: 'user' | 'agent', secs: number, event: number): Json {
  return {
    role,
    time_in_call_secs: Math.floor(secs),
    source_event_id: event,
    ...NOTHING,
    tool_calls: [],
    tool_results: [],
    file_inputs: [],
    reasoning: [],
    triggered_guardrails: [],
    used_static_kb_document_ids: [],
    interrupted: false,
    ignored_as_backchannel: false,
    reasoned: false,
  }
}

export const AGENT_WORDS_PER_SEC = 2.6
export const USER_WORDS_PER_SEC = 2.2

/** How long the caller waits for an answer, in seconds: about one, now and then two or three, on a slow line more. */
export function feltLatency(random: Random, slowLine: boolean): number {
  if (slowLine) return between(random, 2.1, 4.9)
  return chance(random, 0.04) ? between(random, 2, 3.2) : between(random, 0.75, 1.5)
}

/** The parts of that wait; what hearing and speaking do not take, the language model takes. */
export function spokenMetrics(random: Random, felt: number, oldShape: boolean): Json {
  const silence = between(random, 0.16, 0.26)
  const hearing = between(random, 0.03, 0.09)
  const speaking = between(random, 0.07, 0.16)
  const thinking = felt - silence - hearing - speaking
  return turnMetrics(
    {
      convai_llm_service_ttfb: thinking,
      convai_llm_service_ttf_sentence: thinking + 0.08,
      convai_llm_service_tt_last_sentence: thinking + between(random, 0.2, 0.9),
      convai_turn_asr_latency: hearing,
      convai_tts_service_ttfb: speaking,
      ...(oldShape ? {} : { convai_turn_silence_before_initiation: silence, convai_ttf_audio_since_silence: felt }),
    },
    { convai_tts_model: 'eleven_flash_v2_5' },
  )
}

export function turnMetrics(seconds: Record<string, number>, models: Json = {}): Json {
  const metrics: Json = {}
  for (const [name, value] of Object.entries(seconds)) metrics[name] = { elapsed_time: Math.round(value * 1e6) / 1e6 }
  return { metrics, convai_asr_provider: null, convai_tts_model: null, convai_tts_cascade: null, ...models }
}

/** Words as a measure of speaking time; Japanese has no spaces, there two and a half signs count as one. */
export function wordCount(text: string): number {
  return /[\u3040-\u30ff]/.test(text) ? text.length / 2.5 : text.split(' ').length
}

/** What was spoken of a turn before the caller cut in. */
export function cutShort(random: Random, text: string): string {
  const end = Math.floor(text.length * between(random, 0.35, 0.7))
  const space = text.lastIndexOf(' ', end)
  return `${text.slice(0, space > 0 ? space : end).replace(/[.,!?]$/, '')}...`
}

const HESITATION = /(^|,? )(um|uh|äh|ähm|euh|eh)\b(,|\.\.\.)?/gi

/** Nobody types "um". */
export function asTyped(text: string): string {
  const typed = text.replace(HESITATION, '')
  return typed === text ? text : typed.trim()
}

import type { Json } from '../world.ts'
import type { Call } from './call.ts'
import { between, chance, sampleId } from './random.ts'
import { AGENT_WORDS_PER_SEC, USER_WORDS_PER_SEC, wordCount } from './turns.ts'
import { llmUsage, priceOf, tokensOf } from './usage.ts'

const CREDITS_PER_DOLLAR_OF_LLM = 10_000
const CREDITS_PER_MINUTE = 330
const DOLLARS_PER_MINUTE = 0.0328
const CREDITS_PER_MESSAGE = 15
const DOLLARS_PER_MESSAGE = 0.003

/** What a call cost: credits and dollars, by language model and by platform. */
export function chargingOf(call: Call, transcript: Json[], secs: number): Json {
  const spoken = llmUsage(tokensOf(transcript))
  const begun = llmUsage(tokensOf(transcript, chance(call.random, 0.4) ? between(call.random, 1.02, 1.25) : 1))
  const llmPrice = priceOf(begun)
  const platform = platformUsage(call, transcript, secs)
  return {
    dev_discount: false,
    is_burst: false,
    tier: 'pro',
    llm_usage: { irreversible_generation: spoken, initiated_generation: begun },
    llm_price: llmPrice,
    llm_charge: Math.round(llmPrice * CREDITS_PER_DOLLAR_OF_LLM),
    call_charge: platform.credits,
    platform_charge: platform.credits,
    platform_usage: { category_usage: platform.usage },
    platform_price: platform.price,
    free_minutes_consumed: 0,
    free_llm_dollars_consumed: 0,
    ...speaking(call, transcript),
    analysis: null,
  }
}

/** Sound of both sides, by their words. */
function speaking({ agent, channel, oldShape }: Call, transcript: Json[]): Json {
  if (channel.medium === 'chat' || transcript.length === 0 || oldShape) return { tts_usage: null, asr_usage: null }
  const said = (role: string) =>
    transcript.filter(turn => turn.role === role && turn.message !== null).map((turn): string => turn.message)
  const secs = (texts: string[], wordsPerSec: number) =>
    Math.round((texts.reduce((sum, text) => sum + wordCount(text), 0) / wordsPerSec) * 100) / 100
  const [audio, heard] = [secs(said('agent'), AGENT_WORDS_PER_SEC), secs(said('user'), USER_WORDS_PER_SEC)]
  return {
    tts_usage: {
      primary_tts_model: 'eleven_flash_v2_5',
      total_audio_output_seconds: audio,
      total_characters: said('agent').join('').length,
      per_voice_usage: [{ voice_id: sampleId('voice', agent.key).slice(6), audio_output_seconds: audio }],
    },
    asr_usage: {
      asr_model: 'scribe_realtime',
      total_transcription_calls: said('user').length,
      total_audio_input_seconds: heard,
    },
  }
}

function platformUsage({ channel }: Call, transcript: Json[], secs: number) {
  const chat = channel.medium === 'chat'
  const messages = transcript.filter(turn => turn.role === 'agent' && turn.message !== null).length
  const quantity = chat ? messages : secs / 60
  const credits = Math.round(quantity * (chat ? CREDITS_PER_MESSAGE : CREDITS_PER_MINUTE))
  const price = quantity * (chat ? DOLLARS_PER_MESSAGE : DOLLARS_PER_MINUTE)
  const category = chat ? 'text_message' : 'voice'
  return { credits, price, usage: quantity === 0 ? {} : { [category]: { credits, price, quantity } } }
}

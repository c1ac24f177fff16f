import type { Json } from '../world.ts'
import type { Call } from './call.ts'
import { between, chance } from './random.ts'
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
    analysis: null,
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

import type { Cost, Turn } from '../domain/conversation.ts'
import type { ConversationBody } from './schema.ts'

/* What the platform billed, and what else that tells. */

type Charging = NonNullable<NonNullable<ConversationBody['metadata']>['charging']>

export function toCost({ metadata }: ConversationBody): Cost {
  const { charging } = metadata ?? {}
  return {
    credits: metadata?.cost ?? null,
    usd: metadata?.cost_fiat ?? null,
    llmUsd: charging?.llm_price ?? null,
    llmCredits: charging?.llm_charge ?? null,
    platformCredits: charging?.call_charge ?? null,
    voiceCredits: creditsOf('voice', charging),
    burstCredits: creditsOf('burst', charging),
  }
}

/** Of one kind of use; where others were billed and this one was not, it cost nothing. */
function creditsOf(kind: string, charging: Charging | null | undefined): number | null {
  const usage = Object.entries(charging?.platform_usage?.category_usage ?? {})
  return usage.length === 0 ? null : (usage.find(([name]) => name === kind)?.[1]?.credits ?? 0)
}

/** By seconds of sound, else by turns; of equals the first. */
export function voiceOf({ metadata }: ConversationBody, turns: readonly Turn[]): string | null {
  const billed = metadata?.charging?.tts_usage?.per_voice_usage ?? []
  const spoken = billed.length > 0 ? billed : turns.map(({ voice }) => ({ voice_id: voice, audio_output_seconds: 1 }))
  const sums = new Map<string, number>()
  for (const { voice_id: voice, audio_output_seconds: secs } of spoken)
    if (voice) sums.set(voice, (sums.get(voice) ?? 0) + (secs ?? 0))
  return [...sums].reduce<[string | null, number]>((most, one) => (one[1] > most[1] ? one : most), [null, -1])[0]
}

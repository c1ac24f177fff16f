import { atOnce, batches, type Pieces, TURNS_A_PIECE } from '../../pieces.ts'
import type { Conversation, Turn } from '../conversation.ts'
import { metric } from './latency.ts'
import { talkOf } from './talk.ts'

/** One element of the transcript. Latencies in seconds; null where the platform measured none. */
export interface TurnMeasures {
  index: number
  role: string
  /** Somebody said something: only these count as user and agent turns. */
  spoken: boolean
  /** Said by the agent before the caller said anything: its waits are not answers. */
  opening: boolean
  words: number
  /** `convai_ttf_audio_since_silence`, see `feltLatencies` in `latency.ts`. */
  feltLatency: number | null
  /** `convai_llm_service_ttfb`: until the model's first token, also of turns that call tools. */
  llmLatency: number | null
  /** `convai_tts_service_ttfb`: until the first sound of the voice. */
  ttsLatency: number | null
  /** `convai_asr_trailing_service_latency` of caller turns (agent turns repeat it under another name). */
  asrLatency: number | null
  /** The caller cut this spoken turn of the agent off. */
  interrupted: boolean
  /** It says an earlier turn of the same side again, see `repeatedTurns` in `repetition.ts`. */
  repeated: boolean
  /** −1 to 1, where the platform scored the turn. */
  sentiment: number | null
  /** 0 to 1, where the platform scored the turn. */
  frustration: number | null
}

/** One for each element of the transcript, in its order: also for tool turns (`spoken` false), which have LLM latencies. */
export const turnMeasuresOf = (call: Conversation): TurnMeasures[] => atOnce(turnMeasuresInPieces(call))

export function* turnMeasuresInPieces(call: Conversation): Pieces<TurnMeasures[]> {
  const { speeches, felt, repeated } = yield* talkOf(call)
  const spoken = new Map(speeches.map(speech => [speech.turn.index, speech]))
  const callerStart = speeches.find(({ speaker }) => speaker === 'user')?.turn.index ?? Number.POSITIVE_INFINITY
  const measuresOf = (turn: Turn): TurnMeasures => ({
    index: turn.index,
    role: turn.role,
    spoken: spoken.has(turn.index),
    opening: turn.role === 'agent' && turn.index < callerStart,
    words: spoken.get(turn.index)?.words ?? 0,
    feltLatency: felt.get(turn.index) ?? null,
    llmLatency: metric(turn, 'convai_llm_service_ttfb'),
    ttsLatency: metric(turn, 'convai_tts_service_ttfb'),
    asrLatency: metric(turn, 'convai_asr_trailing_service_latency'),
    interrupted: turn.interrupted && spoken.get(turn.index)?.speaker === 'agent',
    repeated: repeated.has(turn.index),
    sentiment: turn.sentiment,
    frustration: turn.frustration,
  })
  const all: TurnMeasures[] = []
  for (const batch of batches(call.turns, TURNS_A_PIECE)) {
    if (all.length > 0) yield
    for (const turn of batch) all.push(measuresOf(turn))
  }
  return all
}

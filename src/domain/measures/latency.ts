import type { Turn } from '../conversation.ts'
import type { Speech } from './speech.ts'

/** Waits longer than this are slow, in seconds. */
export const SLOW_SECS = 2

/** How far the clock of the turns (whole seconds) and that of the metrics may be apart. */
const TOLERANCE_SECS = 2

const FELT = 'convai_ttf_audio_since_silence'

/**
 * By turn number: the seconds between the caller's last sound and the agent's first, as the platform measured them
 * (`convai_ttf_audio_since_silence`; tools included, absent before about 2026). Only spoken turns of the agent. The
 * greeting has one, too (a tenth of a second), though it responds to nobody. Excluded as impossible: a wait that is longer
 * than the time since the caller began to speak; captured calls hold such values where the caller spoke over the agent.
 */
export function feltLatencies(speeches: readonly Speech[]): Map<number, number> {
  const felt = new Map<number, number>()
  let callerSince: number | null = null
  for (const { speaker, turn } of speeches) {
    if (speaker === 'user') {
      callerSince = turn.timeSecs
      continue
    }
    const secs = metric(turn, FELT)
    if (secs === null) continue
    const most = callerSince === null || turn.timeSecs === null ? null : turn.timeSecs - callerSince + TOLERANCE_SECS
    if (most === null || secs <= most) felt.set(turn.index, secs)
  }
  return felt
}

/** Seconds of one metric of a turn; null where it has none. */
export function metric({ metrics }: Turn, name: string): number | null {
  const secs = metrics[name]
  return secs === undefined || !Number.isFinite(secs) || secs < 0 ? null : secs
}

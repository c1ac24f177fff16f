import type { Turn } from '../domain/conversation.ts'

/** The clocks of a call and of its parts differ by so much. */
const TOLERANCE_SECS = 2

/**
 * Removes, in place, the waits of turns and tools that are longer than their whole call: they are in another unit, or of
 * another call.
 * @param secs of the call @returns whether there were any
 */
export function removeLongWaits(turns: readonly Turn[], secs: number): boolean {
  const most = secs + TOLERANCE_SECS
  let isAny = false
  for (const { metrics, toolResults } of turns) {
    for (const name in metrics) {
      if (metrics[name]! <= most) continue
      delete metrics[name]
      isAny = true
    }
    for (const result of toolResults) {
      if ((result.latencySecs ?? 0) <= most) continue
      result.latencySecs = null
      isAny = true
    }
  }
  return isAny
}

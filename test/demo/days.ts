import type { Json } from '../../src/demo/world.ts'

/** In seconds. */
export const DAY = 86_400
const MIDNIGHT = Date.UTC(2026, 10, 20) / 1000
/** A Friday noon (UTC). */
export const NOW = MIDNIGHT + DAY / 2
export const daysAgo = (days: number) => MIDNIGHT - days * DAY
export const startOf = (call: Json): number => call.metadata.start_time_unix_secs

/** Times as people type and read them. The rest of the program needs no more than this of the files below it. */
export { formatDuration } from './duration.ts'
export { ACCEPTED_TIMES } from './period-hints.ts'
export { formatInstant, type InstantStyle, isoInstant, parseClock } from './time-format.ts'
export {
  formatWindow,
  insideWindow,
  resolveWindow,
  type TimeWindow,
  toApiBounds,
  type WindowInput,
} from './time-window.ts'
export { computerZone, resolveZone } from './zone.ts'
export { offsetLabel } from './zone-offset.ts'

import type { Interval } from '../../archive/coverage/intervals.ts'
import { FRESH_SECS, REREAD_SECS, SETTLED_SECS } from '../../archive/due/due.ts'
import type { Span } from './scope.ts'

/** Walks begin at a full hour, so that those which repeat the last day meet and do not leave a splinter each. */
const HOUR = 3600

/**
 * What of the span has to be read (again), newest first.
 * @param readings walks that came to their end
 * @param askedAt Unix seconds; what was read since counts, however long the reading of the rest takes
 */
export function missingSpans(readings: readonly Interval[], span: Span, askedAt: number): Span[] {
  const fresh = readings.flatMap(reading => freshPart(reading, askedAt))
  const missing: Span[] = []
  for (const gap of subtract(span, fresh)) {
    const from = Math.max(span.from, Math.floor(gap.from / HOUR) * HOUR)
    const last = missing.at(-1)
    if (last && from <= last.to) last.to = gap.to
    else missing.push({ from, to: gap.to })
  }
  return missing.reverse()
}

/** The span without the parts, in order. */
export function subtract(span: Span, parts: readonly Span[]): Span[] {
  const gaps: Span[] = []
  let at = span.from
  for (const { from, to } of [...parts].sort((a, b) => a.from - b.from)) {
    if (from > at) gaps.push({ from: at, to: Math.min(from, span.to) })
    at = Math.max(at, to)
  }
  gaps.push({ from: at, to: span.to })
  return gaps.filter(gap => gap.from < gap.to)
}

/** When the longest-ago read moment of the span was read, by the newest reading of each; null: nothing of it was. */
export function oldestReading(readings: readonly Interval[], span: Span): number | null {
  let gaps = [span]
  let oldest: number | null = null
  for (const reading of [...readings].sort((a, b) => b.readAt - a.readAt)) {
    if (!gaps.some(gap => reading.from < gap.to && gap.from < reading.to)) continue
    gaps = gaps.flatMap(gap => subtract(gap, [reading]))
    oldest = reading.readAt
  }
  return oldest
}

function freshPart({ from, to, readAt }: Interval, askedAt: number): Span[] {
  const age = askedAt - readAt
  // What was read up to the moment of reading has nothing to show of the seconds since.
  if (age <= FRESH_SECS) return [{ from, to: to === readAt ? readAt + FRESH_SECS : to }]
  const settledTo = Math.min(to, readAt - SETTLED_SECS)
  return age <= REREAD_SECS && from < settledTo ? [{ from, to: settledTo }] : []
}

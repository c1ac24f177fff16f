import type { TimeWindow } from '../../domain/time.ts'
import { offsetSeconds } from '../../domain/zone-offset.ts'
import type { Clock } from '../define/group.ts'

/** A chart needs no more. */
const MAX_BUCKETS = 1000

/** What the calls' time is bounded by, in Unix seconds: the first moment inside, and the last one. */
export interface Bounds {
  from?: number | undefined
  to?: number | undefined
}

/** @param knownUntil what comes later is not known, whatever the window says */
export function boundsOf(window: TimeWindow | undefined, knownUntil: number | undefined): Bounds {
  const ends = [window?.beforeUnix, knownUntil].filter(end => end !== undefined)
  return { from: window?.afterUnix, to: ends.length === 0 ? undefined : Math.min(...ends) - 1 }
}

/**
 * Every bucket of the time, so that a chart has no holes; where nothing bounds it, from the first call or to the last.
 * null: they are too many.
 */
export function bucketsOf(
  clock: Clock,
  bounds: Bounds,
  starts: readonly number[],
  zone: string,
): readonly number[] | null {
  if (!clock.next) return clock.all ?? null
  const from = bounds.from ?? starts.reduce((min, start) => Math.min(min, start), Infinity)
  const to = bounds.to ?? starts.reduce((max, start) => Math.max(max, start), -Infinity)
  const buckets: number[] = []
  if (!(from <= to)) return buckets
  const last = bucketAt(clock, to, zone)
  for (let bucket = bucketAt(clock, from, zone); bucket <= last; bucket = clock.next(bucket, zone)) {
    if (buckets.length === MAX_BUCKETS) return null
    buckets.push(bucket)
  }
  return buckets
}

/** The buckets of which only a part is inside of the bounds. */
export function cutBuckets(clock: Clock, { from, to }: Bounds, zone: string): number[] {
  const at = (unix: number): number => bucketAt(clock, unix, zone)
  const first = from !== undefined && at(from - 1) === at(from) ? [at(from)] : []
  const last = to !== undefined && at(to + 1) === at(to) ? [at(to)] : []
  return [...new Set([...first, ...last])]
}

const bucketAt = (clock: Clock, unix: number, zone: string): number => clock.bucketOf(unix, offsetSeconds(unix, zone))

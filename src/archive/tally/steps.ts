import type { Steps } from '../engine/recipe.ts'

const [QUARTER, HOUR] = [900, 3600]

/** The moments from the first to the last at which the bucket changes, and what it is from each on. */
export function stepsOf(bucketOf: (unix: number) => number, from: number, to: number): Steps {
  const [moments, buckets] = [[from], [bucketOf(from)]]
  const look = (unix: number): void => {
    const bucket = bucketOf(unix)
    if (bucket === buckets.at(-1)) return
    moments.push(unix)
    buckets.push(bucket)
  }
  for (let hour = Math.floor(from / HOUR) * HOUR; hour <= to; hour += HOUR) {
    if (bucketOf(Math.min(hour + HOUR, to)) === buckets.at(-1)) continue
    for (let unix = hour; unix <= hour + HOUR; unix += QUARTER) if (unix > from && unix <= to) look(unix)
  }
  return { moments, buckets }
}

/** @param unix not before the first moment */
export function bucketAt({ moments, buckets }: Steps, unix: number): number {
  let [low, high] = [0, moments.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (moments[middle]! <= unix) low = middle
    else high = middle - 1
  }
  return buckets[low]!
}

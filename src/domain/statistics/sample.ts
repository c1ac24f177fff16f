import { seededRandom } from './random.ts'

/**
 * How many of `size` each stratum gets: in proportion, whole numbers by largest remainder (Hamilton's method; equal
 * remainders: the larger stratum, then the earlier). Adds up to `size`, or to all there is where that is less; no
 * stratum gets more than it has. A small stratum may get none.
 */
export function proportionalAllocation(strata: readonly number[], size: number): number[] {
  if (!(Number.isInteger(size) && size >= 0)) throw new RangeError(`No size of a sample: ${size}`)
  const all = strata.reduce((sum, count) => sum + count, 0)
  if (size >= all) return [...strata]
  // Whole numbers only: remainders compare exactly.
  const given = strata.map(count => Math.floor((count * size) / all))
  const order = strata
    .map((count, index) => ({ count, index, remainder: (count * size) % all }))
    .sort((a, b) => b.remainder - a.remainder || b.count - a.count || a.index - b.index)
  const left = size - given.reduce((sum, count) => sum + count, 0)
  for (const { index } of order.slice(0, left)) given[index]!++
  return given
}

/**
 * A random sample without replacement, stratified: every stratum in proportion (`proportionalAllocation`), within it
 * every item with the same chance (Cochran, "Sampling Techniques" (1977), ch. 5). In the order of the items. The same
 * items in the same order, size and seed give the same sample. size ≥ n: all items.
 */
export function stratifiedSample<T>(
  items: readonly T[],
  stratumOf: (item: T) => string,
  size: number,
  seed: string,
): T[] {
  const strata = new Map<string, number[]>()
  for (const [index, item] of items.entries()) {
    const key = stratumOf(item)
    const stratum = strata.get(key)
    if (stratum) stratum.push(index)
    else strata.set(key, [index])
  }
  const keys = [...strata.keys()].sort()
  const sizes = proportionalAllocation(
    keys.map(key => strata.get(key)!.length),
    size,
  )
  const chosen = keys.flatMap((key, at) => draw(strata.get(key)!, sizes[at]!, seededRandom(`${seed}\n${key}`)))
  return chosen.sort((a, b) => a - b).map(index => items[index]!)
}

/** The beginning of a Fisher–Yates shuffle (Durstenfeld, "Algorithm 235", Communications of the ACM 7 (1964)). */
function draw(from: readonly number[], size: number, random: () => number): number[] {
  const rest = [...from]
  for (let at = 0; at < size; at++) {
    const other = at + Math.floor(random() * (rest.length - at))
    ;[rest[at], rest[other]] = [rest[other]!, rest[at]!]
  }
  return rest.slice(0, size)
}

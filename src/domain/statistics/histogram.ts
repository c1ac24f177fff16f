import { sorted } from './percentile.ts'

/** From `from` to below `to`; the last bin includes its `to`. */
export interface Bin {
  from: number
  to: number
  count: number
}

/**
 * Counts in bins of one width that people like, 1, 2 or 5 × 10^k, with edges at its multiples: the narrowest for which
 * `most` bins suffice. Empty bins between are kept; counts add up to n. n = 0: no bins. Values that are all the same
 * have one bin. Whole numbers have bins of whole width, the last of which ends above them. (Nice numbers: Heckbert, "Nice numbers for graph labels", Graphics Gems (1990).)
 */
export function histogram(values: Iterable<number>, most = 10): Bin[] {
  if (!(Number.isInteger(most) && most >= 2)) throw new RangeError(`No number of bins: ${most}`)
  const ascending = sorted(values)
  if (ascending.length === 0) return []
  const [min, max] = [ascending[0]!, ascending.at(-1)!]
  const edges = ascending.every(Number.isSafeInteger) ? niceEdges(min, max + 1, most, 1) : niceEdges(min, max, most, 0)
  const bins = edges.slice(1).map((to, index): Bin => ({ from: edges[index]!, to, count: 0 }))
  let at = 0
  for (const value of ascending) {
    while (value >= bins[at]!.to && at < bins.length - 1) at++
    bins[at]!.count++
  }
  return bins
}

/** Edges around both, two at least, at multiples of one nice width. */
function niceEdges(min: number, max: number, most: number, narrowest: number): number[] {
  const range = max - min
  if (!Number.isFinite(range)) throw new RangeError('The values are too far apart')
  // Below the precision of the values, edges would be the same number.
  const least = Math.max(
    narrowest,
    range > 0 ? range / most : 1,
    Math.max(Math.abs(min), Math.abs(max)) * 1e-12,
    1e-300,
  )
  for (let power = Math.floor(Math.log10(least)); ; power++) {
    for (const step of [1, 2, 5]) {
      // Whole numbers are exact; dividing once by a power of ten gives the number that people write.
      const edge = (index: number): number => (power < 0 ? (index * step) / 10 ** -power : index * step * 10 ** power)
      const first = indexOfEdgeBelow(min, edge)
      // Edges lie the same way on both sides of 0.
      const last = Math.max(-indexOfEdgeBelow(-max, edge), first + 1)
      if (last - first <= most) return Array.from({ length: last - first + 1 }, (_, index) => edge(first + index))
    }
  }
}

/** Of the last edge that is not above a value. Division rounds, so what it finds may be one off. */
function indexOfEdgeBelow(value: number, edge: (index: number) => number): number {
  const index = Math.floor(value / edge(1))
  if (edge(index) > value) return index - 1
  return edge(index + 1) <= value ? index + 1 : index
}

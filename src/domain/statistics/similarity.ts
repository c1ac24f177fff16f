/* How alike two texts are, by their words alone. */

/**
 * Jaccard similarity of two bags of tokens: shared / (all − shared), each occurrence counted; 0 to 1. On texts without
 * repeated words it is the plain Jaccard index (Jaccard 1901); with them Ružička's form (Ružička 1958).
 * Order does not matter. Two empty texts are 0 alike: nothing was said twice.
 */
export function tokenSimilarity(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>()
  for (const token of a) left.set(token, (left.get(token) ?? 0) + 1)
  let shared = 0
  for (const token of b) {
    const count = left.get(token) ?? 0
    if (count === 0) continue
    left.set(token, count - 1)
    shared++
  }
  return shared === 0 ? 0 : shared / (a.length + b.length - shared)
}

/**
 * Whether that similarity reaches a threshold (above 0), of bags whose elements are numbers, distinct and in ascending
 * order. It stops as soon as too few elements are left to reach it, so with rare elements first most pairs cost a few
 * steps: one call of 1,500 turns has half a million pairs.
 */
export function areSimilar(a: ArrayLike<number>, b: ArrayLike<number>, threshold: number): boolean {
  const total = a.length + b.length
  const reaches = (shared: number): boolean => shared > 0 && shared / (total - shared) >= threshold
  // The fewest shared elements that reach it; the formula may round to a neighbour.
  let needed = Math.max(1, Math.floor((threshold * total) / (1 + threshold)) - 1)
  while (needed <= a.length && !reaches(needed)) needed++
  let shared = 0
  let i = 0
  let j = 0
  while (shared < needed) {
    if (shared + Math.min(a.length - i, b.length - j) < needed) return false
    const difference = a[i]! - b[j]!
    if (difference === 0) shared++
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  return true
}

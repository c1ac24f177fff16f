/** A text as weights of its terms, by number of the term, of length 1; a text of which nothing counts is empty. */
export type Vector = ReadonlyMap<number, number>

/** What makes vectors of texts. */
export interface Space {
  terms: readonly string[]
  vectorOf(words: readonly string[]): Vector
}

/** A term in fewer of the texts tells nothing of two. */
const LEAST_TEXTS = 2

/**
 * Terms weighed by how often a text has them, and the more, the fewer texts do: (1 + ln tf) · ln((1 + N) / (1 + df)).
 * Salton and Buckley, "Term-weighting approaches in automatic text retrieval", Information Processing & Management 24 (1988).
 * @param leastRarity what the logarithm is at least; with 0, a term of every text tells nothing
 */
export function spaceOf(texts: readonly (readonly string[])[], leastRarity = 0): Space {
  const counts = new Map<string, number>()
  for (const words of texts) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const kept = [...counts].filter(([, count]) => count >= LEAST_TEXTS && (count < texts.length || leastRarity > 0))
  // In one order, whatever comes first in the texts.
  const terms = kept.map(([term]) => term).sort()
  const numbers = new Map(terms.map((term, at) => [term, at]))
  const rarity = terms.map(term => Math.max(leastRarity, Math.log((1 + texts.length) / (1 + counts.get(term)!))))
  return {
    terms,
    vectorOf(words) {
      const times = new Map<number, number>()
      for (const word of words) {
        const term = numbers.get(word)
        if (term !== undefined) times.set(term, (times.get(term) ?? 0) + 1)
      }
      const weights = [...times].map(([term, count]): [number, number] => [term, (1 + Math.log(count)) * rarity[term]!])
      const length = Math.hypot(...weights.map(([, weight]) => weight))
      return new Map(weights.map(([term, weight]) => [term, weight / length]))
    },
  }
}

/** The cosine of two texts, 0 to 1; of a text and a mean of several, how alike it is to them on average. */
export function likeness(a: Vector, b: Vector): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [term, weight] of few) sum += weight * (many.get(term) ?? 0)
  return sum
}

export function meanOf(vectors: readonly Vector[]): Vector {
  const sums = new Map<number, number>()
  for (const vector of vectors)
    for (const [term, weight] of vector) sums.set(term, (sums.get(term) ?? 0) + weight / vectors.length)
  return sums
}

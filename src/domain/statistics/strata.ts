/** Two proportions of one stratum: k1 of n1 and k2 of n2. */
export type Stratum = readonly [k1: number, n1: number, k2: number, n2: number]

/** What is left of a difference of proportions when calls are compared within strata only. */
export interface Adjusted {
  /** Weighted by n1·n2 / (n1 + n2); null where no stratum has calls on both sides. */
  difference: number | null
  /** Standard normal where there is no difference within any stratum. */
  z: number
}

/**
 * The difference within strata, with the weights of Cochran, "Some methods for strengthening the common χ² tests",
 * Biometrics 10 (1954), and the test of Mantel and Haenszel, Journal of the National Cancer Institute 22 (1959), without
 * correction for continuity.
 */
export function withinStrata(strata: readonly Stratum[]): Adjusted {
  let [sum, weights, variance] = [0, 0, 0]
  for (const [k1, n1, k2, n2] of strata) {
    const n = n1 + n2
    if (n1 === 0 || n2 === 0) continue
    const weight = (n1 * n2) / n
    sum += weight * (k1 / n1 - k2 / n2)
    weights += weight
    const hits = k1 + k2
    if (n > 1) variance += (n1 * n2 * hits * (n - hits)) / (n * n * (n - 1))
  }
  if (weights === 0) return { difference: null, z: 0 }
  return { difference: sum / weights, z: variance === 0 ? 0 : sum / Math.sqrt(variance) }
}

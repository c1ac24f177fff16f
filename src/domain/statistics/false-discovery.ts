/**
 * q values of tests that were made together, in the order of their p values given: rejecting all with q ≤ 0.05 expects
 * at most one in twenty of the rejected to be chance, and where all is chance, one answer in twenty to have any.
 * Benjamini and Hochberg, "Controlling the false discovery rate: a practical and powerful approach to multiple testing",
 * Journal of the Royal Statistical Society B 57 (1995); tests that depend on each other positively: Benjamini and
 * Yekutieli, Annals of Statistics 29 (2001).
 */
export function falseDiscoveryRates(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((a, b) => pValues[b]! - pValues[a]!)
  const rates = pValues.map(() => 1)
  let least = 1
  for (const [at, index] of order.entries()) {
    least = Math.min(least, (pValues[index]! * pValues.length) / (pValues.length - at))
    rates[index] = least
  }
  return rates
}

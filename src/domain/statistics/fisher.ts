/**
 * Fisher's exact test of two independent proportions, k1 of n1 and k2 of n2: the two-sided p value, the probability of
 * all tables with the same margins that are no likelier than this one (relative tolerance 1e-7, as R's fisher.test).
 * Fisher, "The logic of inductive inference", Journal of the Royal Statistical Society 98 (1935); the two-sided form:
 * Agresti, "Categorical Data Analysis", 3rd ed. (2013), § 3.5. It errs on the safe side in small groups. 1 where either
 * group is empty. Takes steps in proportion to the standard deviation, not to n.
 */
export function fisherExact(k1: number, n1: number, k2: number, n2: number): number {
  const whole = [k1, n1, k2, n2].every(Number.isInteger)
  if (!(whole && k1 >= 0 && k1 <= n1 && k2 >= 0 && k2 <= n2)) throw new RangeError(`No table: ${k1}/${n1} ${k2}/${n2}`)
  const hits = k1 + k2
  const [least, most] = [Math.max(0, hits - n2), Math.min(hits, n1)]
  if (least === most) return 1
  const fixed = lnChoose(n1 + n2, hits)
  const lnAt = (k: number): number => lnChoose(n1, k) + lnChoose(n2, hits - k) - fixed
  const up = (k: number): number => ((n1 - k) * (hits - k)) / ((k + 1) * (n2 - hits + k + 1))
  const down = (k: number): number => (k * (n2 - hits + k)) / ((n1 - k + 1) * (hits - k + 1))
  const mode = Math.min(most, Math.max(least, Math.floor(((n1 + 1) * (hits + 1)) / (n1 + n2 + 2))))
  const bound = lnAt(k1) + TOLERANCE
  /** From the first table on this side that is no likelier, outwards, until nothing is added any more. */
  const tail = (from: number, end: number, step: 1 | -1): number => {
    let [near, far] = [from, end]
    if (lnAt(far) > bound) return 0
    while (near !== far) {
      const middle = step > 0 ? (near + far) >> 1 : (near + far + 1) >> 1
      if (lnAt(middle) <= bound) far = middle
      else near = middle + step
    }
    let term = Math.exp(lnAt(near))
    let sum = term
    for (let k = near; k !== end; k += step) {
      term *= step > 0 ? up(k) : down(k)
      sum += term
      if (term < sum * 1e-17) break
    }
    return sum
  }
  const below = mode > least ? tail(mode - 1, least, -1) : 0
  return Math.min(1, below + tail(mode, most, 1))
}

const TOLERANCE = Math.log1p(1e-7)

const lnChoose = (n: number, k: number): number => lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k)

/** Stirling's series, whose error is below 1e-14 from 20 on; before, the logarithms are added up. */
function lnFactorial(n: number): number {
  if (n < SMALL.length) return SMALL[n]!
  const square = n * n
  return (
    (n + 0.5) * Math.log(n) -
    n +
    HALF_LN_2PI +
    (1 / 12 - (1 / 360 - (1 / 1260 - 1 / 1680 / square) / square) / square) / n
  )
}

const HALF_LN_2PI = 0.5 * Math.log(2 * Math.PI)
const SMALL = [0]
for (let n = 1; n < 32; n++) SMALL.push(SMALL[n - 1]! + Math.log(n))

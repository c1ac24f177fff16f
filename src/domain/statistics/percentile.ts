/** Numbers in ascending order, as the functions below need them. A NaN or an infinity is a fault of the caller. */
export function sorted(values: Iterable<number>): number[] {
  const list = [...values]
  if (!list.every(Number.isFinite)) throw new RangeError('Only finite numbers can be counted')
  return list.sort((a, b) => a - b)
}

/**
 * The p-th percentile (0 to 100) of values in ascending order, in their unit: linear interpolation between the two
 * values at position (n − 1)·p/100, counted from 0. Type 7 of Hyndman and Fan, "Sample quantiles in statistical
 * packages", The American Statistician 50 (1996); what R, NumPy and spreadsheets (PERCENTILE.INC) do.
 * n = 0: null. n = 1: that value. p = 0 is the minimum, p = 100 the maximum, p = 50 the median.
 */
export function percentile(ascending: readonly number[], p: number): number | null {
  if (!(p >= 0 && p <= 100)) throw new RangeError(`No percentile: ${p}`)
  if (ascending.length === 0) return null
  const position = ((ascending.length - 1) * p) / 100
  const below = ascending[Math.floor(position)]!
  const above = ascending[Math.ceil(position)]!
  return Math.min(above, below + (above - below) * (position - Math.floor(position)))
}

/** `p75`, `p99.5`: its name among the statistics of a number. */
export type PercentileName = `p${number}`

/** The percentiles of every summary. */
export const USUAL_PERCENTILES = [50, 90, 95, 99] as const

/** Of n = 0 values, everything but n and sum is null. Percentiles as in `percentile`: the usual ones, and any others. */
export interface Summary extends Record<PercentileName, number | null> {
  n: number
  sum: number
  avg: number | null
  min: number | null
  max: number | null
}

/** In the unit of the values, in any order. A p99 of fewer than 100 values says hardly more than the maximum. */
export function summary(values: Iterable<number>, percentiles: readonly number[] = USUAL_PERCENTILES): Summary {
  const ascending = sorted(values)
  const n = ascending.length
  const sum = ascending.reduce((total, value) => total + value, 0)
  const at = (p: number): number | null => percentile(ascending, p)
  return {
    n,
    sum,
    // A rounded sum must not put the average outside of the values.
    avg: n === 0 ? null : Math.min(Math.max(sum / n, ascending[0]!), ascending[n - 1]!),
    min: at(0),
    max: at(100),
    ...Object.fromEntries(percentiles.map(p => [`p${p}`, at(p)])),
  }
}

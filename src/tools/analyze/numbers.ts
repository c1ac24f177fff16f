import type { Unit, Value } from '../../analysis/index.ts'

/** As many digits as tell something; whole numbers stay exact. Shares get those that a percent with one decimal shows. */
export function rounded(exact: number, unit: Unit | undefined): number {
  const value = steady(exact)
  if (Number.isInteger(value)) return value
  if (unit === 'share') return Number(value.toFixed(3))
  const wholeDigits = Math.trunc(Math.abs(value)).toString().length
  return Number(value.toPrecision(Math.max(4, wholeDigits + 1)))
}

/**
 * A difference of two numbers or a bound of it, with the decimals that the larger of the two is shown with.
 * @param sides null: there is none on this side
 */
export function roundedDifference(exact: number, sides: readonly Value[], unit: Unit | undefined): number {
  const size = Math.max(...sides.map(side => Math.abs(Number(side))))
  if (unit === 'share' || size === 0) return rounded(exact, unit)
  const decimals = Math.min(100, Math.max(1, 3 - Math.floor(Math.log10(size))))
  const value = Number(steady(exact).toFixed(decimals))
  // What is little is not nothing.
  return value === 0 ? Number(exact.toPrecision(1)) : value
}

/** Engines add up in another order: what that changes in the last bits may not tip a figure in the middle of two. */
const steady = (exact: number): number => Number(exact.toPrecision(12))

const percent = (share: number): string => (share * 100).toFixed(1)
const bare = (value: Value, unit: string): string =>
  typeof value !== 'number' ? '-' : unit === 'share' ? percent(value) : String(value)

/** A share in percent. */
export const shownNumber = (value: Value, unit: string): string =>
  bare(value, unit) + (unit === 'share' && value !== null ? ' %' : '')

/** `47.0-75.8`; with a word between where a bound is negative. */
export const shownRange = (low: Value, high: Value, unit: string): string =>
  `${bare(low, unit)}${Number(low) < 0 ? ' to ' : '-'}${bare(high, unit)}`

/** Of a share in percentage points. */
export const shownDifference = (value: Value, unit: string): string =>
  (Number(value) > 0 ? '+' : '') + bare(value, unit) + (unit === 'share' && value !== null ? ' points' : '')

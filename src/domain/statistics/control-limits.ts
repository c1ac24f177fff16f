import { t99 } from './interval.ts'

/** What one earlier period came to. */
export interface Past {
  value: number
  /** Units it is made of. */
  n: number
  /** Standard error by chance within the period; null: not known. */
  error: number | null
}

/**
 * Limits that the value of a new period of n units keeps to in 99 of 100 cases, where it is made as the earlier ones
 * were: a prediction interval for a future mean with variances inversely proportional to the units, weighted mean ±
 * t·√(φ/n + φ/Σn), after Hahn, "Factors for calculating two-sided prediction intervals for samples from a normal
 * distribution", JASA 64 (1969). φ, the variance of a single unit, is taken from how the periods differ from each other,
 * which is more than chance where days differ, as in the p′ chart of Laney, "Improved control charts for attributes",
 * Quality Engineering 14 (2002); and at least what chance within the periods makes of it, so that a few periods that
 * happen to agree do not forbid a fourth.
 * null: fewer than 2 periods, or nothing tells how much they may differ.
 */
export function controlLimits(past: readonly Past[], n: number): { centre: number; low: number; high: number } | null {
  const used = past.filter(period => period.n > 0)
  if (used.length < 2 || n <= 0) return null
  const units = sum(used.map(period => period.n))
  const centre = sum(used.map(({ value, n: size }) => value * size)) / units
  const between = sum(used.map(({ value, n: size }) => size * (value - centre) ** 2)) / (used.length - 1)
  const known = used.filter(({ error }) => error !== null)
  const within = known.length === 0 ? 0 : sum(known.map(({ n: size, error }) => size * error! ** 2)) / known.length
  const variance = Math.max(between, within)
  if (variance === 0) return null
  const half = t99(used.length - 1) * Math.sqrt(variance / n + variance / units)
  return { centre, low: centre - half, high: centre + half }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOfProportions, proportion, wilson } from '../../src/domain/statistics.ts'

/** P(K = k) for k of n, by a recurrence in logarithms. */
function binomial(n: number, p: number): number[] {
  const logs = [n * Math.log(1 - p)]
  for (let k = 1; k <= n; k++) logs.push(logs[k - 1]! + Math.log(((n - k + 1) / k) * (p / (1 - p))))
  return logs.map(Math.exp)
}

const counts = fc.nat(400).chain(n => fc.tuple(fc.nat(n), fc.constant(n)))

describe('the Wilson interval', () => {
  // Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i/%i is the published one', (k, n, low, high) => {
    const interval = wilson(k, n)!
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  it('of nothing is none', () => {
    expect(wilson(0, 0)).toBe(null)
    expect(proportion(0, 0)).toEqual({ value: null, interval: null, reason: 'no data' })
    expect(proportion(1, 2)).toEqual({ value: 0.5, interval: wilson(1, 2), reason: null })
  })

  it.each([
    [1, 0],
    [-1, 3],
    [4, 3],
    [0.5, 3],
    [Number.NaN, 3],
  ])('refuses %d of %d', (k, n) => {
    expect(() => wilson(k, n)).toThrow(RangeError)
  })

  it('holds the share, stays in 0 to 1, mirrors, and shrinks with n', () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        fc.pre(n > 0)
        const { low, high } = wilson(k, n)!
        const mirror = wilson(n - k, n)!
        expect(low).toBeLessThanOrEqual(k / n)
        expect(high).toBeGreaterThanOrEqual(k / n)
        expect(low === 0).toBe(k === 0)
        expect(high === 1).toBe(k === n)
        expect(mirror.low).toBeCloseTo(1 - high, 12)
        expect(mirror.high).toBeCloseTo(1 - low, 12)
        const larger = wilson(4 * k, 4 * n)!
        expect(larger.high - larger.low).toBeLessThan(high - low)
      }),
    )
  })

  it('ends where the score test rejects: |p̂ − p| = z·√(p(1−p)/n)', () => {
    fc.assert(
      fc.property(counts, ([k, n]) => {
        fc.pre(n > 0)
        const { low, high } = wilson(k, n)!
        for (const p of [low, high].filter(bound => bound > 0 && bound < 1)) {
          expect(Math.abs(k / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeCloseTo(1.959964, 5)
        }
      }),
    )
  })

  it('holds the truth in about 95 of 100 cases, by the exact binomial distribution', () => {
    for (const n of [10, 30, 100]) {
      const intervals = Array.from({ length: n + 1 }, (_, k) => wilson(k, n)!)
      const truths = Array.from({ length: 199 }, (_, index) => (index + 1) / 200)
      const coverage = truths.map(p =>
        binomial(n, p).reduce((sum, chance, k) => {
          const { low, high } = intervals[k]!
          return low <= p && p <= high ? sum + chance : sum
        }, 0),
      )
      expect(coverage.reduce((sum, one) => sum + one, 0) / coverage.length).toBeCloseTo(0.95, 1.9)
      expect(Math.min(...coverage)).toBeGreaterThan(0.82)
    }
  })
})

describe('the difference of two proportions', () => {
  // Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%i/%i − %i/%i is the published one', (k1, n1, k2, n2, low, high) => {
    const { difference, interval, reason } = differenceOfProportions(k1, n1, k2, n2)
    expect(difference).toBeCloseTo(k1 / n1 - k2 / n2, 12)
    expect(interval!.low).toBeCloseTo(low, 4)
    expect(interval!.high).toBeCloseTo(high, 4)
    expect(reason).toBe(null)
  })

  it('with nothing on one side is none', () => {
    const none = { difference: null, interval: null, reason: 'no data' }
    expect(differenceOfProportions(0, 0, 1, 2)).toEqual(none)
    expect(differenceOfProportions(1, 2, 0, 0)).toEqual(none)
  })

  it('holds the difference, stays in −1 to 1, and turns round with its sides', () => {
    fc.assert(
      fc.property(counts, counts, ([k1, n1], [k2, n2]) => {
        fc.pre(n1 > 0 && n2 > 0)
        const { difference, interval } = differenceOfProportions(k1, n1, k2, n2)
        const back = differenceOfProportions(k2, n2, k1, n1)
        expect(interval!.low).toBeGreaterThanOrEqual(-1 - 1e-12)
        expect(interval!.high).toBeLessThanOrEqual(1 + 1e-12)
        expect(interval!.low).toBeLessThanOrEqual(difference!)
        expect(interval!.high).toBeGreaterThanOrEqual(difference!)
        expect(back.interval!.low).toBeCloseTo(-interval!.high, 12)
        expect(back.interval!.high).toBeCloseTo(-interval!.low, 12)
      }),
    )
  })

  it('holds the truth in about 95 of 100 cases, by the exact binomial distributions', () => {
    for (const [n1, p1, n2, p2] of [
      [30, 0.3, 40, 0.5],
      [60, 0.1, 25, 0.15],
      [20, 0.9, 20, 0.9],
    ] as const) {
      const [first, second] = [binomial(n1, p1), binomial(n2, p2)]
      let coverage = 0
      for (const [k1, chance1] of first.entries()) {
        for (const [k2, chance2] of second.entries()) {
          const { low, high } = differenceOfProportions(k1, n1, k2, n2).interval!
          if (low <= p1 - p2 && p1 - p2 <= high) coverage += chance1 * chance2
        }
      }
      expect(coverage).toBeGreaterThan(0.93)
      expect(coverage).toBeLessThan(0.99)
    }
  })
})

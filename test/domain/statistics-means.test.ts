import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOfMeans, seededRandom, t95 } from '../../src/domain/statistics.ts'

describe('the t distribution', () => {
  // Any printed table: two-sided 5 %.
  it.each([
    [3, 3.1824],
    [4, 2.7764],
    [5, 2.5706],
    [8, 2.306],
    [10, 2.2281],
    [15, 2.1314],
    [20, 2.086],
    [30, 2.0423],
    [60, 2.0003],
    [120, 1.9799],
    [Number.POSITIVE_INFINITY, 1.96],
  ])('with %d degrees of freedom ends at %d', (df, t) => {
    expect(t95(df)).toBeCloseTo(t, 4)
  })

  it('has it there by integration, also between whole degrees', () => {
    // With t = √df·tan θ the density is cos(θ)^(df − 1), whatever its factor.
    const area = (df: number, to: number, steps = 4000): number => {
      let sum = 0
      for (let step = 0; step < steps; step++) sum += Math.cos(((step + 0.5) * to) / steps) ** (df - 1)
      return (sum * to) / steps
    }
    for (const df of [2, 2.05, 2.2, 2.5, 3.3, 4.9, 6.1, 9.7, 17.776, 41.5, 300.5]) {
      const share = area(df, Math.atan(t95(df) / Math.sqrt(df))) / area(df, Math.PI / 2)
      expect(Math.abs(share - 0.95)).toBeLessThan(df < 2.5 ? 5e-5 : 2e-6)
    }
  })
})

describe('the difference of two means', () => {
  it('is that of the sleep data of Student (1908), as R’s t.test gives it', () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    const { difference, interval, reason } = differenceOfMeans(first, second)
    expect(difference).toBeCloseTo(-1.58, 12)
    expect(interval!.low).toBeCloseTo(-3.3654832, 5)
    expect(interval!.high).toBeCloseTo(0.2054832, 5)
    expect(reason).toBe(null)
  })

  it('has no interval where values are missing or all the same', () => {
    expect(differenceOfMeans([], [1])).toEqual({ difference: null, interval: null, reason: 'no data' })
    expect(differenceOfMeans([1, 2], [1, 2, 3])).toEqual({
      difference: -0.5,
      interval: null,
      reason: 'fewer than 3 values',
    })
    expect(differenceOfMeans([1, 1, 1], [3, 3, 3])).toEqual({
      difference: -2,
      interval: null,
      reason: 'no variation between calls',
    })
    expect(differenceOfMeans([1, 1, 1], [3, 3, 4]).interval).not.toBe(null)
  })

  it('turns round with its sides and moves with its values', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 20 })
    fc.assert(
      fc.property(values, values, fc.integer({ min: -50, max: 50 }), (a, b, shift) => {
        const { difference, interval } = differenceOfMeans(a, b)
        fc.pre(interval !== null)
        const back = differenceOfMeans(b, a)
        expect(back.interval!.low).toBeCloseTo(-interval!.high, 8)
        expect((interval!.low + interval!.high) / 2).toBeCloseTo(difference!, 8)
        const moved = differenceOfMeans(
          a.map(value => value + shift),
          b,
        )
        expect(moved.interval!.low).toBeCloseTo(interval!.low + shift, 6)
      }),
    )
  })

  it('holds the truth in 95 of 100 samples of unequal spread and size', () => {
    const random = seededRandom('welch')
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const group = (size: number, spread: number) => Array.from({ length: size }, () => spread * normal())
    const intervals = Array.from({ length: 4000 }, () => differenceOfMeans(group(6, 5), group(20, 1)).interval!)
    const held = intervals.filter(({ low, high }) => low <= 0 && 0 <= high).length / intervals.length
    expect(held).toBeGreaterThan(0.94)
    expect(held).toBeLessThan(0.96)
  })
})

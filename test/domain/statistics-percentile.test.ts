import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentile, sorted, summary } from '../../src/domain/statistics.ts'

const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 60 })

describe('a percentile', () => {
  it.each([
    [[1, 2, 3, 4, 10], 90, 7.6],
    [[1, 2, 3, 4, 10], 50, 3],
    [[1, 2, 3, 4], 50, 2.5],
    [[1, 2, 3, 4], 25, 1.75],
    [[5], 99, 5],
    [[5, 7], 0, 5],
    [[5, 7], 100, 7],
    [[15, 20, 35, 40, 50], 40, 29],
  ])('of %j at %i is %d, as R and NumPy have it', (list, p, expected) => {
    expect(percentile(list, p)).toBeCloseTo(expected, 12)
  })

  it('of nothing is null', () => {
    expect(percentile([], 50)).toBe(null)
  })

  it.each([-1, 100.1, Number.NaN])('refuses %d', p => {
    expect(() => percentile([1], p)).toThrow(RangeError)
  })

  it('lies on the line through the values at (i, value i)', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 1000 }), (list, permille) => {
        const ascending = sorted(list)
        const at = ((list.length - 1) * permille) / 1000
        // Brute force: the two neighbours of that place, weighted by their distance.
        const weighed = ascending.map((value, index) => value * Math.max(0, 1 - Math.abs(index - at)))
        const expected = weighed.reduce((sum, value) => sum + value, 0)
        expect(percentile(ascending, permille / 10)).toBeCloseTo(expected, 4)
      }),
    )
  })

  it('grows with p, from the minimum to the maximum', () => {
    fc.assert(
      fc.property(values, list => {
        const ascending = sorted(list)
        const steps = Array.from({ length: 101 }, (_, p) => percentile(ascending, p)!)
        expect(steps[0]).toBe(Math.min(...list))
        expect(steps[100]).toBe(Math.max(...list))
        for (const [index, value] of steps.slice(1).entries()) expect(value).toBeGreaterThanOrEqual(steps[index]!)
      }),
    )
  })
})

describe('a summary', () => {
  it('tells what there is to tell', () => {
    expect(summary([3, 1, 2, 10, 4])).toEqual({
      n: 5,
      sum: 20,
      avg: 4,
      min: 1,
      max: 10,
      p50: 3,
      p90: expect.closeTo(7.6, 12),
      p95: expect.closeTo(8.8, 12),
      p99: expect.closeTo(9.76, 12),
    })
  })

  it('of nothing has a sum of 0, and nothing else', () => {
    expect(summary([])).toEqual({
      n: 0,
      sum: 0,
      avg: null,
      min: null,
      max: null,
      p50: null,
      p90: null,
      p95: null,
      p99: null,
    })
  })

  it('is the same in any order', () => {
    fc.assert(
      fc.property(values, list => {
        const { n, sum, avg, min, max, p50, p90, p95, p99 } = summary(list)
        expect(summary([...list].reverse())).toEqual({ n, sum, avg, min, max, p50, p90, p95, p99 })
        expect(n).toBe(list.length)
        expect(sum).toBeCloseTo(
          list.reduce((total, value) => total + value, 0),
          3,
        )
        const ordered = [min!, p50!, p90!, p95!, p99!, max!]
        expect(sorted(ordered)).toEqual(ordered)
        expect(avg).toBeGreaterThanOrEqual(min!)
        expect(avg).toBeLessThanOrEqual(max!)
      }),
    )
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', value => {
    expect(() => summary([1, value])).toThrow(RangeError)
  })
})

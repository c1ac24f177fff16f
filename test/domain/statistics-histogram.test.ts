import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histogram } from '../../src/domain/statistics.ts'
import { runs } from '../support/runs.ts'

const edges = (values: number[], most?: number) => {
  const bins = histogram(values, most)
  return [...bins.map(bin => bin.from), bins.at(-1)!.to]
}

describe('a histogram', () => {
  it('has edges that people like', () => {
    expect(edges([0, 97])).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    expect(edges([3, 9.5], 5)).toEqual([2, 4, 6, 8, 10])
    expect(edges([0.1, 0.35])).toEqual([0.1, 0.15, 0.2, 0.25, 0.3, 0.35])
    // 0.009 / 0.0002 is 44.99999999999999.
    expect(edges([0.009, 0.01], 6)).toEqual([0.009, 0.0092, 0.0094, 0.0096, 0.0098, 0.01])
    expect(edges([-7, 12], 5)).toEqual([-10, -5, 0, 5, 10, 15])
    expect(edges([1200, 48_000])).toEqual([
      0, 5000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000, 45_000, 50_000,
    ])
  })

  it('counts from an edge to below the next, in the last bin up to its end', () => {
    expect(histogram([0, 1, 9.99, 10, 20, 30], 3)).toEqual([
      { from: 0, to: 10, count: 3 },
      { from: 10, to: 20, count: 1 },
      { from: 20, to: 30, count: 2 },
    ])
    // 0.3 / 0.1 is 2.9999999999999996.
    expect(histogram([0, 0.3, 0.4], 4)).toEqual([
      { from: 0, to: 0.1, count: 1 },
      { from: 0.1, to: 0.2, count: 0 },
      { from: 0.2, to: 0.3, count: 0 },
      { from: 0.3, to: 0.4, count: 2 },
    ])
  })

  it('of nothing has no bins, of one value one', () => {
    expect(histogram([])).toEqual([])
    expect(histogram([7, 7])).toEqual([{ from: 7, to: 8, count: 2 }])
    expect(histogram([0])).toEqual([{ from: 0, to: 1, count: 1 }])
    expect(histogram([0.25])).toEqual([{ from: 0, to: 1, count: 1 }])
    expect(histogram([-3])).toEqual([{ from: -3, to: -2, count: 1 }])
    expect(histogram([1e15])).toHaveLength(1)
  })

  it.each([0, 1, 2.5])('refuses %d bins', most => {
    expect(() => histogram([1], most)).toThrow(RangeError)
  })

  it('refuses values that are no numbers, or as far apart as numbers go', () => {
    expect(() => histogram([Number.NaN])).toThrow(RangeError)
    expect(() => histogram([-Number.MAX_VALUE, Number.MAX_VALUE])).toThrow(RangeError)
  })

  const value = fc.oneof(
    fc.integer({ min: -5000, max: 5000 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.integer({ min: 0, max: 3000 }).map(number => number / 100),
    fc.double({ min: 0, max: 1e-6, noNaN: true }),
  )

  it('counts every value once, where a naive loop counts it', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), fc.integer({ min: 2, max: 20 }), (list, most) => {
        const bins = histogram(list, most)
        expect(bins.length).toBeLessThanOrEqual(most)
        for (const [index, { from, to, count }] of bins.entries()) {
          const last = index === bins.length - 1
          expect(count).toBe(list.filter(one => one >= from && (one < to || (last && one === to))).length)
          expect(to).toBeGreaterThan(from)
          if (!last) expect(bins[index + 1]!.from).toBe(to)
        }
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(list.length)
        // No empty bin at either end.
        expect(bins[0]!.count).toBeGreaterThan(0)
        expect(bins.at(-1)!.count).toBeGreaterThan(0)
        expect(histogram([...list].reverse(), most)).toEqual(bins)
      }),
      { numRuns: runs(1000) },
    )
  })

  it('has one width, 1, 2 or 5 times a power of ten', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 50 }), list => {
        const { from, to } = histogram(list)[0]!
        const [digit] = (to - from).toExponential(2)
        expect(['1', '2', '5']).toContain(digit)
        for (const bin of histogram(list)) expect((bin.to - bin.from) / (to - from)).toBeCloseTo(1, 3)
      }),
    )
  })
})

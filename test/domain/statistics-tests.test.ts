import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  falseDiscoveryRates,
  fisherExact,
  logOddsZ,
  PRIOR_SHARE,
  type Stratum,
  withinStrata,
} from '../../src/domain/statistics.ts'
import { runs } from '../support/runs.ts'

const table = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most }))
    .chain(([n1, n2]) =>
      fc.tuple(fc.integer({ min: 0, max: n1 }), fc.constant(n1), fc.integer({ min: 0, max: n2 }), fc.constant(n2)),
    )

describe('fisherExact', () => {
  // In whole numbers: how many ways there are to draw the hits.
  const choose = (n: number, k: number): bigint => {
    let ways = 1n
    for (let i = 1; i <= k; i++) ways = (ways * BigInt(n - k + i)) / BigInt(i)
    return ways
  }
  const counted = (k1: number, n1: number, k2: number, n2: number): number => {
    const hits = k1 + k2
    const waysOf = (k: number): bigint => choose(n1, k) * choose(n2, hits - k)
    let unlikely = 0n
    for (let k = Math.max(0, hits - n2); k <= Math.min(hits, n1); k++)
      if (waysOf(k) <= waysOf(k1)) unlikely += waysOf(k)
    return Number((unlikely * 10n ** 18n) / choose(n1 + n2, hits)) / 1e18
  }

  test('counts the tables that are no likelier', () => {
    fc.assert(
      fc.property(table(60), ([k1, n1, k2, n2]) => {
        expect(fisherExact(k1, n1, k2, n2)).toBeCloseTo(n1 === 0 || n2 === 0 ? 1 : counted(k1, n1, k2, n2), 10)
      }),
      { numRuns: runs(2000) },
    )
  })

  test("finds what others have published: the tea of Fisher's lady, and large tables", () => {
    expect(fisherExact(3, 4, 1, 4)).toBeCloseTo(34 / 70, 12)
    // As R 4.2 has it.
    expect(fisherExact(10, 12, 3, 18)).toBeCloseTo(0.0005367241, 10)
    expect(fisherExact(10_000, 30_000, 23_000, 70_000)).toBeGreaterThan(fisherExact(10_200, 30_000, 23_000, 70_000))
    expect(fisherExact(0, 50_000, 50_000, 50_000)).toBe(0)
  })

  test('refuses what is no table', () => {
    expect(() => fisherExact(3, 2, 0, 1)).toThrow(RangeError)
  })
})

test('falseDiscoveryRates: the rate of all tests that are no less sure, at its best', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), pValues => {
      const rateUpTo = (p: number): number => (p * pValues.length) / pValues.filter(other => other <= p).length
      const naive = pValues.map(p => Math.min(1, ...pValues.filter(other => other >= p).map(rateUpTo)))
      const rates = falseDiscoveryRates(pValues)
      for (const [at, rate] of rates.entries()) expect(rate).toBeCloseTo(naive[at]!, 12)
    }),
    { numRuns: runs(500) },
  )
  expect(falseDiscoveryRates([0.01, 0.04, 0.03, 0.005])).toEqual([0.02, 0.04, 0.04, 0.02])
})

describe('withinStrata', () => {
  test('of one stratum is the plain difference', () => {
    fc.assert(
      fc.property(table(50), ([k1, n1, k2, n2]) => {
        const { difference } = withinStrata([[k1, n1, k2, n2]])
        if (n1 === 0 || n2 === 0) expect(difference).toBeNull()
        else expect(difference).toBeCloseTo(k1 / n1 - k2 / n2, 12)
      }),
      { numRuns: runs(300) },
    )
  })

  test('sees what the sum of the strata hides (Berkeley, 1973: departments A and F)', () => {
    // Admitted of applicants, men and women. Bickel, Hammel and O'Connell, Science 187 (1975).
    const strata: Stratum[] = [
      [512, 825, 89, 108],
      [22, 373, 24, 341],
    ]
    const summed = (512 + 22) / (825 + 373) - (89 + 24) / (108 + 341)
    expect(summed).toBeGreaterThan(0.19)
    const { difference, z } = withinStrata(strata)
    // Weights 825·108/933 and 373·341/714.
    const [a, f] = [(825 * 108) / 933, (373 * 341) / 714]
    expect(difference).toBeCloseTo((a * (512 / 825 - 89 / 108) + f * (22 / 373 - 24 / 341)) / (a + f), 12)
    expect(difference).toBeLessThan(0)
    // The root of Mantel and Haenszel's χ², from expected counts and variances by hand.
    const expected = (825 * 601) / 933 + (373 * 46) / 714
    const variance = (825 * 108 * 601 * 332) / (933 ** 2 * 932) + (373 * 341 * 46 * 668) / (714 ** 2 * 713)
    expect(z).toBeCloseTo((512 + 22 - expected) / Math.sqrt(variance), 10)
  })
})

describe('logOddsZ', () => {
  test('is the formula of the paper, step by step', () => {
    const [y1, n1, y2, n2] = [30, 4000, 12, 6000]
    const [alpha, alphaOfAll] = [PRIOR_SHARE * 42, PRIOR_SHARE * 10_000]
    const omega1 = (y1 + alpha) / (n1 + alphaOfAll - y1 - alpha)
    const omega2 = (y2 + alpha) / (n2 + alphaOfAll - y2 - alpha)
    const variance = 1 / (y1 + alpha) + 1 / (y2 + alpha)
    expect(logOddsZ([y1, n1], [y2, n2])).toBeCloseTo(Math.log(omega1 / omega2) / Math.sqrt(variance), 12)
  })

  test('changes its sign with the groups, draws what is rare to 0, and knows nothing of nothing', () => {
    expect(logOddsZ([30, 4000], [12, 6000])).toBeCloseTo(-logOddsZ([12, 6000], [30, 4000]), 12)
    expect(logOddsZ([1, 4000], [0, 4000])).toBeLessThan(logOddsZ([40, 4000], [0, 4000]))
    expect([logOddsZ([0, 0], [3, 10]), logOddsZ([0, 10], [0, 10]), logOddsZ([5, 5], [7, 7])]).toEqual([0, 0, 0])
  })
})

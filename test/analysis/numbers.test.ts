import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateOf, price } from '../../src/analysis/compute/estimates.ts'
import { quantilesOf } from '../../src/analysis/compute/fast-percentiles.ts'
import { noSample } from '../../src/archive/tally/tally.ts'
import { settle, summaryOf } from '../../src/domain/statistics/fast-summary.ts'
import {
  addPart,
  clusteredPercentile,
  noSums,
  type Part,
  type Sums,
  seededRandom,
  summary,
} from '../../src/domain/statistics.ts'
import { some } from '../support/runs.ts'

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.integer({ min: -3, max: 3 }),
)

const sampleOf = (calls: number[][]) => ({
  values: calls.flat(),
  sizes: calls.map(values => values.length),
})

describe('without sorting', () => {
  test('what is asked for stands where it would stand', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 200 }),
        fc.array(fc.nat(199), { maxLength: 6 }),
        (values, any) => {
          const places = any.filter(place => place < values.length).sort((a, b) => a - b)
          const settled = Float64Array.from(values)
          settle(settled, places)
          const sorted = Float64Array.from(values).sort()
          expect(places.map(place => settled[place])).toEqual(places.map(place => sorted[place]))
          expect(settled.toSorted()).toEqual(sorted)
        },
      ),
    )
  })

  test('a summary is that of the domain', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), values => {
        const { sum, avg, ...exact } = summary(values)
        const found = summaryOf(values)
        expect(found).toMatchObject(exact)
        expect(found.sum).toBeCloseTo(sum, 6)
        if (avg === null) expect(found.avg).toBeNull()
        else expect(found.avg).toBeCloseTo(avg, 6)
      }),
    )
  })

  test('so is a percentile with its interval', () => {
    const calls = fc.array(fc.array(value, { maxLength: 12 }), { maxLength: 60 })
    fc.assert(
      fc.property(calls, fc.constantFrom(1, 50, 90, 95, 99), (values, p) => {
        const { n: _, calls: __, ...expected } = clusteredPercentile(values, p)
        expect(quantilesOf(sampleOf(values), [50, p])[1]).toEqual(expected)
      }),
    )
  })

  test('a million values are summed up, in whatever order they come', () => {
    const random = seededRandom('values')
    const orders = [
      Array.from({ length: 1_000_000 }, random),
      Array.from({ length: 1_000_000 }, (_, at) => at),
      new Array<number>(1_000_000).fill(1),
    ]
    for (const values of some(orders, 3)) {
      expect(summaryOf(values)).toMatchObject({ n: values.length })
    }
  })
})

const added = (parts: readonly Part[]): Sums => {
  const sums = noSums()
  for (const { numerator, denominator } of parts) addPart(sums, numerator, denominator)
  return sums
}

describe('cost per success', () => {
  const parts = (costs: number[], successes: number) =>
    added(costs.map((numerator, at) => ({ numerator, denominator: Number(at < successes) })))

  test('is all that was spent, by what succeeded', () => {
    expect(price(parts([10, 20, 30], 2))).toEqual({ value: 30, interval: null, reason: 'fewer than 10 calls' })
    expect(price(parts([10, 20], 0))).toEqual({ value: null, interval: null, reason: 'no data' })
    expect(price(noSums())).toEqual({ value: null, interval: null, reason: 'no data' })
    expect(price(parts(new Array(20).fill(7), 4)).reason).toBe('fewer than 5 successes')
    expect(price(parts(new Array(20).fill(7), 20))).toEqual({
      value: 7,
      interval: null,
      reason: 'no variation between calls',
    })
  })

  test('has an interval that holds the truth as often as it says', () => {
    const random = seededRandom('prices')
    let held = 0
    const worlds = 400
    for (let world = 0; world < worlds; world++) {
      const calls = Array.from({ length: 80 }, () => {
        const isHit = random() < 0.6
        // Failures are dearer: 100 ± 50 against 150 ± 50.
        return { numerator: (isHit ? 100 : 150) + 100 * (random() - 0.5), denominator: Number(isHit) }
      })
      const { interval } = price(added(calls))
      const truth = (0.6 * 100 + 0.4 * 150) / 0.6
      if (interval!.low <= truth && truth <= interval!.high) held++
    }
    expect(held / worlds).toBeGreaterThan(0.92)
    expect(held / worlds).toBeLessThan(0.98)
  })
})

test('a share of units that are one a call is a share of calls', () => {
  const parts = [1, 1, 0].map(numerator => ({ numerator, denominator: 1 }))
  const share = (of: readonly Part[]) => estimateOf('share', { ...noSample(), calls: 3, sums: added(of) }, 3)
  const { k, n, interval } = share(parts)
  expect({ k, n }).toEqual({ k: 2, n: 3 })
  expect(interval).not.toBeNull()
  const clustered = share([...parts, { numerator: 1, denominator: 2 }])
  expect(clustered).toMatchObject({ interval: null, reason: 'fewer than 10 calls' })
})

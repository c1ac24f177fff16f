import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clusteredPercentile,
  clusteredRatio,
  clusteredShare,
  differenceOfPercentiles,
  differenceOfRatios,
  differenceOfShares,
  type Part,
  percentile,
  seededRandom,
  t95,
  wilson,
} from '../../src/domain/statistics.ts'

const part = (numerator: number, denominator: number): Part => ({ numerator, denominator })
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
const width = (interval: { low: number; high: number } | null) => interval!.high - interval!.low

const random = seededRandom('clusters')
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const some = (n: number, p: number) => times(n, () => (random() < p ? 1 : 0)).reduce<number>((a, b) => a + b, 0)
/** Calls of 1 to 14 turns whose own share swings around p: what happens in one call hangs together. */
const sampleCalls = (count: number, p: number): Part[] =>
  times(count, () => {
    const turns = 1 + Math.floor(random() * 14)
    return part(some(turns, p * (random() < 0.5 ? 0.4 : 1.6)), turns)
  })

const aPart = fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 20 })).map(([k, n]) => part(Math.min(k, n), n))
const aSample = fc.array(aPart, { minLength: 10, maxLength: 40 })

describe('a share of turns', () => {
  it('is null with a reason where calls are too few or too unequal', () => {
    expect(clusteredShare([])).toEqual({
      value: null,
      numerator: 0,
      denominator: 0,
      calls: 0,
      interval: null,
      reason: 'no data',
    })
    expect(clusteredShare([part(0, 0)])).toMatchObject({ value: null, reason: 'no data' })
    expect(clusteredShare(times(9, () => part(1, 4)))).toEqual({
      value: 0.25,
      numerator: 9,
      denominator: 36,
      calls: 9,
      interval: null,
      reason: 'fewer than 10 calls',
    })
    expect(clusteredShare([...times(50, () => part(1, 4)), part(400, 800)])).toMatchObject({
      value: 0.45,
      calls: 51,
      interval: null,
      reason: 'a few long calls dominate',
    })
    // 20 calls of 4 turns and one of 48 tell as much as 6.25 of equal size, with one of 64 as 4.7.
    const beside = (turns: number) => clusteredShare([...times(20, () => part(1, 4)), part(2, turns)])
    expect(beside(48).interval).not.toBe(null)
    expect(beside(64)).toMatchObject({ interval: null, reason: 'a few long calls dominate' })
    expect(clusteredShare(times(10, () => part(1, 4))).interval).not.toBe(null)
  })

  it('does not count calls without turns', () => {
    const calls = sampleCalls(20, 0.3)
    expect(clusteredShare([...calls, part(0, 0), part(0, 0)])).toEqual(clusteredShare(calls))
  })

  it.each([part(3, 2), part(-1, 2), part(Number.NaN, 2)])('refuses what is no share', wrong => {
    expect(() => clusteredShare([wrong])).toThrow(RangeError)
  })

  it('of turns that do not hang together is hardly wider than Wilson’s, and never narrower', () => {
    fc.assert(
      fc.property(aSample, calls => {
        const { interval, numerator, denominator } = clusteredShare(calls)
        fc.pre(interval !== null)
        expect(width(interval)).toBeGreaterThanOrEqual(width(wilson(numerator, denominator)) - 1e-12)
        expect(interval!.low).toBeLessThanOrEqual(numerator / denominator)
        expect(interval!.high).toBeGreaterThanOrEqual(numerator / denominator)
        expect(interval!.low).toBeGreaterThanOrEqual(0)
        expect(interval!.high).toBeLessThanOrEqual(1)
      }),
    )
    // All calls alike: less than chance would have them differ, which is chance, too.
    const alike = clusteredShare(times(200, () => part(1, 4)))
    expect(width(alike.interval)).toBeCloseTo(width(wilson(200, 800)), 3)
    const alone = clusteredShare(times(400, index => part(index % 4 === 0 ? 1 : 0, 1)))
    expect(width(alone.interval)).toBeCloseTo(width(wilson(100, 400)), 3)
  })

  it('of calls that are all or nothing is as wide as that of the calls', () => {
    const calls = times(100, index => part(index < 30 ? 8 : 0, 8))
    expect(width(clusteredShare(calls).interval)).toBeCloseTo(width(wilson(30, 100)), 2)
  })

  it('that never or always happened has one open side', () => {
    const never = clusteredShare(times(40, () => part(0, 10)))
    expect(never.interval!.low).toBe(0)
    expect(never.interval!.high).toBeGreaterThan(0.009)
    const always = clusteredShare(times(40, () => part(10, 10)))
    expect(always.interval!.high).toBe(1)
    expect(always.interval!.low).toBeCloseTo(1 - never.interval!.high, 12)
  })

  it('holds the truth in about 95 of 100 samples, where Wilson over turns does not', () => {
    for (const count of [12, 40]) {
      const samples = times(1000, () => sampleCalls(count, 0.25))
      const inside = (interval: { low: number; high: number } | null) => interval!.low <= 0.25 && 0.25 <= interval!.high
      const clustered = samples.map(clusteredShare).filter(({ interval }) => interval)
      expect(clustered.length).toBeGreaterThan(900)
      expect(clustered.filter(({ interval }) => inside(interval)).length / clustered.length).toBeGreaterThan(0.92)
      const naive = samples.map(calls =>
        wilson(sum(calls.map(call => call.numerator)), sum(calls.map(call => call.denominator))),
      )
      expect(naive.filter(inside).length / naive.length).toBeLessThan(0.92)
    }
  })
})

describe('a ratio of sums', () => {
  it('of calls of the same size is the mean of the calls, with its t interval', () => {
    const values = times(25, () => 3 + normal())
    const mean = sum(values) / 25
    const s2 = sum(values.map(value => (value - mean) ** 2)) / 24
    const { value, interval } = clusteredRatio(values.map(one => part(one * 6, 6)))
    expect(value).toBeCloseTo(mean, 10)
    expect(interval!.high - value!).toBeCloseTo(t95(24) * Math.sqrt(s2 / 25), 6)
    expect(value! - interval!.low).toBeCloseTo(t95(24) * Math.sqrt(s2 / 25), 6)
  })

  it('has the spread that drawing the calls again gives (cluster bootstrap)', () => {
    const calls = times(60, () => {
      const minutes = 1 + random() * 6
      return part(minutes * (2 + normal() * 0.5) + random(), minutes)
    })
    const ratios = times(3000, () => {
      const drawn = calls.map(() => calls[Math.floor(random() * calls.length)]!)
      return sum(drawn.map(call => call.numerator)) / sum(drawn.map(call => call.denominator))
    }).sort((a, b) => a - b)
    const bootstrap = percentile(ratios, 97.5)! - percentile(ratios, 2.5)!
    const ratio = width(clusteredRatio(calls).interval) / bootstrap
    expect(ratio).toBeGreaterThan(0.9)
    expect(ratio).toBeLessThan(1.15)
  })

  it('has no interval where every call has the same', () => {
    const same = times(12, index => part(2 * (index + 1), index + 1))
    expect(clusteredRatio(same)).toMatchObject({ value: 2, interval: null, reason: 'no variation between calls' })
    expect(differenceOfRatios(same, same)).toEqual({
      difference: 0,
      interval: null,
      reason: 'no variation between calls',
    })
  })
})

describe('differences', () => {
  const calls = sampleCalls(30, 0.3)

  it('of shares and ratios are null with the reason of the side that has none', () => {
    expect(differenceOfShares(calls, [])).toEqual({ difference: null, interval: null, reason: 'no data' })
    expect(differenceOfRatios([], calls)).toEqual({ difference: null, interval: null, reason: 'no data' })
    for (const difference of [differenceOfShares, differenceOfRatios]) {
      const few = difference(calls, [part(1, 2)])
      expect(few).toMatchObject({ interval: null, reason: 'fewer than 10 calls' })
      expect(few.difference).toBeCloseTo(clusteredShare(calls).value! - 0.5, 12)
    }
  })

  it('turn round with their sides', () => {
    const others = sampleCalls(25, 0.6)
    for (const difference of [differenceOfShares, differenceOfRatios]) {
      const there = difference(calls, others)
      const back = difference(others, calls)
      expect(back.difference).toBeCloseTo(-there.difference!, 12)
      expect(back.interval!.low).toBeCloseTo(-there.interval!.high, 12)
      expect(back.interval!.high).toBeCloseTo(-there.interval!.low, 12)
    }
  })

  it('of equal groups hold 0 in about 95 of 100 samples', () => {
    for (const difference of [differenceOfShares, differenceOfRatios]) {
      const intervals = times(600, () => difference(sampleCalls(30, 0.3), sampleCalls(20, 0.3)).interval!)
      const held = intervals.filter(({ low, high }) => low <= 0 && 0 <= high).length / intervals.length
      expect(held).toBeGreaterThan(0.92)
      expect(held).toBeLessThan(0.98)
    }
  })
})

describe('a percentile of values within calls', () => {
  const wait = (shift = 0) => Math.exp(0.5 * (shift + normal()))

  it('is that of all values, null with a reason where an interval would be a guess', () => {
    expect(clusteredPercentile([], 95)).toEqual({
      value: null,
      n: 0,
      calls: 0,
      interval: null,
      reason: 'no data',
    })
    expect(clusteredPercentile([[1, 2], [], [3]], 50)).toEqual({
      value: 2,
      n: 3,
      calls: 2,
      interval: null,
      reason: 'fewer than 10 calls',
    })
    const values = times(60, index => [index])
    expect(clusteredPercentile(values, 50).interval).not.toBe(null)
    expect(clusteredPercentile(values, 95)).toMatchObject({ interval: null, reason: 'too few values for a p95' })
    expect(
      clusteredPercentile(
        times(90, index => [index]),
        95,
      ).interval,
    ).not.toBe(null)
    expect(
      clusteredPercentile(
        times(400, index => [index]),
        99,
      ).interval,
    ).not.toBe(null)
  })

  it('has the ranks that order statistics give for independent values', () => {
    // Conover, "Practical Nonparametric Statistics": n·p ± 1.96·√(n·p(1−p)) = 40.2 and 59.8 of 100.
    const { interval } = clusteredPercentile(
      times(100, index => [index + 1]),
      50,
    )
    expect(interval!.low).toBeGreaterThanOrEqual(40)
    expect(interval!.low).toBeLessThanOrEqual(41)
    expect(interval!.high).toBeGreaterThanOrEqual(60)
    expect(interval!.high).toBeLessThanOrEqual(61)
  })

  it('is wider where the values of a call are alike', () => {
    const alike = times(100, index => times(5, () => index))
    const mixed = times(100, index => times(5, turn => (index * 37 + turn * 20) % 100))
    expect(width(clusteredPercentile(alike, 50).interval)).toBeGreaterThan(
      1.8 * width(clusteredPercentile(mixed, 50).interval),
    )
  })

  it('holds the truth in about 95 of 100 samples, also where calls differ', () => {
    for (const [p, z, count] of [
      [50, 0, 40],
      [95, 1.6448536, 60],
    ] as const) {
      // Half of the variance lies between calls.
      const truth = Math.exp(0.5 * Math.SQRT2 * z)
      const intervals = times(500, () => {
        const calls = times(count, () => {
          const shift = normal()
          return times(6, () => wait(shift))
        })
        return clusteredPercentile(calls, p).interval
      }).filter(interval => interval !== null)
      expect(intervals.length).toBeGreaterThan(450)
      const held = intervals.filter(({ low, high }) => low <= truth && truth <= high).length / intervals.length
      expect(held).toBeGreaterThan(0.91)
    }
  })

  it('differs between groups by what their intervals allow', () => {
    const group = (size: number) => times(size, () => [wait()])
    const [a, b] = [group(120), group(90)]
    const there = differenceOfPercentiles(a, b, 90)
    expect(there.difference).toBeCloseTo(clusteredPercentile(a, 90).value! - clusteredPercentile(b, 90).value!, 12)
    expect(differenceOfPercentiles(b, a, 90).interval!.low).toBeCloseTo(-there.interval!.high, 12)
    expect(differenceOfPercentiles(a, group(20), 95)).toMatchObject({
      interval: null,
      reason: 'too few values for a p95',
    })
    const intervals = times(300, () => differenceOfPercentiles(group(80), group(80), 50).interval!)
    expect(intervals.filter(({ low, high }) => low <= 0 && 0 <= high).length / 300).toBeGreaterThan(0.92)
  })
})

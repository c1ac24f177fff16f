import { describe, expect, test } from 'vitest'
import { controlLimits, type Past, seededRandom, t99, wilson, Z95 } from '../../src/domain/statistics.ts'

test.each([
  [3, 5.8409],
  [5, 4.0321],
  [7, 3.4995],
  [10, 3.1693],
  [30, 2.75],
])('t with %d degrees of freedom ends at %d, two-sided 1 in 100', (df, t) => {
  expect(t99(df)).toBeCloseTo(t, 3)
})

describe('control limits', () => {
  test('of equal periods are the textbook prediction interval of a new value', () => {
    const values = [80, 84, 79, 83, 81, 86, 78, 85]
    const mean = 82
    const s = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7)
    const limits = controlLimits(
      values.map(value => ({ value, n: 1, error: null })),
      1,
    )!
    expect(limits.centre).toBeCloseTo(mean, 12)
    expect(limits.high - mean).toBeCloseTo(3.4995 * s * Math.sqrt(1 + 1 / 8), 2)
    expect(mean - limits.low).toBeCloseTo(limits.high - mean, 12)
  })

  test('are at least what chance within the periods makes of it', () => {
    // Four weeks that happen to agree; 40 of 50 each.
    const past = Array.from({ length: 4 }, () => ({ value: 0.8, n: 50, error: 0.056 }))
    const limits = controlLimits(past, 50)!
    expect(limits.high - 0.8).toBeCloseTo(5.8409 * 0.056 * Math.sqrt(1 + 1 / 4), 3)
  })

  test('are not known of one period, or where nothing varies', () => {
    expect(controlLimits([{ value: 1, n: 5, error: 0.1 }], 5)).toBeNull()
    expect(
      controlLimits(
        Array.from({ length: 5 }, () => ({ value: 1, n: 5, error: null })),
        5,
      ),
    ).toBeNull()
  })
})

/** How many of so many seeded worlds, in which nothing has changed, are alarmed about; and of those with a change. */
function alarms(name: string, worlds: number, world: (random: () => number) => { past: Past[]; now: Past }): number {
  let count = 0
  for (let seed = 0; seed < worlds; seed++) {
    const { past, now } = world(seededRandom(`${name} ${seed}`))
    const limits = controlLimits(past, now.n)
    if (limits && (now.value < Math.max(0, limits.low) || now.value > limits.high)) count++
  }
  return count / worlds
}

const whole = (random: () => number, from: number, to: number): number => from + Math.floor(random() * (to - from + 1))
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const within = (share: number): number => Math.min(0.99, Math.max(0.01, share))

/** A week's success rate: so many calls, each with the share of its week. */
function week(random: () => number, share: number, n: number): Past {
  let k = 0
  for (let at = 0; at < n; at++) if (random() < share) k++
  const { low, high } = wilson(k, n)!
  return { value: k / n, n, error: (high - low) / (2 * Z95) }
}

/** Eight weeks and this one, in which the share differs by so much from week to week. */
const rates = (share: number, spread: number, [fewest, most]: [number, number], change = 0) => {
  return (random: () => number) => {
    const one = (by: number) => week(random, within(share + spread * normal(random) + by), whole(random, fewest, most))
    return { past: Array.from({ length: 8 }, () => one(0)), now: one(change) }
  }
}

const counts = (mean: number, factor = 1) => {
  // A Poisson count as the arrivals in a unit of time.
  const count = (random: () => number, of: number): number => {
    let arrivals = -1
    for (let time = 0; time < of; arrivals++) time -= Math.log(1 - random())
    return Math.max(0, arrivals)
  }
  const past = (value: number): Past => ({ value, n: 1, error: Math.sqrt(value) })
  return (random: () => number) => ({
    past: Array.from({ length: 8 }, () => past(count(random, mean))),
    now: past(count(random, mean * factor)),
  })
}

describe('of seeded worlds in which nothing has changed', () => {
  test.each([
    ['40 to 60 calls', rates(0.8, 0, [40, 60])],
    ['5 to 200 calls', rates(0.8, 0, [5, 200])],
    ['few failures', rates(0.97, 0, [20, 80])],
    ['weeks that differ more than chance', rates(0.7, 0.08, [100, 300])],
    ['weeks that differ, of any size', rates(0.75, 0.05, [20, 300])],
    ['counts of calls', counts(30)],
    ['counts of few calls', counts(4)],
  ])('at most about 1 in 100 is called a drift: %s', (name, world) => {
    // 1,500 worlds: the standard error of 1 % is 0.26 points.
    expect(alarms(name, 1500, world)).toBeLessThan(0.018)
  })
})

describe('of seeded worlds with a change', () => {
  test.each([
    ['from 80 to 50 %', rates(0.8, 0, [60, 100], -0.3), 0.9],
    ['from 80 to 60 %, of many calls', rates(0.8, 0.02, [300, 500], -0.2), 0.9],
    ['half of the calls', counts(100, 0.4), 0.9],
  ])('most are found: %s', (name, world, least) => {
    expect(alarms(name, 300, world)).toBeGreaterThan(least)
  })
})

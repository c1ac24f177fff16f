import { expect, test } from 'vitest'
import { MOST_CALLS_READ, sampleOf } from '../../src/explain/read/sampled.ts'
import { atOnce } from '../../src/pieces.ts'

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `conv_${at * 7919}`)
const drawn = (all: readonly string[]): string[] =>
  atOnce(sampleOf([...all.keys()], at => all[at]!)).map(at => all[at]!)

test('all calls where they are few, by their ids', () => {
  expect(drawn(['c', 'a', 'b'])).toEqual(['a', 'b', 'c'])
})

test('of many the same ones, whatever their order, and mostly the same where some are added', () => {
  const all = names(5000)
  const sample = drawn(all)
  expect(sample).toHaveLength(MOST_CALLS_READ)
  expect(drawn([...all].reverse())).toEqual(sample)
  const more = drawn(names(5500))
  expect(sample.filter(name => more.includes(name)).length).toBeGreaterThan(MOST_CALLS_READ * 0.8)
})

test('each with the same chance: those of the first and of the second half', () => {
  const all = names(4000)
  const half = new Set(all.slice(0, 2000))
  const share = drawn(all).filter(name => half.has(name)).length / MOST_CALLS_READ
  // Four standard deviations of 200 draws.
  expect(Math.abs(share - 0.5)).toBeLessThan(0.15)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rounded, roundedDifference } from '../../../src/tools/analyze/numbers.ts'

/* A difference has no more decimals than the numbers that it is between. */

const decimals = (value: number): number => value.toString().split('.')[1]?.length ?? 0

test.each([
  [1.1534, 1.1499, 0.0034781, 0.003],
  [1.1534, 1.1499, -0.076114, -0.076],
  [333.61, 467.8, -134.19, -134.2],
  [44.812, 66.48, -9.3012, -9.3],
  [0.012345, 0.02, -0.0076549, -0.00765],
  [12_345.6, 12_000, 345.62, 345.6],
  [56, 61, 2.2113, 2.21],
  // What is little is not nothing.
  [1.1534, 1.1533, 0.000051, 0.00005],
])('%d against %d: %d is shown as %d', (value, other, exact, shown) => {
  expect(roundedDifference(exact, [value, other], 's')).toBe(shown)
})

test('of shares, and where there is nothing to go by, it is as any number is', () => {
  expect(roundedDifference(0.12345, [0.5, 0.3], 'share')).toBe(0.123)
  expect(roundedDifference(1.23456, [0, 0], 's')).toBe(1.235)
  expect(roundedDifference(1.23456, [null, null], 's')).toBe(1.235)
})

test('it is off by half of the last decimal at most, and has no more decimals than a number of that size', () => {
  const number = fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter(value => Math.abs(value) > 1e-6)
  fc.assert(
    fc.property(number, number, (value, other) => {
      const shown = roundedDifference(value - other, [value, other], 's')
      const size = Math.max(Math.abs(value), Math.abs(other))
      expect(Math.abs(shown - (value - other))).toBeLessThanOrEqual(Math.max(size / 1_000, 0.1))
      // As many as a number of the same size with decimals of its own.
      if (Math.abs(value - other) > size / 1_000) {
        expect(decimals(shown)).toBeLessThanOrEqual(Math.max(1, decimals(rounded(size * 1.000000123, 's'))))
      }
    }),
  )
})

import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { Finished, noSample } from '../../src/archive/tally/tally.ts'

/* Where a connection is lost, a work is told everything again, and goes on only if that is the same. */

const told = (calls: number) => new Finished({ rows: [], whole: { key: [], calls, samples: [noSample()] }, left: [] })

test('numbers that are told twice are equal if they are the same, and only then', () => {
  expect(isDeepStrictEqual(told(13), told(13))).toBe(true)
  expect(isDeepStrictEqual(told(13), told(14))).toBe(false)
})

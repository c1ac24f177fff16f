import { expect, test } from 'vitest'
import { RateLimit } from '../../src/http/rate-limit.ts'

test('a client has so many requests a minute, all at once if it likes, and each has its own', () => {
  let nowMs = 5_000
  const limit = new RateLimit(60, () => nowMs)
  expect(Array.from({ length: 60 }, () => limit.take('a'))).toEqual(Array(60).fill(0))
  expect(limit.take('a')).toBe(1)
  expect(limit.take('b')).toBe(0)
  nowMs += 1_000
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 1])
  nowMs += 60_000
  expect(Array.from({ length: 61 }, () => limit.take('a')).filter(wait => wait > 0)).toEqual([1])
})

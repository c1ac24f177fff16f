import { expect, test } from 'vitest'
import { RequestTiming } from '../../src/sync/run/request-timing.ts'

test('the first requests take the place of the guess; later the newest counts a tenth', () => {
  const timing = new RequestTiming(4)
  timing.measured('call', 2)
  expect(timing.secsFor({ pages: 0, calls: 100 })).toBe(50)
  timing.measured('call', 4)
  expect(timing.secsFor({ pages: 0, calls: 100 })).toBe(75)
  for (let n = 0; n < 200; n += 1) timing.measured('call', 1)
  expect(timing.secsFor({ pages: 0, calls: 100 })).toBeCloseTo(25)
})

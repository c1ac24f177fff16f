import { expect, test } from 'vitest'
import { Pace } from '../../src/sync/run/request-timing.ts'

test('the first requests take the place of the guess; later the newest counts a tenth', () => {
  const pace = new Pace(4)
  pace.measured('call', 2)
  expect(pace.secsFor({ pages: 0, calls: 100 })).toBe(50)
  pace.measured('call', 4)
  expect(pace.secsFor({ pages: 0, calls: 100 })).toBe(75)
  for (let n = 0; n < 200; n += 1) pace.measured('call', 1)
  expect(pace.secsFor({ pages: 0, calls: 100 })).toBeCloseTo(25)
})

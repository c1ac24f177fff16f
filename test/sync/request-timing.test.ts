import { expect, test } from 'vitest'
import { RequestTiming } from '../../src/sync/run/request-timing.ts'

const secs = (timing: RequestTiming, calls: number) => timing.secsFor({ pages: 0, calls })

test('without a call read, it is guessed by how long pages take', () => {
  const timing = new RequestTiming(() => 4)
  expect(secs(timing, 100)).toBeCloseTo(10)
  timing.pageRead(3)
  expect(timing.secsFor({ pages: 2, calls: 100 })).toBeCloseTo(56)
})

test('calls take as long as those read last, whoever read them; time between readings does not count', () => {
  const timing = new RequestTiming(() => 4)
  timing.callsBegin(0)
  timing.callsRead(1, 2_000)
  expect(secs(timing, 100)).toBeCloseTo(200)
  // The newest half of 100 calls, of which the first took two seconds and the others one each.
  timing.callsRead(99, 101_000)
  expect(secs(timing, 100)).toBeCloseTo(100)
  timing.callsBegin(1_000_000)
  timing.callsRead(100, 1_001_000)
  expect(secs(timing, 200)).toBeCloseTo(2)
  for (let at = 1; at <= 2_000; at += 1) timing.callsRead(1, 1_001_000 + at * 20)
  expect(secs(timing, 100)).toBeCloseTo(2)
})

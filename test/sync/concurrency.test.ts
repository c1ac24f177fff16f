import { expect, test } from 'vitest'
import { firstOf, MORE, some } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, worldOf } from './calls.ts'
import { ALL, expectMirror, type Rig, startRig } from './rig.ts'
import { until } from './waiting.ts'

const HTTP = { concurrency: 4, maxConcurrency: 32 }

const idOf = ({ path }: { path: string }) => path.split('/').at(-1)!
const callsOf = (rig: Rig) => rig.api.requests.filter(request => /conv_/.test(request.path))

for (const [when, part] of firstOf(some([2, 4, 12], 2)))
  test.each(part)('an API that bears %i at a time is read whole, each call once, few in vain', when, async most => {
    const rig = await startRig(worldOf(calls(200, NOW - 100, 60)), { http: HTTP })
    rig.api.faults.latencyMs = 5
    rig.api.faults.mostAtOnce = most
    const report = await rig.ensure()
    expect(report).toMatchObject({ complete: true, details: { needed: 200, have: 200, failed: [] } })
    await expectMirror(rig)
    const answered = callsOf(rig).filter(({ status }) => status === 200)
    expect(answered.map(idOf).sort()).toEqual(rig.world.map(body => body.conversation_id).sort())
    const refused = rig.api.requests.filter(({ status }) => status === 429)
    // It begins with too many, and tries more now and then; four at a time all along would be refused as often as not.
    expect(refused.length).toBeLessThan(0.15 * 200)
  })

test('one that bears all is asked by more and more, but not beyond the ceiling', MORE, async () => {
  const rig = await startRig(worldOf(calls(150, NOW - 100, 60)), { http: { concurrency: 2, maxConcurrency: 10 } })
  rig.api.faults.latencyMs = 20
  await rig.ensure()
  await expectMirror(rig)
  expect(rig.api.maxInFlight).toBeGreaterThan(2)
  expect(rig.api.maxInFlight).toBeLessThanOrEqual(10)
})

test('while much is read in the background, a question with an asker goes first', MORE, async () => {
  const rig = await startRig(worldOf(calls(200, NOW - 100, 600)), { http: HTTP })
  rig.api.faults.latencyMs = 5
  await rig.ensure({ filter: {}, details: false })
  const late = await rig.ensure(ALL, { deadlineMs: 1 })
  expect(late.goesOn).toBe(true)
  await until(() => callsOf(rig).length > 30)
  const before = callsOf(rig).length
  // The oldest calls, which the background would reach last.
  const window = { zone: 'UTC', beforeUnix: NOW - 150 * 600 }
  const report = await rig.ensure({ filter: {}, window, details: true })
  expect(report).toMatchObject({ complete: true })
  const needed = report.details.needed
  const meanwhile = callsOf(rig).length - before
  // Its own, and some that were under way before and after.
  expect(needed).toBe(50)
  expect(meanwhile).toBeLessThan(needed + 80)
  await until(async () => (await rig.archive.status()).withDetail === 200)
  await expectMirror(rig)
  expect(callsOf(rig)).toHaveLength(200)
})

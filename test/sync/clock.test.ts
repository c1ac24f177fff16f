// @module-tag more
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { NOW } from '../support/world.ts'
import { call, calls, DAY, finish, worldOf } from './calls.ts'
import { expectMirror, LISTS, startRig } from './rig.ts'
import { otherServer } from './servers.ts'

describe('a clock that is set back', () => {
  const live = () => call({ id: 'live', start: NOW - 1000, status: 'in-progress' })

  test.each([
    ['by years, in this process', 900 * DAY, false],
    ['by years, before this process', 900 * DAY, true],
    ['by a second', 1, false],
  ])('%s: what it read is believed, but not for longer than a clock that is right', async (_, ahead, restarts) => {
    const rig = await startRig(worldOf([live(), ...calls(30, NOW - 2000)]))
    rig.clock.now = NOW + ahead
    await rig.ensure()
    rig.clock.now = NOW
    if (restarts) await rig.restart()
    finish(rig.world[0]!)
    rig.world.splice(7, 1)
    rig.world.push(call({ id: 'new', start: NOW - 30 }))
    const report = await rig.ensure()
    expect(report).toMatchObject({ complete: true, listed: { calls: 31 }, readAt: NOW })
    await expectMirror(rig)
    expect(await rig.requestsOf(() => rig.ensure())).toEqual([])
  })

  test('in the middle of a walk', async () => {
    const rig = await startRig(worldOf([live(), ...calls(250, NOW - 2000, 60)]))
    rig.onRequest(url => {
      rig.clock.now = url.searchParams.has('cursor') ? NOW - 500 : NOW
    })
    await rig.ensure(LISTS)
    await expectMirror(rig, { details: false })
    rig.api.faults.clear()
    rig.clock.now = NOW
    finish(rig.world[0]!)
    await rig.ensure(LISTS)
    rig.clock.now = NOW + 61
    await rig.ensure(LISTS)
    await expectMirror(rig, { details: false })
  })
})

test('a clock set back while somebody else reads ends that reading, not the computer', async () => {
  const rig = await startRig(worldOf(calls(1250, NOW - 2000, 60)))
  rig.clock.now = NOW + 900 * DAY
  const first = rig.ensure(LISTS)
  rig.onRequest(url => {
    if (!url.searchParams.has('cursor')) return
    rig.api.faults.clear()
    rig.clock.now = NOW
    void rig.ensure({ filter: { agent_id: 'agent_a' }, details: false })
  })
  expect(await first).toMatchObject({ complete: false, partial: expect.stringMatching(/clock was set back/) })
  expect(await rig.ensure(LISTS)).toMatchObject({ complete: true, listed: { calls: 1250 } })
  expect(rig.api.requests.length).toBeLessThan(60)
})

describe('a clock that is wrong all the time', () => {
  test('ahead of the API: calls that begin in the time between are found', async () => {
    const rig = await startRig(worldOf(calls(10, NOW - 100)))
    rig.clock.now = NOW + 600
    await rig.ensure()
    rig.world.push(call({ id: 'between', start: NOW + 300 }))
    rig.clock.now += 61
    await rig.ensure()
    await expectMirror(rig)
  })

  test('behind the API: calls of the future are welcome', async () => {
    const rig = await startRig(worldOf(calls(10, NOW - 100, 60)))
    rig.clock.now = NOW - 400
    await rig.ensure()
    await expectMirror(rig)
  })
})

test.each([60, -60, 3])(
  'a server whose clock is %d seconds ahead of that of the store, and one whose is not, believe each other',
  async ahead => {
    const rig = await startRig(
      worldOf([call({ id: 'live', start: NOW - 1000, status: 'in-progress' }), ...calls(30, NOW - 2000)]),
    )
    const other = await otherServer(rig)
    const { now } = Date
    onTestFinished(() => void vi.restoreAllMocks())
    const inOwnTime = async <T>(secs: number, work: () => Promise<T>): Promise<T> => {
      const spy = vi.spyOn(Date, 'now').mockImplementation(() => now() + secs * 1000)
      rig.clock.now = NOW + secs
      return work().finally(() => spy.mockRestore())
    }
    const { readAt } = await inOwnTime(ahead, () => rig.ensure())
    expect(Math.abs(readAt! - NOW)).toBeLessThan(5)
    // Nothing is read again, in whatever order they ask.
    for (const ask of [() => inOwnTime(0, other.ensure), () => inOwnTime(ahead, () => rig.ensure())]) {
      expect(await ask()).toMatchObject({ complete: true, requests: 0 })
    }
    await expectMirror(rig)
  },
)

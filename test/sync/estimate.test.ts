import { describe, expect, test } from 'vitest'
import { NOW } from '../support/world.ts'
import { calls, DAY, worldOf } from './calls.ts'
import { ALL, counted, LISTS, type Rig, startRig } from './rig.ts'

const estimate = (rig: Rig, request = ALL) => rig.sync.estimate(request, { signal: new AbortController().signal })
const days = (after: number, before?: number) => ({
  zone: 'UTC',
  afterUnix: NOW - after * DAY,
  ...(before !== undefined && { beforeUnix: NOW - before * DAY }),
})

describe('an estimate', () => {
  test('of a small window is exact, and what was read for it is kept', async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100, 3600)))
    const request = { filter: {}, window: days(2), details: true }
    expect(await estimate(rig, request)).toMatchObject({ calls: 48, requests: 48, isGuess: false })
    expect(counted(rig.api.requests)).toEqual({ pages: 1, calls: 0 })
    expect(counted(await rig.requestsOf(() => rig.ensure(request)))).toEqual({ pages: 0, calls: 48 })
    expect(await estimate(rig, request)).toEqual({ calls: 48, requests: 0, secs: 0, megabytes: 0, isGuess: false })
  })

  test('of a large one is a guess from its newest page', async () => {
    const rig = await startRig(worldOf(calls(3000, NOW - 100, 600)))
    const request = { filter: {}, window: days(20), details: true }
    const guess = await estimate(rig, request)
    expect(counted(rig.api.requests)).toEqual({ pages: 1, calls: 0 })
    // 144 calls a day.
    expect(guess.isGuess).toBe(true)
    expect(guess.calls).toBeGreaterThan(0.95 * 2880)
    expect(guess.calls).toBeLessThan(1.05 * 2880)
    expect(guess.requests).toBeGreaterThan(guess.calls)
    expect(guess.secs).toBeGreaterThan(0)
    expect(guess.megabytes).toBeGreaterThan(50)
  })

  test('of all calls asks for the first one, too', async () => {
    const rig = await startRig(worldOf(calls(1000, NOW - 100, 600)))
    const { calls: expected, isGuess } = await estimate(rig, LISTS)
    expect(counted(rig.api.requests).pages).toBe(2)
    expect(isGuess).toBe(true)
    expect(Math.abs(expected - 1000)).toBeLessThan(50)
  })

  test('asks nothing where time of the same scope was walked', async () => {
    const rig = await startRig(worldOf(calls(3000, NOW - 100, 600)))
    await rig.ensure({ filter: {}, window: days(5), details: false })
    const requests = await rig.requestsOf(async () => {
      const guess = await estimate(rig, { filter: {}, window: days(15), details: false })
      expect(Math.abs(guess.calls - 2160)).toBeLessThan(100)
      expect(guess).toMatchObject({ isGuess: true, requests: 15 })
    })
    expect(requests).toEqual([])
  })

  test('of nothing is nothing', async () => {
    const rig = await startRig(worldOf([]))
    expect(await estimate(rig)).toMatchObject({ calls: 0, requests: 0, isGuess: false })
  })

  test('reports an API that cannot be asked', async () => {
    const rig = await startRig(worldOf([]))
    rig.api.faults.always(/^/, { status: 401 })
    await expect(estimate(rig)).rejects.toMatchObject({ code: 'unauthorized' })
  })
})

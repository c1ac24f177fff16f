import { describe, expect, test } from 'vitest'
import type { Progress } from '../../src/sync/sync.ts'
import { MORE } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, worldOf } from './calls.ts'
import { ALL, counted, expectMirror, LISTS, startOf, startRig } from './rig.ts'
import { holdCalls, quiet, until } from './waiting.ts'

describe('several askers at once', () => {
  test('share the work on equal questions', async () => {
    const rig = await startRig(worldOf(calls(105, NOW - 100, 60)))
    rig.api.faults.latencyMs = 5
    const reports = await Promise.all([rig.ensure(), rig.ensure(), rig.ensure(LISTS), rig.ensure()])
    expect(reports.map(({ complete }) => complete)).toEqual([true, true, true, true])
    expect(counted(rig.api.requests)).toEqual({ pages: 2, calls: 105 })
    expect(reports.reduce((sum, { requests }) => sum + requests, 0)).toBe(107)
    await expectMirror(rig)
  })

  test('share what overlaps', MORE, async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100, 3600)))
    rig.api.faults.latencyMs = 5
    const since = (hours: number) => ({
      filter: {},
      window: { zone: 'UTC', afterUnix: NOW - hours * 3600 },
      details: true,
    })
    await Promise.all([rig.ensure(since(30)), rig.ensure(since(50)), rig.ensure(since(10))])
    expect(counted(rig.api.requests).calls).toBe(50)
    const ids = rig.api.requests.map(({ path }) => path).filter(path => /conv_/.test(path))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('never read more calls at a time than they may', async () => {
    for (const concurrency of [1, 3]) {
      const rig = await startRig(worldOf(calls(30, NOW - 100)), { http: { concurrency } })
      const { source } = rig
      const getRaw = source.getRaw.bind(source)
      let [open, most] = [0, 0]
      source.getRaw = async (id, signal) => {
        open += 1
        most = Math.max(most, open)
        return getRaw(id, signal).finally(() => {
          open -= 1
        })
      }
      await Promise.all([rig.ensure(), rig.ensure()])
      expect(most).toBe(concurrency)
    }
  })

  test('one who asks for little does not wait for one who asks for much', MORE, async () => {
    const rig = await startRig(worldOf(calls(90, NOW - 100, 3600)))
    const order: string[] = []
    const held = holdCalls(rig)
    const much = rig.ensure().then(() => order.push('much'))
    await until(() => held.asked.length > 0)
    const window = { zone: 'UTC', afterUnix: NOW - 90_000, beforeUnix: NOW - 3600 }
    const little = rig.ensure({ filter: {}, window, details: true }).then(() => order.push('little'))
    held.letGo()
    await Promise.all([much, little])
    expect(order).toEqual(['little', 'much'])
  })
})

describe('giving up', () => {
  test('ends the waiting at once, and the work with it', async () => {
    // Neither the list nor a call is ever answered.
    const rig = await startRig(worldOf(calls(60, NOW - 100)), { http: { timeoutMs: 600_000 } })
    rig.api.faults.latencyMs = 600_000
    const caller = new AbortController()
    const asked = rig.ensure(ALL, { signal: caller.signal })
    await until(() => rig.api.requests.length > 0)
    caller.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
    await quiet(rig)
    expect(rig.api.requests.length).toBe(1)
  })

  test('leaves the others their work', async () => {
    const rig = await startRig(worldOf(calls(80, NOW - 100, 60)))
    rig.api.faults.latencyMs = 10
    const caller = new AbortController()
    const first = rig.ensure(ALL, { signal: caller.signal })
    const second = rig.ensure()
    rig.onRequest(() => {
      if (rig.api.requests.length > 30) caller.abort()
    })
    await expect(first).rejects.toThrow()
    expect(await second).toMatchObject({ complete: true, details: { have: 80 } })
    // What was on its way is asked for again.
    expect(counted(rig.api.requests).calls).toBeLessThanOrEqual(80 + 8)
    await expectMirror(rig)
  })

  test('before it has begun asks for nothing', async () => {
    const rig = await startRig(worldOf(calls(5, NOW - 100)))
    await expect(rig.ensure(ALL, { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no')
    expect(rig.api.requests).toEqual([])
  })
})

describe('progress', () => {
  test('only grows, from lists to details, and ends with all', MORE, async () => {
    const rig = await startRig(worldOf(calls(130, NOW - 100, 60)))
    const held = holdCalls(rig)
    const window = { zone: 'UTC', afterUnix: startOf(rig.world.at(-1)!) }
    const seen: Progress[] = []
    const onProgress = (progress: Progress): void => {
      seen.push(progress)
      if (progress.phase === 'details') held.letGo()
    }
    await rig.ensure({ filter: {}, window, details: true }, { onProgress })
    expect(seen[0]).toMatchObject({ done: 0, total: null, phase: 'lists', ratePerSec: null })
    expect(seen.at(-1)).toMatchObject({ done: 260, total: 260, phase: 'details', secsLeft: 0 })
    expect(seen.length).toBeGreaterThan(2)
    for (const [index, { done, phase }] of seen.entries()) {
      const before = seen[index - 1]
      if (!before) continue
      expect(done).toBeGreaterThanOrEqual(before.done)
      if (before.phase === 'details') expect(phase).toBe('details')
    }
    const inDetails = seen.filter(({ phase }) => phase === 'details')
    expect(inDetails.some(({ ratePerSec }) => (ratePerSec ?? 0) > 0)).toBe(true)
  })

  test('a listener that fails does not', async () => {
    const rig = await startRig(worldOf(calls(5, NOW - 100)))
    const onProgress = () => {
      throw new Error('no interest')
    }
    expect((await rig.ensure(ALL, { onProgress })).complete).toBe(true)
  })
})

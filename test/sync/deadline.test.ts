import { describe, expect, test } from 'vitest'
import { AuthError, UpstreamError } from '../../src/errors.ts'
import { MORE } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, worldOf } from './calls.ts'
import { ALL, counted, expectMirror, LISTS, startRig } from './rig.ts'
import { holdCalls, quiet, until, Waits } from './waiting.ts'

describe('a deadline', () => {
  test('gives what is there, the work continues, and the same question finds it done', async () => {
    const rig = await startRig(worldOf(calls(110, NOW - 100, 60)))
    await rig.ensure(LISTS)
    const held = holdCalls(rig)
    const report = await rig.ensure(ALL, { deadlineMs: 1 })
    expect(report).toMatchObject({ complete: false, goesOn: true, error: null, details: { needed: 110, have: 0 } })
    expect(report.partial).toMatch(/been read/)
    expect(report.remainingSecs).toBeGreaterThan(0)
    held.letGo()
    expect(await rig.ensure()).toMatchObject({ complete: true, goesOn: false })
    expect(counted(rig.api.requests)).toEqual({ pages: 2, calls: 110 })
    await expectMirror(rig)
  })

  test('the work continues when nobody asks again, and after the caller has disconnected', async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100, 60)))
    const held = holdCalls(rig)
    const caller = new AbortController()
    expect(await rig.ensure(ALL, { deadlineMs: 1, signal: caller.signal })).toMatchObject({ goesOn: true })
    caller.abort()
    held.letGo()
    await until(async () => (await rig.archive.status()).withDetail === 60)
    await expectMirror(rig)
    expect(await rig.requestsOf(() => rig.ensure())).toEqual([])
  })

  test('asking again and again does not pile up work', MORE, async () => {
    const rig = await startRig(worldOf(calls(120, NOW - 100, 60)))
    const held = holdCalls(rig)
    for (let asked = 0; asked < 5; asked += 1) await rig.ensure(ALL, { deadlineMs: 1 })
    held.letGo()
    await until(async () => (await rig.archive.status()).withDetail === 120)
    await expectMirror(rig)
    expect(counted(rig.api.requests)).toEqual({ pages: 2, calls: 120 })
  })

  test('nor does it ask a source again that has refused', async () => {
    const rig = await startRig(worldOf([]))
    let [asked, refuse] = [0, (_: Error): void => {}]
    const refused = new Promise<never>((_, reject) => {
      refuse = reject
    })
    rig.source.list = () => {
      asked += 1
      return refused
    }
    for (let times = 0; times < 5; times += 1) await rig.ensure(ALL, { deadlineMs: 1 })
    refuse(new AuthError('no'))
    await quiet(rig)
    // The first of them is the one that has gone on.
    expect(asked).toBe(1)
  })

  test('in the background, the wait for a source that fails is ended with all else', async () => {
    const waits = new Waits()
    const rig = await startRig(worldOf(calls(20, NOW - 100, 60)), { sync: { wait: waits.wait } })
    let [asked, fail] = [0, (_: Error): void => {}]
    const failed = new Promise<never>((_, reject) => {
      fail = reject
    })
    rig.source.list = () => {
      asked += 1
      return failed
    }
    expect(await rig.ensure(ALL, { deadlineMs: 1 })).toMatchObject({ goesOn: true, error: null })
    fail(new UpstreamError('down'))
    await until(() => waits.open.length === 1)
    expect(waits.open).toEqual([15_000])
    await rig.sync.stop()
    waits.end()
    await quiet(rig)
    expect([asked, waits.open]).toEqual([1, []])
  })
})

describe('stopping', () => {
  test('ends what is under way at once, and keeps what was read', async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100)))
    const asked = rig.ensure()
    const left = rig.ensure(ALL, { deadlineMs: 1 })
    await until(async () => (await rig.archive.status()).withDetail > 0)
    const have = (await rig.archive.status()).withDetail
    const held = holdCalls(rig)
    await until(() => held.asked.length > 0)
    await rig.sync.stop()
    expect(await asked).toMatchObject({ complete: false, goesOn: false })
    expect((await asked).partial).toMatch(/shutting down/)
    await left
    const { length } = held.asked
    await quiet(rig)
    expect(held.asked.length).toBe(length)
    await expect(rig.ensure()).rejects.toThrow(/shutting down/)
    await rig.restart()
    expect((await rig.archive.status()).withDetail).toBeGreaterThanOrEqual(have)
    await rig.ensure()
    await expectMirror(rig)
  })

  test('twice is fine, and so is never having begun', async () => {
    const rig = await startRig(worldOf([]))
    await rig.sync.stop()
    await rig.sync.stop()
  })
})

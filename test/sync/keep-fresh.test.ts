import { describe, expect, test } from 'vitest'
import { NOW } from '../support/world.ts'
import { call, calls, DAY, worldOf } from './calls.ts'
import { expectMirror, startOf, startRig } from './rig.ts'
import { quiet, until, Waits } from './waiting.ts'

describe('keeping the last days fresh', () => {
  test('reads them again and again, and no others', async () => {
    const log: string[] = []
    const put = (message: string) => void log.push(message)
    const waits = new Waits()
    const sync = { log: { debug: put, warn: put }, wait: waits.wait }
    const rig = await startRig(worldOf(calls(40, NOW - 100, DAY / 4)), { sync })
    rig.sync.keepFresh({ everySecs: 3600, days: 5 })
    await until(() => waits.open.length === 1)
    expect([log.length, waits.open]).toEqual([1, [3_600_000]])
    rig.clock.now += 61
    rig.world.push(call({ id: 'new', start: NOW }))
    waits.end()
    await until(() => waits.open.length === 1)
    expect(log).toHaveLength(2)
    await expectMirror(rig, { wanted: body => startOf(body) >= NOW + 61 - 5 * DAY })
    await rig.sync.stop()
    const { length } = rig.api.requests
    rig.clock.now += 3600
    waits.end()
    await quiet(rig)
    expect(rig.api.requests.length).toBe(length)
    expect(waits.open).toEqual([])
    expect(new Set(log)).toEqual(new Set(['The archive is up to date.']))
  })

  test('logs what goes wrong, comes back later, and never throws', async () => {
    const warnings: string[] = []
    const log = { debug: () => {}, warn: (message: string) => void warnings.push(message) }
    const waits = new Waits()
    const rig = await startRig(worldOf(calls(5, NOW - 100)), { sync: { log, wait: waits.wait } })
    rig.api.faults.always(/^/, { status: 500 })
    rig.sync.keepFresh({ everySecs: 60, days: 5 })
    for (const secs of [120, 240, 480]) {
      await until(() => waits.open.length === 1)
      expect(waits.open).toEqual([secs * 1000])
      expect(warnings.at(-1)).toMatch(
        new RegExp(`^The archive could not be refreshed \\(next try in ${secs} s\\): .*HTTP 500`),
      )
      waits.end()
    }
    await until(() => waits.open.length === 1)
    rig.api.faults.clear()
    waits.end()
    await until(() => waits.open.length === 1)
    expect(waits.open).toEqual([60_000])
    expect(warnings).toHaveLength(4)
    expect((await rig.archive.status()).withDetail).toBe(5)
  })
})

import { describe, expect, test } from 'vitest'
import { NOW } from '../support/world.ts'
import { call, calls, DAY, worldOf } from './calls.ts'
import { expectMirror, startOf, startRig } from './rig.ts'
import { quiet, until } from './waiting.ts'

describe('keeping the last days fresh', () => {
  test('reads them again and again, and no others', async () => {
    const log: string[] = []
    const put = (message: string) => void log.push(message)
    const rig = await startRig(worldOf(calls(40, NOW - 100, DAY / 4)), { sync: { log: { debug: put, warn: put } } })
    rig.sync.keepFresh(0.05, 5)
    await until(() => log.length >= 1)
    rig.clock.now += 61
    rig.world.push(call({ id: 'new', start: NOW }))
    await until(async () => (await rig.archive.summary('new')) !== null && (await rig.archive.body('new')) !== null)
    await expectMirror(rig, { wanted: body => startOf(body) >= NOW + 61 - 5 * DAY })
    await rig.sync.stop()
    const { length } = rig.api.requests
    await quiet(rig)
    expect(rig.api.requests.length).toBe(length)
    expect(new Set(log)).toEqual(new Set(['The archive is up to date.']))
  })

  test('logs what goes wrong, comes back later, and never throws', async () => {
    const warnings: string[] = []
    const log = { debug: () => {}, warn: (message: string) => void warnings.push(message) }
    const rig = await startRig(worldOf(calls(5, NOW - 100)), { sync: { log } })
    rig.api.faults.always(/^/, { status: 500 })
    rig.sync.keepFresh(0.02, 5)
    await until(() => warnings.length >= 3)
    expect(warnings[0]).toMatch(/^The archive could not be refreshed \(next try in 0.04 s\): .*HTTP 500/)
    expect(warnings[1]).toMatch(/next try in 0.08 s/)
    rig.api.faults.clear()
    await until(async () => (await rig.archive.status()).withDetail === 5)
  })
})

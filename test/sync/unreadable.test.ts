import { describe, expect, test } from 'vitest'
import { unreadableAmong } from '../../src/archive/due/unreadable.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import type { Fault } from '../../src/demo/fault.ts'
import { MORE } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, DAY, worldOf } from './calls.ts'
import { counted, expectMirror, type Rig, startRig } from './rig.ts'
import { holdCalls, until } from './waiting.ts'

const HOUR = 3600
const rigOf = (count: number): Promise<Rig> => startRig(worldOf(calls(count, NOW - 100, 60)))

describe('a call that can never be read', () => {
  const lasting: [string, Fault, RegExp, number][] = [
    ['a body cut off each time', { damage: 'truncated-json' }, /conv_00003 is not valid JSON, after 4 tries/, HOUR],
    ['an empty body each time', { status: 200, shape: 'empty' }, /empty response for conversation conv_00003/, HOUR],
    ['a web page each time', { status: 200, shape: 'html' }, /web page .*conv_00003/, HOUR],
    ['a refusal', { status: 422, shape: 'validation' }, /does not accept .*conv_00003/, DAY],
  ]
  test.each(lasting)('%s: named and excluded, tried again later', async (_, fault, reason, secs) => {
    const rig = await rigOf(6)
    rig.api.faults.always(/conv_00003/, fault)
    const report = await rig.ensure()
    expect(report).toMatchObject({
      complete: true,
      listed: { calls: 6 },
      details: { needed: 6, have: 5, failed: [], waiting: 0 },
      unreadable: { calls: 1, older: 0, againAt: NOW + secs, examples: [{ id: 'conv_00003' }] },
      partial: null,
    })
    expect(report.unreadable.examples[0]!.reason).toMatch(reason)
    expect(report.unreadable.examples[0]!.reason).not.toMatch(/Ask again/)
    expect(await rig.requestsOf(() => rig.ensure())).toEqual([])
    rig.api.faults.clear()
    rig.clock.now += secs
    expect(await rig.ensure()).toMatchObject({ complete: true, unreadable: { calls: 0 }, details: { have: 6 } })
    await expectMirror(rig)
  })

  test('is tried again at once where a list shows a change', async () => {
    const rig = await rigOf(6)
    rig.api.faults.always(/conv_00003/, { status: 422 })
    await rig.ensure()
    rig.api.faults.clear()
    rig.world.find(({ conversation_id: id }) => id === 'conv_00003')!.analysis.call_successful = 'failure'
    rig.clock.now += 61
    expect(await rig.ensure()).toMatchObject({ complete: true, unreadable: { calls: 0 }, details: { have: 6 } })
    await expectMirror(rig)
  })

  test('of which an older reading is here counts as that, and is told apart', async () => {
    const rig = await rigOf(6)
    await rig.ensure()
    rig.world.find(({ conversation_id: id }) => id === 'conv_00003')!.analysis.call_successful = 'failure'
    rig.clock.now += 61
    rig.api.faults.always(/conv_00003/, { status: 422 })
    expect(await rig.ensure()).toMatchObject({
      complete: true,
      details: { needed: 6, have: 6 },
      unreadable: { calls: 1, older: 1 },
    })
  })

  test('ten of them in a row do not end the reading', async () => {
    const rig = await rigOf(30)
    rig.api.faults.always(/conv_000[01]/, { status: 422 })
    expect(await rig.ensure()).toMatchObject({ complete: true, details: { have: 10 }, unreadable: { calls: 20 } })
  })

  test('that a list shows and the API does not find is told', async () => {
    const rig = await rigOf(6)
    rig.api.faults.always(/conv_00003/, { status: 404 })
    expect(await rig.ensure()).toMatchObject({ complete: true, listed: { calls: 5 }, vanished: ['conv_00003'] })
  })
})

describe('a call that fails for now', () => {
  test('while others are read is left out at once, and tried again later and later', async () => {
    const rig = await rigOf(6)
    rig.api.faults.always(/conv_00003/, { status: 500 })
    const leftOut = (secs: number) => ({
      complete: true,
      details: { needed: 6, have: 5, failed: [], waiting: 0 },
      unreadable: { calls: 1, older: 0, againAt: rig.clock.now + secs, examples: [{ id: 'conv_00003' }] },
      partial: null,
    })
    const first = await rig.ensure()
    expect(first).toMatchObject(leftOut(60))
    expect(first.unreadable.examples[0]!.reason).toMatch(/failed \(HTTP 500\) while reading conversation conv_00003/)
    expect(await rig.requestsOf(() => rig.ensure())).toEqual([])
    for (const secs of [60, 120, 240, 480, 960, 1920, HOUR, HOUR]) {
      rig.clock.now += secs
      expect(await rig.ensure()).toMatchObject(leftOut(Math.min(HOUR, 2 * secs)))
    }
    rig.api.faults.clear()
    rig.clock.now += HOUR
    expect(await rig.ensure()).toMatchObject({ complete: true, details: { have: 6 }, unreadable: { calls: 0 } })
    await expectMirror(rig)
  })

  test('with which nothing is read is counted apart from what was not asked for, until three questions have met it', async () => {
    const rig = await rigOf(6)
    await rig.ensure({ filter: {}, details: false })
    rig.api.faults.always(/conv_/, { status: 500 })
    for (let asked = 1; asked <= 2; asked += 1) {
      const report = await rig.ensure()
      expect(report).toMatchObject({ complete: false, details: { have: 0, waiting: 0 }, unreadable: { calls: 0 } })
      expect(report.partial).toMatch(/^6 calls could not be read and will be retried, for example: .*HTTP 500/)
    }
    expect(await rig.ensure()).toMatchObject({ complete: true, details: { have: 0 }, unreadable: { calls: 6 } })
  })

  test('with a source that is down no call is to blame', async () => {
    const rig = await rigOf(40)
    await rig.ensure({ filter: {}, details: false })
    rig.api.faults.always(/conv_/, { status: 500 })
    for (let asked = 1; asked <= 4; asked += 1) {
      const { complete, details, unreadable, partial } = await rig.ensure()
      expect({ complete, have: details.have, left: unreadable.calls }).toEqual({ complete: false, have: 0, left: 0 })
      expect(details.failed.length + details.waiting).toBe(40)
      expect(partial).toMatch(
        /^10 calls in a row .* calls could not be read and will be retried\. \d+ calls have not been read/,
      )
    }
  })

  test.each<[string, Fault]>([
    ['fails', { status: 500 }],
    ['answers with a web page', { status: 200, shape: 'html' }],
  ])('because the source %s midway, also for calls that were read, is not left out', async (_, fault) => {
    const rig = await rigOf(30)
    await rig.ensure()
    rig.world.push(...calls(35, NOW - 100, 60).slice(30))
    rig.clock.now += 61
    rig.api.faults.always(/conv_/, fault)
    for (let asked = 1; asked <= 4; asked += 1) {
      const { complete, details, unreadable } = await rig.ensure()
      expect({ complete, have: details.have, left: unreadable.calls }).toEqual({ complete: false, have: 30, left: 0 })
    }
    rig.api.faults.clear()
    expect(await rig.ensure()).toMatchObject({ complete: true, details: { have: 35 }, unreadable: { calls: 0 } })
  })

  test('in the background is tried again, as the answer promised', MORE, async () => {
    const waits: number[] = []
    const wait = async (ms: number) => void waits.push(ms / 1000)
    const rig = await startRig(worldOf(calls(30, NOW - 100, 60)), { sync: { wait } })
    const held = holdCalls(rig)
    expect(await rig.ensure(undefined, { deadlineMs: 1 })).toMatchObject({ goesOn: true })
    rig.api.faults.next(4, { damage: 'truncated-json' }, /conv_00003/)
    rig.api.faults.next(4, { status: 200, shape: 'html' }, /conv_00007/)
    held.letGo()
    await until(async () => (await rig.archive.status()).withDetail === 30)
    expect(waits).toEqual([15])
    expect(counted(await rig.requestsOf(() => rig.ensure()))).toEqual({ pages: 0, calls: 0 })
    await expectMirror(rig)
  })

  test('in the background keeps nothing incomplete once it has failed again', async () => {
    const wait = async () => {}
    const rig = await startRig(worldOf(calls(30, NOW - 100, 60)), { sync: { wait } })
    const held = holdCalls(rig)
    expect(await rig.ensure(undefined, { deadlineMs: 1 })).toMatchObject({ goesOn: true })
    rig.api.faults.always(/conv_00003/, { damage: 'truncated-json' })
    rig.api.faults.always(/conv_00007/, { status: 200, shape: 'html' })
    rig.api.faults.always(/conv_00011/, { status: 409 })
    held.letGo()
    await until(async () => (await rig.archive.read(unreadableAmong(sql`TRUE`))).calls === 3)
    expect(await rig.ensure()).toMatchObject({ complete: true, details: { have: 27 }, unreadable: { calls: 3 } })
  })
})

import { describe, expect, test } from 'vitest'
import { whereOf } from '../../src/archive/select/select.ts'
import type { TimeWindow } from '../../src/domain/time.ts'
import { MORE } from '../support/runs.ts'
import { smallWorld, smallWorldExtras } from '../support/small-world.ts'
import { NOW } from '../support/world.ts'
import { call, calls, DAY, worldOf } from './calls.ts'
import { counted, expectMirror, idsOf, LISTS, startOf, startRig } from './rig.ts'

const window = (afterUnix?: number, beforeUnix?: number): TimeWindow => ({ zone: 'UTC', afterUnix, beforeUnix })

describe('the archive holds', () => {
  test('the whole workspace, lists and details', async () => {
    const rig = await startRig(worldOf(calls(130, NOW - 100)))
    expect(await rig.ensure()).toMatchObject({
      complete: true,
      listed: { calls: 130, unfinished: 0 },
      details: { needed: 130, have: 130, failed: [] },
      readAt: NOW,
      requests: 132,
      remainingSecs: 0,
      goesOn: false,
      partial: null,
      error: null,
    })
    await expectMirror(rig)
  })

  test('lists alone, at a page for a hundred calls', async () => {
    const rig = await startRig(worldOf(calls(350, NOW - 100)))
    const requests = await rig.requestsOf(() => rig.ensure(LISTS))
    expect(counted(requests)).toEqual({ pages: 4, calls: 0 })
    await expectMirror(rig, { details: false })
  })

  test('just the window, however the API reads its bounds', async () => {
    for (const inclusiveBounds of [true, false]) {
      const rig = await startRig(worldOf(calls(100, NOW - 100, 3600)), { demo: { inclusiveBounds } })
      // Both bounds are the very second at which a call started.
      const [from, to] = [NOW - 100 - 40 * 3600, NOW - 100 - 20 * 3600]
      const report = await rig.ensure({ filter: {}, window: window(from, to), details: true })
      expect(report).toMatchObject({ complete: true, listed: { calls: 20 }, details: { needed: 20, have: 20 } })
      await expectMirror(rig, { wanted: body => startOf(body) >= from && startOf(body) < to })
    }
  })

  test('one agent, where the question is about that one', async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100)))
    const requests = await rig.requestsOf(() => rig.ensure({ filter: { agent_id: 'agent_b' }, details: true }))
    expect(counted(requests)).toEqual({ pages: 1, calls: 30 })
    expect(requests[0]!.query.agent_id).toEqual(['agent_b'])
    await expectMirror(rig, { wanted: body => body.agent_id === 'agent_b' })
  })

  test('calls without a time, with details read for the filter alone', async () => {
    const world = smallWorld()
    const rig = await startRig(world)
    rig.clock.now = startOf(world.conversations[0]!) + 100 * 3600
    const filter = { user_id: 'user_ada' }
    expect(await rig.ensure({ filter, details: false })).toMatchObject({ complete: true, listed: { calls: 13 } })
    expect(await idsOf(rig.archive, whereOf(filter))).toEqual(['conv_no_order', 'conv_refund'])
    expect(await idsOf(rig.archive, whereOf({}))).toContain('conv_bare')
  })

  test('the details only of calls that lists do not rule out', async () => {
    const rig = await startRig(worldOf(calls(100, NOW - 100)))
    const report = await rig.ensure({ filter: { call_successful: 'failure' }, details: true })
    expect(report).toMatchObject({
      complete: true,
      listed: { calls: 100 },
      details: { needed: 20, have: 20 },
      requests: 21,
    })
  })

  test('nothing for a window to come', async () => {
    const rig = await startRig(worldOf(calls(10, NOW - 100)))
    const report = await rig.ensure({ filter: {}, window: window(NOW + 100), details: true })
    expect(report).toMatchObject({ complete: true, listed: { calls: 0 }, requests: 0, readAt: null })
  })

  test('hundreds of calls of one second', MORE, async () => {
    const many = Array.from({ length: 1150 }, (_, index) => call({ id: `conv_${index}`, start: NOW - 500 }))
    const rig = await startRig(
      worldOf([...calls(20, NOW - 100, 10, 'new'), ...many, ...calls(20, NOW - 600, 10, 'old')]),
    )
    expect(await rig.ensure(LISTS)).toMatchObject({ complete: true, listed: { calls: 1190 } })
  })
})

describe('membership filters', () => {
  test('are stored from walks made with them', async () => {
    const world = smallWorld()
    const rig = await startRig(world, { demo: { extras: smallWorldExtras() } })
    rig.clock.now = startOf(world.conversations[0]!) + 30 * DAY
    const asked = [
      [{ topic_ids: ['topic_refunds'] }, ['conv_refund', 'conv_refund_error']],
      [{ topic_ids: ['topic_errors', 'no_such'] }, ['conv_refund_error']],
      [{ parent_conversation_id: 'conv_refund' }, ['conv_transfer']],
      [{ triggered_procedure_ids: ['proc_refund', 'proc_handover'] }, ['conv_refund', 'conv_transfer']],
      [{ workflow_node_entered_id: 'node_support' }, ['conv_transfer']],
      [{ topic_ids: ['topic_refunds'], agent_id: 'agent_support' }, []],
      [{ call_successful: 'error' }, ['conv_no_order']],
    ] as const
    for (const [filter, ids] of asked) {
      const request = { filter: structuredClone(filter) as object, details: false }
      expect(await rig.ensure(request)).toMatchObject({ complete: true, listed: { calls: ids.length } })
      expect(await idsOf(rig.archive, whereOf(request.filter))).toEqual(ids)
      // Once walked they are known.
      expect(await rig.requestsOf(() => rig.ensure(request))).toEqual([])
    }
    for (const { query } of rig.api.requests) expect(Object.keys(query).length).toBeGreaterThan(2)
  })

  test('end where a later walk does not show the call any more', async () => {
    const world = smallWorld()
    const extras = smallWorldExtras()
    const rig = await startRig(world, { demo: { extras } })
    rig.clock.now = startOf(world.conversations[0]!) + 30 * DAY
    const filter = { topic_ids: ['topic_refunds'] }
    await rig.ensure({ filter, details: false })
    extras.conv_refund!.topic_ids = []
    rig.clock.now += DAY + 1
    await rig.ensure({ filter, details: false })
    expect(await idsOf(rig.archive, whereOf(filter))).toEqual(['conv_refund_error'])
    expect(await rig.archive.summary('conv_refund')).not.toBeNull()
  })

  test('do not end by a list that shows nothing at all', async () => {
    const world = smallWorld()
    const extras = smallWorldExtras()
    const rig = await startRig(world, { demo: { extras } })
    rig.clock.now = startOf(world.conversations[0]!) + 30 * DAY
    const request = { filter: { topic_ids: ['topic_refunds'] }, details: false }
    const members = ['conv_refund', 'conv_refund_error']
    await rig.ensure(request)
    rig.clock.now += DAY + 1
    rig.api.faults.always(/conversations$/, { status: 200, body: { conversations: [], has_more: false } })
    const report = await rig.ensure(request)
    expect(report.complete).toBe(false)
    expect(report.partial).toContain('The API shows none of the calls that this filter had before')
    expect(await idsOf(rig.archive, whereOf(request.filter))).toEqual(members)
    rig.api.faults.clear()
    expect(await rig.ensure(request)).toMatchObject({ complete: true, listed: { calls: 2 } })
    // The topic lost its calls, and the list still shows others: that is believed.
    for (const id of members) extras[id]!.topic_ids = []
    rig.clock.now += DAY + 1
    expect(await rig.ensure(request)).toMatchObject({ complete: true, listed: { calls: 0 } })
  })

  test('a topic of the workspace serves one agent, too', async () => {
    const rig = await startRig(smallWorld(), { demo: { extras: smallWorldExtras() } })
    rig.clock.now = NOW
    await rig.ensure({ filter: { topic_ids: ['topic_refunds'] }, details: false })
    const narrow = { filter: { topic_ids: ['topic_refunds'], agent_id: 'agent_billing' }, details: false }
    expect(await rig.requestsOf(() => rig.ensure(narrow))).toEqual([])
  })
})

describe('a question', () => {
  test('that cannot be read is refused before anything is asked', async () => {
    const rig = await startRig(worldOf([]))
    const filter = { evaluation_params: ['nonsense'] }
    expect(
      await rig.requestsOf(() => expect(rig.ensure({ filter, details: false })).rejects.toThrow(/nonsense/)),
    ).toEqual([])
  })

  test('whose membership the API refuses is the asker’s to mend', async () => {
    const rig = await startRig(worldOf([]))
    const filter = { triggered_procedure_ids: Array.from({ length: 2 }, (_, at) => `proc_${at}`) }
    rig.api.faults.always(/conversations$/, { status: 422, shape: 'validation' })
    await expect(rig.ensure({ filter, details: false })).rejects.toMatchObject({ code: 'invalid_argument' })
  })
})

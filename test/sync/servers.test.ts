import { describe, expect, test } from 'vitest'
import { sql } from '../../src/archive/engine/sql.ts'
import { all } from '../../src/archive/engine/work.ts'
import { claim } from '../../src/archive/leases/lease.ts'
import { listItem } from '../../src/demo/list-item.ts'
import type { World } from '../../src/demo/world.ts'
import { summariesOf } from '../archive/mirror.ts'
import { MORE } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, worldOf } from './calls.ts'
import { ALL, counted, expectMirror, LISTS, type Rig, startRig as start } from './rig.ts'
import { otherServer, timesAsked } from './servers.ts'
import { holdCalls, until } from './waiting.ts'

const HOUR = 3600
const startRig = (world: World) => start(world, { leaseSecs: 60 })
const windowOf = (from: number, to?: number) => ({
  filter: {},
  window: { zone: 'UTC', afterUnix: NOW - from * HOUR, ...(to === undefined ? {} : { beforeUnix: NOW - to * HOUR }) },
  details: true,
})

const leasesOf = (rig: Rig) => rig.archive.read(all(sql`SELECT name FROM leases`))

/** A server on a computer that nobody here can ask about; it does not renew what it has. */
const killedServer = (secs: number) => ({ holder: 'another-computer 4711 x', secs })

describe('several servers at one archive', () => {
  test('share the work on equal questions: each page and each call is read once', async () => {
    const rig = await startRig(worldOf(calls(110, NOW - 100, 60)))
    rig.api.faults.latencyMs = 5
    const others = [await otherServer(rig), await otherServer(rig)]
    const reports = await Promise.all([rig.ensure(), ...others.map(({ ensure }) => ensure()), rig.ensure(LISTS)])
    expect(reports.map(({ complete }) => complete)).toEqual([true, true, true, true])
    expect(counted(rig.api.requests)).toEqual({ pages: 2, calls: 110 })
    expect(timesAsked(rig)).toEqual({ 1: 110 })
    expect(reports.reduce((sum, { requests }) => sum + requests, 0)).toBe(112)
    await expectMirror(rig)
    expect(await leasesOf(rig)).toEqual([])
  })

  test('share what overlaps, and one who asks for little does not wait for one who asks for much', MORE, async () => {
    const rig = await startRig(worldOf(calls(150, NOW - 100, HOUR)))
    const other = await otherServer(rig)
    const held = holdCalls(rig)
    const order: string[] = []
    const much = rig.ensure().then(() => order.push('much'))
    await until(() => held.asked.length > 0)
    await other.ensure(windowOf(149, 120)).then(() => order.push('little'))
    held.letGo()
    await much
    expect(order).toEqual(['little', 'much'])
    expect(timesAsked(rig)).toEqual({ 1: 150 })
  })

  test('what is covered is answered whoever is at work', async () => {
    const rig = await startRig(worldOf(calls(30, NOW - 100, HOUR)))
    const other = await otherServer(rig)
    await rig.ensure()
    await rig.archive.write(claim(killedServer(100), ['lists of ']))
    expect(await other.ensure()).toMatchObject({ complete: true, requests: 0 })
  })

  test('one who can wait no longer is told of what is there', async () => {
    const rig = await startRig(worldOf(calls(30, NOW - 100, HOUR)))
    const other = await otherServer(rig)
    const held = holdCalls(rig)
    const asked = rig.ensure()
    await until(() => held.asked.length > 0)
    const report = await other.ensure(ALL, { deadlineMs: 50 })
    expect(report).toMatchObject({ complete: false, goesOn: true, listed: { calls: 30, toEnd: true }, requests: 0 })
    held.letGo()
    expect(await asked).toMatchObject({ complete: true })
    expect(await other.ensure()).toMatchObject({ complete: true, requests: 0 })
  })

  test('what a killed one had claimed is taken over', MORE, async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100, HOUR)))
    const ids = rig.world.slice(0, 20).map(body => `call ${body.conversation_id}`)
    await rig.archive.write(claim(killedServer(0.5), ['lists of ', ...ids]))
    expect(await rig.ensure()).toMatchObject({ complete: true, details: { have: 60 } })
    expect(timesAsked(rig)).toEqual({ 1: 60 })
    expect(await leasesOf(rig)).toEqual([])
  })

  test('a change that another lists while a call is on its way is not taken for read', async () => {
    const rig = await startRig(worldOf(calls(3, NOW - 100, HOUR)))
    const other = await otherServer(rig)
    const getRaw = rig.source.getRaw.bind(rig.source)
    let letGo = (): void => {}
    const gate = new Promise<void>(resolve => (letGo = resolve))
    let answered = 0
    rig.source.getRaw = async (id, signal) => {
      const raw = await getRaw(id, signal)
      answered += 1
      await gate
      return raw
    }
    const asked = rig.ensure()
    await until(() => answered === 3)
    const [edited, same] = rig.world
    edited!.tag_ids = ['edited']
    // Within the same second, by another list.
    const listed = summariesOf([edited!, same!].map(body => listItem(body, { summaries: true })))
    await other.archive.upsertSummaries(listed, rig.clock.now, { filter: 'topic_ids', value: 'any' })
    letGo()
    // A question reads each call once.
    expect(await asked).toMatchObject({ complete: false, details: { waiting: 1 } })
    expect(await rig.ensure()).toMatchObject({ complete: true, requests: 1 })
    await expectMirror(rig)
    expect(timesAsked(rig)).toEqual({ 1: 2, 2: 1 })
  })

  test('what fails for one is left out by the other, and tried again by whoever comes first', async () => {
    const rig = await startRig(worldOf(calls(20, NOW - 100, HOUR)))
    const other = await otherServer(rig)
    const broken = rig.world[3]!.conversation_id
    let isBroken = true
    rig.api.faults.always(url => isBroken && url.pathname.endsWith(broken), { status: 500 })
    const leftOut = { complete: true, unreadable: { calls: 1, examples: [{ id: broken }] } }
    expect(await rig.ensure()).toMatchObject(leftOut)
    isBroken = false
    expect(await other.ensure()).toMatchObject({ ...leftOut, requests: 0 })
    rig.clock.now += 60
    expect(await other.ensure()).toMatchObject({ complete: true, unreadable: { calls: 0 } })
    expect(await rig.ensure()).toMatchObject({ complete: true, unreadable: { calls: 0 }, requests: 0 })
  })
})

import { describe, expect, test } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import type { Json } from '../../src/demo/world.ts'
import { databaseOf } from '../support/database.ts'
import { firstOf, MORE } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { call, calls, DAY, finish, worldOf } from './calls.ts'
import { counted, expectMirror, LISTS, type Rig, startRig } from './rig.ts'

/** Runs when a page other than the first is asked for, once for each of the changes, before it is answered. */
function betweenPages(rig: Rig, ...changes: (() => void)[]): void {
  rig.onRequest(url => {
    if (url.searchParams.has('cursor')) changes.shift()?.()
  })
}

const remove = (rig: Rig, id: string): void => {
  const at = rig.world.findIndex(body => body.conversation_id === id)
  expect(at).toBeGreaterThanOrEqual(0)
  rig.world.splice(at, 1)
}

const deletedIds = ({ archive }: Rig): string[] =>
  databaseOf(archive)
    .all('SELECT conversation_id AS id FROM conversations WHERE deleted_at IS NOT NULL ORDER BY id')
    .map(({ id }) => String(id))

describe('what changes while lists are read', () => {
  test('new calls come with the next walk', async () => {
    const rig = await startRig(worldOf(calls(102, NOW - 100, 60)))
    betweenPages(rig, () =>
      rig.world.push(call({ id: 'new_1', start: NOW - 5 }), call({ id: 'new_2', start: NOW - 400 })),
    )
    expect((await rig.ensure()).complete).toBe(true)
    rig.clock.now += 61
    await rig.ensure()
    await expectMirror(rig)
  })

  test(
    'calls deleted before their page are not there, those deleted after it go with the next walk',
    MORE,
    async () => {
      const rig = await startRig(worldOf(calls(120, NOW - 100, 60)))
      betweenPages(rig, () => {
        remove(rig, 'conv_00005')
        remove(rig, 'conv_00110')
      })
      const report = await rig.ensure()
      // The transcript of a call that has just been deleted is asked for in vain.
      expect(report).toMatchObject({ complete: true, listed: { calls: 118 } })
      await expectMirror(rig)
      expect(deletedIds(rig)).toEqual(['conv_00005'])
    },
  )

  test('the call at the edge of a page may go', MORE, async () => {
    const rig = await startRig(worldOf(calls(350, NOW - 100, 60)))
    betweenPages(
      rig,
      () => remove(rig, 'conv_00099'),
      () => remove(rig, 'conv_00200'),
    )
    await rig.ensure(LISTS)
    rig.clock.now += 61
    await rig.ensure(LISTS)
    await expectMirror(rig, { details: false })
    expect(deletedIds(rig)).toEqual(['conv_00099'])
  })

  test('edits are found by the next walk', MORE, async () => {
    const rig = await startRig(
      worldOf([call({ id: 'live', start: NOW - 50, status: 'in-progress' }), ...calls(120, NOW - 100, 60)]),
    )
    betweenPages(rig, () => {
      finish(rig.world[0]!)
      rig.world[3]!.tag_ids = ['tag_early']
      rig.world[110]!.tag_ids = ['tag_late']
    })
    await rig.ensure()
    rig.clock.now += 61
    await rig.ensure()
    await expectMirror(rig)
  })
})

/** A workspace of which the archive holds 40 calls, and which is empty now but for these agents. */
async function emptied(agents: Json[]): Promise<Rig> {
  const rig = await startRig(worldOf(calls(40, NOW - 100)))
  await rig.ensure()
  rig.world.length = 0
  rig.api.world.agents = agents
  rig.clock.now += 61
  return rig
}

describe('calls that the API no longer has', () => {
  test('become tombstones: id and time stay, the words go', async () => {
    const rig = await startRig(worldOf(calls(30, NOW - 3 * DAY)))
    await rig.ensure()
    remove(rig, 'conv_00003')
    remove(rig, 'conv_00007')
    expect(await rig.requestsOf(() => rig.ensure())).toEqual([])
    rig.clock.now += DAY + 1
    const requests = await rig.requestsOf(async () =>
      expect(await rig.ensure()).toMatchObject({
        complete: true,
        listed: { calls: 28 },
        details: { needed: 28, have: 28 },
      }),
    )
    // Each is asked for before it is believed to be gone.
    expect(counted(requests)).toEqual({ pages: 1, calls: 2 })
    expect(deletedIds(rig)).toEqual(['conv_00003', 'conv_00007'])
    expect(await rig.archive.body('conv_00003')).toBeNull()
    await expectMirror(rig)
  })

  test('are found by a question about one agent, too', MORE, async () => {
    const rig = await startRig(worldOf(calls(30, NOW - 100)))
    await rig.ensure()
    remove(rig, 'conv_00004')
    remove(rig, 'conv_00005')
    rig.clock.now += 61
    expect((await rig.ensure({ filter: { agent_id: 'agent_a' }, details: true })).listed.calls).toBe(14)
    expect(deletedIds(rig)).toEqual(['conv_00004'])
  })

  test('all at once, where the API still knows their agents', async () => {
    const rig = await emptied([{ agent_id: 'agent_a', name: 'A' }])
    expect(await rig.ensure()).toMatchObject({ complete: true, listed: { calls: 0 } })
    expect(deletedIds(rig)).toHaveLength(40)
  })

  const WITHOUT_CALLS: [string, Json[] | null][] = [
    ['lists nothing at all', []],
    ['is that of others', [{ agent_id: 'agent_of_others', name: 'O' }]],
    ['does not tell its agents', null],
  ]
  for (const [when, part] of firstOf(WITHOUT_CALLS))
    test.each(part)(
      'all at once, but the API %s: nothing is erased, and the report says so',
      when,
      async (_, agents) => {
        const rig = await emptied(agents ?? [])
        if (agents === null) rig.api.faults.always(/agents$/, { status: 403 })
        const requests = await rig.requestsOf(async () => {
          const report = await rig.ensure()
          expect(report).toMatchObject({ complete: false, listed: { calls: 40 }, details: { have: 40 } })
          expect(report.partial).toMatch(/^All archived calls .* are gone from the API.*Nothing was removed/)
        })
        expect(deletedIds(rig)).toEqual([])
        // Not each of them is asked for in vain.
        expect(counted(requests).calls).toBeLessThan(20)
      },
    )

  for (const [when, statuses] of firstOf([404, 410]))
    test.each(statuses)('the list shows them and none can be read (%i): nothing is erased', when, async status => {
      const rig = await startRig(worldOf(calls(30, NOW - 100)))
      await rig.ensure()
      for (const body of rig.world) body.tag_ids = ['tag_new']
      rig.clock.now += 61
      rig.api.faults.always(/conv_\d/, { status })
      const report = await rig.ensure()
      expect(report).toMatchObject({ complete: false, listed: { calls: 30 } })
      expect(report.partial).toMatch(/^The API lists these calls but finds none of them/)
      rig.api.faults.clear()
      expect((await rig.ensure()).complete).toBe(true)
      await expectMirror(rig)
    })

  test('a call that the list only forgot stays', async () => {
    const rig = await startRig(worldOf(calls(30, NOW - 100)))
    await rig.ensure()
    rig.clock.now += 61
    // The whole list is empty, the calls are all there.
    const empty = { status: 200, body: { conversations: [], has_more: false, next_cursor: null } }
    rig.api.faults.always(/conversations$/, empty)
    expect(await rig.ensure()).toMatchObject({ complete: true, listed: { calls: 30 } })
    await expectMirror(rig)
  })

  const GATEWAYS: [string, Fault][] = [
    ['a web page', { status: 404, shape: 'html' }],
    ['a route that is not there', { status: 404, body: { detail: 'Not Found' } }],
  ]
  for (const [when, faults] of firstOf(GATEWAYS))
    test.each(faults)('what a gateway does not find (%s) was not deleted', when, async (_, fault) => {
      const rig = await startRig(worldOf(calls(30, NOW - 100)))
      await rig.ensure()
      remove(rig, 'conv_00003')
      rig.clock.now += 61
      rig.api.faults.always(/conv_00003/, fault)
      const { unreadable } = await rig.ensure()
      expect(unreadable).toMatchObject({ calls: 1, older: 1, examples: [{ id: 'conv_00003' }] })
      expect(unreadable.examples[0]!.reason).toMatch(/but not as the Conversations API does/)
      expect(deletedIds(rig)).toEqual([])
      rig.api.faults.clear()
      rig.clock.now += 61
      expect(await rig.ensure()).toMatchObject({ complete: true, unreadable: { calls: 0 } })
      expect(deletedIds(rig)).toEqual(['conv_00003'])
    })

  test('while it is unknown whether one was deleted, the answer says that its earlier copy counts', async () => {
    const rig = await startRig(worldOf(calls(30, NOW - 100)))
    await rig.ensure()
    remove(rig, 'conv_00003')
    rig.clock.now += 61
    rig.api.faults.always(/conv_00003/, { status: 500 })
    const { complete, unreadable } = await rig.ensure()
    expect({ complete, ...unreadable }).toMatchObject({
      complete: true,
      calls: 1,
      older: 1,
      againAt: rig.clock.now + 60,
    })
    expect(unreadable.examples[0]).toMatchObject({ id: 'conv_00003', reason: expect.stringContaining('HTTP 500') })
    rig.api.faults.clear()
    expect(await rig.requestsOf(() => rig.ensure())).toEqual([])
    rig.clock.now += 60
    expect(await rig.ensure()).toMatchObject({ complete: true, listed: { calls: 29 }, unreadable: { calls: 0 } })
    await expectMirror(rig)
  })

  test('a call that is back is back', async () => {
    const rig = await startRig(worldOf(calls(5, NOW - 100)))
    await rig.ensure()
    const [gone] = rig.world.splice(2, 1)
    rig.clock.now += 61
    await rig.ensure()
    rig.world.push(gone!)
    rig.clock.now += 61
    await rig.ensure()
    await expectMirror(rig)
  })
})

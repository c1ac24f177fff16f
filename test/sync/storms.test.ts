// @module-tag more
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { MORE } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, DAY, worldOf } from './calls.ts'
import { expectMirror, LISTS, type Rig, startRig } from './rig.ts'
import { persist } from './waiting.ts'

const CALL = /conversations\/conv/

/** What the API gives instead of what it would: `change` gets the page asked for, counted from 1, and the one before. */
function changePages(rig: Rig, change: (page: Json, number: number, before: Json | undefined) => Json): void {
  const pages: Json[] = []
  const list = rig.source.list.bind(rig.source)
  rig.source.list = async (...asked) => {
    const page = await list(...asked)
    const given = change(page, pages.length + 1, pages.at(-1))
    pages.push(page)
    return given as typeof page
  }
}

describe('a list that is not what it should be', () => {
  test('a page that comes twice doubles nothing', async () => {
    const rig = await startRig(worldOf(calls(250, NOW - 100, 60)))
    changePages(rig, (page, number, before) => (number === 3 ? { ...page, items: before!.items } : page))
    await rig.ensure(LISTS)
    // The calls of the page in whose place it came are found by the next walk, at the latest a day later.
    rig.clock.now += DAY + 1
    expect(await rig.ensure(LISTS)).toMatchObject({ complete: true, listed: { calls: 250 } })
    await expectMirror(rig, { details: false })
  })

  test('pages without end that show the same calls are not taken for empty ones', async () => {
    const rig = await startRig(worldOf(calls(30, NOW - 100, 60)))
    changePages(rig, (page, number) => ({ ...page, hasMore: true, nextCursor: `page ${number}` }))
    rig.source.list = (
      list => (filter, options, signal) =>
        list(filter, { ...options, cursor: undefined }, signal)
    )(rig.source.list)
    const report = await rig.ensure(LISTS)
    expect(report).toMatchObject({ complete: false, listed: { calls: 30, toEnd: false } })
    expect(report.partial).toMatch(/^The API keeps returning pages of calls already read\./)
  })

  test('a page that is missing takes nothing away, and is made good by the next walk', MORE, async () => {
    const rig = await startRig(worldOf(calls(250, NOW - 100, 60)))
    await rig.ensure(LISTS)
    rig.world.push(...calls(5, NOW - 70, 1, 'new'))
    rig.clock.now += DAY + 1
    changePages(rig, (page, number) => (number === 1 || number === 3 ? { ...page, items: [] } : page))
    // Calls that the list should have shown are asked for before they are believed to be gone.
    expect(await rig.ensure(LISTS)).toMatchObject({ complete: true, listed: { calls: 250 } })
    rig.clock.now += DAY + 1
    expect(await rig.ensure(LISTS)).toMatchObject({ complete: true, listed: { calls: 255 } })
    await expectMirror(rig, { details: false })
  })
})

describe('a storm of refusals', () => {
  /** Of ten requests the first three are answered, the others told to wait. */
  function storm({ api }: Rig): void {
    let asked = 0
    const isRefused = () => ++asked % 10 > 3
    api.faults.always(isRefused, { status: 429, headers: { 'retry-after': '0.01' } })
  }

  test('asking on gets everything, and nothing that was answered is asked for again', async () => {
    const rig = await startRig(worldOf(calls(130, NOW - 100, 60)))
    storm(rig)
    await persist(rig)
    await expectMirror(rig)
    const refused = rig.api.requests.filter(({ status }) => status === 429).length
    expect(rig.api.requests.length - refused).toBe(2 + 130)
  })

  test('that does not end is reported with the time that the API asks for', async () => {
    const rig = await startRig(worldOf(calls(30, NOW - 100, 60)))
    await rig.ensure(LISTS)
    rig.api.faults.always(CALL, { status: 429, headers: { 'retry-after': '120' } })
    const requests = await rig.requestsOf(async () => {
      const report = await rig.ensure()
      expect(report).toMatchObject({ complete: false, details: { have: 0 }, error: { retryAfterSecs: 120 } })
      expect(report.partial).toMatch(/HTTP 429.*Try again in 2 min or later.* calls have not been read yet/)
    })
    // Nobody who is told to wait asks again meanwhile.
    expect(requests.length).toBeLessThanOrEqual(8)
  })
})

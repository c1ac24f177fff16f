import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interval } from '../../src/archive/archive.ts'
import { coveredIntervals } from '../../src/archive/coverage/coverage.ts'
import { missingSpans, oldestReading, subtract } from '../../src/sync/lists/freshness.ts'
import { MORE } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { call, calls, DAY, finish, worldOf } from './calls.ts'
import { counted, expectMirror, LISTS, startRig } from './rig.ts'

const HOUR = 3600
const MINUTE = 60

describe('what is missing', () => {
  const ASKED = 1000 * HOUR
  const missing = (readings: Interval[], from = 900 * HOUR, to = ASKED) => missingSpans(readings, { from, to }, ASKED)
  const read = (from: number, to: number, readAt: number): Interval => ({ from, to, readAt })

  test('is everything that was never read', () => {
    expect(missing([])).toEqual([{ from: 900 * HOUR, to: ASKED }])
  })

  test('is nothing of what was read a minute ago, up to now', () => {
    expect(missing([read(0, ASKED - MINUTE, ASKED - MINUTE)])).toEqual([])
    expect(missing([read(0, ASKED - MINUTE - 1, ASKED - MINUTE - 1)])).toEqual([{ from: 975 * HOUR, to: ASKED }])
  })

  test('is the last minute, where a reading a minute ago did not reach it', () => {
    const [span] = missing([read(0, ASKED - 120, ASKED - MINUTE)])
    expect(span!.to).toBe(ASKED)
  })

  test('is the day before a reading that is older, begun at a full hour', () => {
    const at = ASKED - HOUR - 1
    expect(missing([read(0, at, at)])).toEqual([{ from: 974 * HOUR, to: ASKED }])
  })

  test('is all, once a day', () => {
    expect(missing([read(0, 950 * HOUR, ASKED - DAY)])).toEqual([{ from: 950 * HOUR, to: ASKED }])
    expect(missing([read(0, 950 * HOUR, ASKED - DAY - 1)])).toEqual([{ from: 900 * HOUR, to: ASKED }])
  })

  test('comes newest first, and does not reach below the span', () => {
    const readings = [read(910 * HOUR, 920 * HOUR + 7, ASKED - 10), read(930 * HOUR, ASKED, ASKED - 10)]
    expect(missing(readings, 905 * HOUR + 5)).toEqual([
      { from: 920 * HOUR, to: 930 * HOUR },
      { from: 905 * HOUR + 5, to: 910 * HOUR },
    ])
  })

  test('leaves out no moment that is not fresh, and holds none where all are', () => {
    const moment = fc.integer({ min: 0, max: 72 * HOUR })
    const reading = fc
      .tuple(moment, moment, moment)
      .map(([a, b, c]) => ({ from: Math.min(a, b), to: Math.min(Math.max(a, b), c), readAt: c }))
      .filter(({ from, to }) => from < to)
    fc.assert(
      fc.property(fc.array(reading), moment, moment, fc.array(moment), (readings, from, to, moments) => {
        fc.pre(from < to)
        const asked = 72 * HOUR
        const spans = missingSpans(readings, { from, to }, asked)
        for (const [index, span] of spans.entries()) {
          expect(from <= span.from && span.from < span.to && span.to <= to).toBe(true)
          if (index > 0) expect(span.to).toBeLessThanOrEqual(spans[index - 1]!.from)
        }
        const isFresh = (at: number) =>
          readings.some(({ from, to, readAt }) => {
            const isInside = from <= at && at < to
            const age = asked - readAt
            return (
              (age <= MINUTE && (isInside || (to === readAt && at >= from && at < readAt + MINUTE))) ||
              (age <= DAY && isInside && at < readAt - DAY)
            )
          })
        const inside = moments.filter(at => from <= at && at < to)
        for (const at of inside) {
          const isMissing = spans.some(span => span.from <= at && at < span.to)
          if (!isFresh(at)) expect({ at, isMissing }).toEqual({ at, isMissing: true })
          // Only within the hour to which a walk is rounded.
          if (isFresh(at) && isMissing) {
            const hour = Math.floor(at / HOUR) * HOUR
            expect(spans.some(span => span.from === Math.max(hour, from))).toBe(true)
          }
        }
      }),
    )
  })

  test('and the oldest reading is that of the moment read longest ago', () => {
    const readings = [read(0, 10, 100), read(5, 20, 200), read(5, 8, 50)]
    expect(oldestReading(readings, { from: 0, to: 20 })).toBe(100)
    expect(oldestReading(readings, { from: 5, to: 30 })).toBe(200)
    expect(oldestReading(readings, { from: 20, to: 30 })).toBeNull()
    expect(subtract({ from: 0, to: 30 }, readings)).toEqual([{ from: 20, to: 30 }])
  })
})

describe('requests', () => {
  const settled = {
    filter: {},
    window: { zone: 'UTC', afterUnix: NOW - 9 * DAY, beforeUnix: NOW - 2 * DAY },
    details: true,
  }

  test('a covered window costs none, and a list walk once a day', async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100, 4 * HOUR)))
    const costs = async () => counted(await rig.requestsOf(() => rig.ensure(settled)))
    expect(await costs()).toEqual({ pages: 1, calls: 42 })
    for (const secs of [0, 61, HOUR, DAY - HOUR - 61]) {
      rig.clock.now += secs
      expect(await costs()).toEqual({ pages: 0, calls: 0 })
    }
    rig.clock.now += 1
    expect(await costs()).toEqual({ pages: 1, calls: 0 })
    rig.clock.now += DAY
    expect(await costs()).toEqual({ pages: 0, calls: 0 })
    expect((await rig.ensure(settled)).readAt).toBe(NOW + DAY + 1)
  })

  test('what a wider scope or window covers costs none', async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100, HOUR)))
    await rig.ensure()
    const narrower = [
      { filter: { agent_id: 'agent_a' }, details: true },
      { filter: { agent_id: 'agent_b', call_successful: 'failure' }, details: false },
      { filter: {}, window: { zone: 'UTC', afterUnix: NOW - DAY }, details: true },
      { filter: { user_id: 'user_1' }, window: { zone: 'UTC', beforeUnix: NOW - DAY }, details: true },
    ]
    for (const request of narrower) expect(await rig.requestsOf(() => rig.ensure(request))).toEqual([])
    rig.clock.now += 60
    for (const request of narrower) expect(await rig.requestsOf(() => rig.ensure(request))).toEqual([])
  })

  test('an agent does not cover the workspace', async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100, HOUR)))
    await rig.ensure({ filter: { agent_id: 'agent_a' }, details: true })
    expect(counted(await rig.requestsOf(() => rig.ensure()))).toEqual({ pages: 1, calls: 30 })
    await expectMirror(rig)
  })

  test('after a minute only the lists of the last day are read again', async () => {
    const rig = await startRig(worldOf(calls(450, NOW - 100, 600)))
    await rig.ensure(LISTS)
    rig.clock.now += 60
    expect(await rig.requestsOf(() => rig.ensure(LISTS))).toEqual([])
    rig.clock.now += 1
    // 24 hours and what is left of the hour before: between 144 and 150 calls.
    expect(counted(await rig.requestsOf(() => rig.ensure(LISTS)))).toEqual({ pages: 2, calls: 0 })
  })

  test('asking every few minutes leaves few intervals behind', MORE, async () => {
    const rig = await startRig(worldOf(calls(20, NOW - 100, 600)))
    for (let minutes = 0; minutes < 3 * 60; minutes += 3) {
      await rig.ensure(LISTS)
      rig.clock.now += 180
    }
    expect((await rig.archive.read(coveredIntervals(''))).length).toBeLessThanOrEqual(6)
  })

  test('only what has changed is read in full again', async () => {
    const rig = await startRig(
      worldOf([
        call({ id: 'live', start: NOW - 100, status: 'in-progress' }),
        call({ id: 'late', start: NOW - 200, outcome: 'unknown' }),
        ...calls(20, NOW - 300),
      ]),
    )
    const late = rig.world[1]!
    const { analysis } = late
    late.analysis = null
    await rig.ensure()
    await expectMirror(rig)
    rig.clock.now += 61
    finish(rig.world[0]!)
    // Its outcome is still open, but there is a summary now.
    late.analysis = analysis
    rig.world[5]!.tag_ids = ['tag_new']
    const requests = await rig.requestsOf(() => rig.ensure())
    expect(counted(requests)).toEqual({ pages: 1, calls: 3 })
    await expectMirror(rig)
  })

  test('calls that were in progress are asked for again, even in a covered window', async () => {
    const live = call({ id: 'live', start: NOW - 5 * DAY, status: 'in-progress' })
    const rig = await startRig(worldOf([live, ...calls(10, NOW - 4 * DAY)]))
    await rig.ensure(settled)
    expect(counted(await rig.requestsOf(() => rig.ensure(settled)))).toEqual({ pages: 0, calls: 0 })
    // A thousandth of its age.
    rig.clock.now += 5 * 87
    expect(counted(await rig.requestsOf(() => rig.ensure(settled)))).toEqual({ pages: 0, calls: 1 })
    expect((await rig.ensure(settled)).listed).toMatchObject({ calls: 11, unfinished: 1 })
    finish(live, 'failure')
    rig.clock.now += 5 * 87
    expect(counted(await rig.requestsOf(() => rig.ensure({ ...settled, details: false })))).toEqual({
      pages: 0,
      calls: 1,
    })
    await expectMirror(rig)
    rig.clock.now += 5 * 87
    expect(await rig.requestsOf(() => rig.ensure(settled))).toEqual([])
  })

  test('new calls are found at once, whatever was covered', async () => {
    const rig = await startRig(worldOf(calls(20, NOW - 100)))
    await rig.ensure()
    rig.clock.now += 61
    rig.world.push(call({ id: 'new', start: NOW + 10 }))
    expect((await rig.ensure()).listed.calls).toBe(21)
    await expectMirror(rig)
  })
})

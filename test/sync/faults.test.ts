import { describe, expect, test } from 'vitest'
import { coveredIntervals } from '../../src/archive/coverage/coverage.ts'
import type { Fault } from '../../src/demo/fault.ts'
import { RateLimitError } from '../../src/errors.ts'
import { firstOf, MORE, many, some } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, DAY, worldOf } from './calls.ts'
import { counted, expectMirror, LISTS, startRig } from './rig.ts'
import { persist } from './waiting.ts'

const LIST = /conversations$/
const CALL = /conversations\/conv/

const PASSING: Record<string, Fault> = {
  'too many requests': { status: 429 },
  'too many requests, with a time to wait': { status: 429, headers: { 'retry-after': '0.01' } },
  'internal errors': { status: 500 },
  'a web page of a proxy': { status: 503, shape: 'html' },
  'bodies cut off': { damage: 'cut' },
  'half a JSON text': { damage: 'truncated-json' },
  'connections reset': { damage: 'reset' },
  'answers without fields': { damage: 'missing-fields' },
  'a list for an object': { damage: 'array' },
  null: { damage: 'null' },
  'late answers': { delayMs: 30 },
  'empty pages': { damage: 'empty-page' },
  'calls shown twice': { damage: 'duplicates' },
  'cursors that lead back': { damage: 'repeated-cursor' },
  'missing cursors': { damage: 'null-cursor' },
  'refused cursors': { status: 400 },
}

for (const [when, faults] of firstOf(some(Object.entries(PASSING), 3)))
  describe.each(faults)('half of all requests: %s', when, (_, fault) => {
    test('asking on gets everything', async () => {
      const rig = await startRig(worldOf(calls(many(230, 330), NOW - 100, 60)), {
        http: fault.delayMs ? { timeoutMs: 600_000 } : {},
      })
      rig.api.faults.always(LIST, { ...fault, probability: 0.5 })
      rig.api.faults.always(/conversations\/conv_000[0-3]/, { ...fault, probability: 0.5 })
      const window = { zone: 'UTC', afterUnix: NOW - 100 - 40 * 60 }
      await persist(rig, LISTS)
      await persist(rig, { filter: {}, window, details: true })
      // What seemed impossible to read is tried again a day later.
      while ((await rig.ensure({ filter: {}, window, details: true })).unreadable.calls > 0) {
        rig.clock.now += DAY
        await persist(rig, { filter: {}, window, details: true })
      }
      await expectMirror(rig, { details: false })
      await expectMirror(rig, { wanted: body => (body.metadata?.start_time_unix_secs ?? 0) >= window.afterUnix })
    })
  })

describe('a list that cannot be read to its end', () => {
  const failing: [string, Fault, RegExp][] = [
    [
      'too many requests',
      { status: 429, headers: { 'retry-after': '90' } },
      /could not be read to the end: .*HTTP 429/,
    ],
    ['errors', { status: 500 }, /could not be read to the end: .*HTTP 500/],
    ['answers of another shape', { damage: 'missing-fields' }, /could not be read to the end: .*not as documented/],
    ['a key that was revoked', { status: 401 }, /could not be read to the end: .*API key/],
    ['a cursor that is missing', { damage: 'null-cursor' }, /reports more calls but returns no cursor/],
    ['pages without calls and without end', { damage: 'empty-page' }, /keeps returning empty pages/],
  ]
  for (const [when, faults] of firstOf(failing, 3))
    test.each(faults)('%s: partial, with the reason and what is there', when, async (_, fault, reason) => {
      const rig = await startRig(worldOf(calls(130, NOW - 100, 60)))
      await rig.ensure(LISTS)
      rig.clock.now += 61
      rig.api.faults.always(LIST, fault)
      const report = await rig.ensure(LISTS)
      expect(report).toMatchObject({ complete: false, listed: { calls: 130 }, readAt: NOW, goesOn: false })
      expect(report.partial).toMatch(reason)
      const oldest = (await rig.archive.read(coveredIntervals(''))).filter(({ from }) => from <= NOW - 100 - 129 * 60)
      expect(oldest.every(({ readAt }) => readAt === NOW)).toBe(true)
      rig.api.faults.clear()
      expect((await rig.ensure(LISTS)).complete).toBe(true)
    })

  test('tells what the source said', async () => {
    const rig = await startRig(worldOf(calls(5, NOW - 100)))
    rig.api.faults.always(LIST, { status: 429, headers: { 'retry-after': '90' } })
    const { error, readAt } = await rig.ensure()
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error).toMatchObject({ retryAfterSecs: 90 })
    expect(readAt).toBeNull()
  })

  test('in the middle: what was read is not read again', async () => {
    const rig = await startRig(worldOf(calls(450, NOW - 100, 60)))
    let asked = 0
    rig.api.faults.always(url => LIST.test(url.pathname) && ++asked > 3, { status: 500 })
    expect(await rig.ensure(LISTS)).toMatchObject({
      complete: false,
      listed: { calls: 300, toEnd: false },
      readAt: NOW,
    })
    rig.api.faults.clear()
    expect(counted(await rig.requestsOf(() => rig.ensure(LISTS))).pages).toBe(2)
    await expectMirror(rig, { details: false })
  })

  test('one page that leads back: the walk starts again below it', async () => {
    const rig = await startRig(worldOf(calls(450, NOW - 100, 60)))
    rig.api.faults.always(LIST, { damage: 'repeated-cursor' })
    expect(await rig.ensure(LISTS)).toMatchObject({ complete: true, listed: { calls: 450 } })
    await expectMirror(rig, { details: false })
  })

  test('rows that name no call: the others are read, and it is said', async () => {
    const rig = await startRig(worldOf(calls(3, NOW - 100, 60)))
    rig.api.faults.next(
      1,
      { status: 200, body: { conversations: [null, { conversation_id: 'conv_00001' }, {}], has_more: false } },
      LIST,
    )
    expect(await rig.ensure()).toMatchObject({ complete: true, unnamed: 2, listed: { calls: 1 }, details: { have: 1 } })
  })

  test('a list that leads nowhere: the calls that it has shown are read', MORE, async () => {
    const rig = await startRig(worldOf(calls(450, NOW - 100, 0)))
    rig.api.faults.always(LIST, { damage: 'null-cursor' })
    const report = await rig.ensure()
    expect(report).toMatchObject({ complete: false, listed: { toEnd: false } })
    expect(report.details).toMatchObject({ have: report.listed.calls, needed: report.listed.calls, waiting: 0 })
    expect(report.details.have).toBeGreaterThan(0)
    expect(report.partial).toMatch(/^The API reports more calls but returns no cursor/)
  })

  test('pages that are not newest first: nothing is taken for complete before the end', async () => {
    const rig = await startRig(worldOf(calls(350, NOW - 100, 60)))
    // The second page comes third.
    let pages: string[] = []
    const list = rig.source.list.bind(rig.source)
    rig.source.list = async (filter, options, signal) => {
      const page = await list(filter, options, signal)
      if (!options?.cursor) pages = []
      pages.push(options?.cursor ?? '')
      return pages.length === 2 ? { ...page, items: [...page.items].reverse() } : page
    }
    let asked = 0
    rig.api.faults.always(url => LIST.test(url.pathname) && ++asked > 3, { status: 500 })
    expect((await rig.ensure(LISTS)).complete).toBe(false)
    rig.api.faults.clear()
    const requests = await rig.requestsOf(() => rig.ensure(LISTS))
    expect(counted(requests).pages).toBe(4)
    await expectMirror(rig, { details: false })
  })
})

describe('calls that cannot be read', () => {
  test('are counted, named and do not stop the others', async () => {
    const rig = await startRig(worldOf(calls(40, NOW - 100)))
    rig.api.faults.always(/conv_000[13]5/, { status: 500 })
    const report = await rig.ensure()
    expect(report).toMatchObject({ complete: true, details: { needed: 40, have: 38 }, error: null, partial: null })
    const { examples, ...unreadable } = report.unreadable
    expect(unreadable).toEqual({ calls: 2, older: 0, againAt: rig.clock.now + 60 })
    expect(examples.map(({ id }) => id).sort()).toEqual(['conv_00015', 'conv_00035'])
    expect(examples[0]!.reason).toMatch(/HTTP 500/)
    rig.api.faults.clear()
    rig.clock.now += 60
    expect(counted(await rig.requestsOf(() => rig.ensure())).calls).toBe(2)
    await expectMirror(rig)
  })

  test('ten of a kind in a row end the reading', async () => {
    const rig = await startRig(worldOf(calls(200, NOW - 100, 60)))
    rig.api.faults.always(CALL, { status: 403 })
    const requests = await rig.requestsOf(async () => {
      const report = await rig.ensure()
      expect(report).toMatchObject({
        complete: false,
        details: { needed: 200, have: 0 },
        error: { code: 'unauthorized' },
      })
      expect(report.partial).toMatch(/^10 calls in a row could not be read: /)
    })
    expect(counted(requests).calls).toBeLessThan(20)
  })

  test('different failures between good ones do not', MORE, async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100, 60)), { http: { concurrency: 1 } })
    rig.api.faults.always(/conv_000\d[0-4]/, { status: 500 })
    rig.api.faults.always(/conv_000\d[5-8]/, { status: 403 })
    expect(await rig.ensure()).toMatchObject({ complete: false, details: { needed: 60, have: 6 } })
  })

  test.each([404, 410])('a list that shows a call which is not there (%i) does not stand in the way', async status => {
    const rig = await startRig(worldOf(calls(20, NOW - 100)))
    rig.api.faults.always(/conv_00007/, { status })
    expect(await rig.ensure()).toMatchObject({
      complete: true,
      listed: { calls: 19 },
      details: { needed: 19, have: 19 },
    })
  })
})

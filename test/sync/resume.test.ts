import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coveredIntervals, openWalks } from '../../src/archive/coverage/coverage.ts'
import { databaseOf } from '../support/database.ts'
import { firstOf, MORE, runs, some } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { call, calls, DAY, worldOf } from './calls.ts'
import { counted, expectMirror, LISTS, type Rig, startOf, startRig } from './rig.ts'

/** Ends the process, as far as that can be done here, as soon as the API has been asked so many times. */
async function crashAfter(rig: Rig, requests: number): Promise<void> {
  const giveUp = new AbortController()
  const until = rig.api.requests.length + requests
  rig.onRequest(() => {
    if (rig.api.requests.length > until) giveUp.abort(new Error('crash'))
  })
  await rig.ensure(LISTS, { signal: giveUp.signal }).catch(() => {})
  rig.api.faults.clear()
  await rig.restart()
}

const pagesOf = (rig: Rig): string[][] =>
  rig.api.requests.map(({ query }) => [query.call_start_before_unix?.[0] ?? 'now', query.cursor ? 'more' : 'first'])

describe('after a crash', () => {
  for (const [when, crashes] of firstOf(some([3, 1, 2, 6, 4, 5], 3)))
    test.each(crashes)(
      'after page %i, nothing is lost and no page is read twice but the boundary',
      when,
      async pages => {
        const rig = await startRig(worldOf(calls(650, NOW - 100, 60)))
        await crashAfter(rig, pages)
        expect((await rig.archive.status()).calls).toBe(pages * 100)
        expect(await rig.archive.read(coveredIntervals(''))).toEqual([])
        const boundary = startOf(rig.world[pages * 100 - 1]!)
        expect(await rig.archive.read(openWalks(''))).toMatchObject([{ position: boundary + 1, startedAt: NOW }])

        const requests = await rig.requestsOf(() => rig.ensure(LISTS))
        // The call at the boundary comes again, so that the last page may hold it alone.
        expect(counted(requests).pages).toBe(Math.ceil((650 - pages * 100 + 1) / 100))
        expect(requests[0]!.query).toMatchObject({ call_start_before_unix: [String(boundary + 1)] })
        expect(requests[0]!.query.cursor).toBeUndefined()
        await expectMirror(rig, { details: false })
        expect(await rig.archive.read(openWalks(''))).toEqual([])
      },
    )

  test('the classic fault: what a broken walk has not reached is not skipped by the next', async () => {
    const rig = await startRig(worldOf(calls(8, NOW - 30 * DAY, 60, 'old')))
    await rig.ensure(LISTS)
    rig.clock.now += 2 * DAY
    rig.world.push(...calls(300, rig.clock.now - 100, 60, 'new'))
    await crashAfter(rig, 1)
    rig.clock.now += 2 * DAY
    rig.world.push(...calls(3, rig.clock.now - 100, 60, 'newest'))
    expect(await rig.ensure(LISTS)).toMatchObject({ complete: true, listed: { calls: 311 } })
    await expectMirror(rig, { details: false })
  })

  test('the part that was walked counts as read then, and the rest as read now', MORE, async () => {
    const rig = await startRig(worldOf(calls(400, NOW - 3 * DAY, 600)))
    await crashAfter(rig, 2)
    rig.clock.now += 3600
    await rig.ensure(LISTS)
    const boundary = startOf(rig.world[199]!) + 1
    expect(await rig.archive.read(coveredIntervals(''))).toEqual([
      { from: 0, to: boundary, readAt: NOW + 3600 },
      { from: boundary, to: Math.floor((NOW - DAY) / 3600) * 3600, readAt: NOW },
      { from: Math.floor((NOW - DAY) / 3600) * 3600, to: NOW + 3600, readAt: NOW + 3600 },
    ])
    await expectMirror(rig, { details: false })
  })

  test('at any points, any number of times', MORE, async () => {
    const rig = await startRig(worldOf(calls(900, NOW - 100, 30)))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }), async crashes => {
        databaseOf(rig.archive).exec('DELETE FROM covered; DELETE FROM walks; DELETE FROM conversations')
        for (const pages of crashes) await crashAfter(rig, pages)
        const before = (await rig.archive.status()).calls
        const { pages } = counted(await rig.requestsOf(() => rig.ensure(LISTS)))
        expect(pages).toBeLessThanOrEqual(Math.ceil((900 - before + 1) / 100) + (before >= 900 ? 1 : 0))
        expect((await rig.archive.status()).calls).toBe(900)
      }),
      { numRuns: runs(6) },
    )
    await expectMirror(rig, { details: false })
  })

  test('details that were read are not read again', async () => {
    const rig = await startRig(worldOf(calls(60, NOW - 100)))
    const giveUp = new AbortController()
    rig.onRequest(() => {
      if (rig.api.requests.length > 30) giveUp.abort()
    })
    await expect(rig.ensure(undefined, { signal: giveUp.signal })).rejects.toThrow()
    rig.api.faults.clear()
    await rig.restart()
    const have = (await rig.archive.status()).withDetail
    expect(have).toBeGreaterThan(15)
    expect(counted(await rig.requestsOf(() => rig.ensure()))).toEqual({ pages: 0, calls: 60 - have })
    await expectMirror(rig)
  })

  test('a walk does not depend on a cursor being valid', async () => {
    const rig = await startRig(worldOf(calls(450, NOW - 100, 60)))
    // From the second page on, every cursor is refused.
    rig.api.faults.always(url => url.searchParams.has('cursor'), {
      status: 400,
      body: { detail: { type: 'validation_error', code: 'invalid_cursor', message: 'expired' } },
    })
    expect(await rig.ensure(LISTS)).toMatchObject({ complete: true, listed: { calls: 450 } })
    await expectMirror(rig, { details: false })
    expect(pagesOf(rig).filter(([, which]) => which === 'first').length).toBeGreaterThanOrEqual(5)
  })

  test('but it must come lower: where it cannot, the answer is partial', async () => {
    const many = Array.from({ length: 250 }, (_, index) => call({ id: `conv_${index}`, start: NOW - 500 }))
    const rig = await startRig(worldOf(many))
    rig.api.faults.always(url => url.searchParams.has('cursor'), { status: 400 })
    const report = await rig.ensure(LISTS)
    expect(report).toMatchObject({ complete: false, listed: { calls: 100 } })
    expect(report.partial).toBe('The API does not accept its own cursor.')
  })

  test('a walk of another process is taken over without harm', MORE, async () => {
    const rig = await startRig(worldOf(calls(550, NOW - 100, 60)))
    const other = await startRigOn(rig)
    const [mine, theirs] = await Promise.all([rig.ensure(LISTS), other.ensure(LISTS)])
    expect([mine.complete, theirs.complete]).toEqual([true, true])
    await expectMirror(rig, { details: false })
    expect(await rig.archive.read(openWalks(''))).toEqual([])
  })
})

/** A second process on the same file. */
async function startRigOn({ path, api, clock }: Rig) {
  const { ApiClient } = await import('../../src/api/client.ts')
  const { openArchive } = await import('../../src/archive/archive.ts')
  const { Sync } = await import('../../src/sync/sync.ts')
  const { onTestFinished } = await import('vitest')
  const source = new ApiClient({ baseUrl: api.url, apiKey: 'any' })
  const archive = await openArchive(path)
  const sync = new Sync({ source, archive, now: () => clock.now })
  onTestFinished(async () => {
    await sync.stop()
    await source.close()
    await archive.close()
  })
  return { ensure: (request: typeof LISTS) => sync.ensure(request, { signal: new AbortController().signal }) }
}

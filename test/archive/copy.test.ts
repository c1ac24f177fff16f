import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { type CopyProgress, copyArchive } from '../../src/archive/copy/copy.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { run } from '../../src/archive/engine/work.ts'
import { claim } from '../../src/archive/leases/lease.ts'
import { Mirror } from '../../src/mirror/mirror.ts'
import { databaseOf } from '../support/database.ts'
import { emptyArchive } from '../support/empty-archive.ts'
import { firstOf, MORE } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { answersOf, BODIES, contentsOf, fillArchive } from './copy.ts'
import { deadProcess } from './leases.ts'
import { callOf, newPath } from './mirror.ts'

/* From one file to another; `engines.long.test.ts` goes to a server and back. */

const signal = new AbortController().signal
const open = async (path = emptyArchive(newPath())): Promise<Archive> => {
  const archive = await openArchive(path, NOW)
  onTestFinished(() => archive.close())
  return archive
}

const original = emptyArchive(newPath())
beforeAll(async () => {
  const archive = await openArchive(original, NOW)
  await fillArchive(archive)
  await archive.close()
})

/** Ends the copy after so many calls. */
const stopAfter = (calls: number, phase: CopyProgress['phase'] = 'copy') => {
  const end = new AbortController()
  return {
    signal: end.signal,
    onProgress(progress: CopyProgress) {
      if (progress.phase === phase && progress.done >= calls) end.abort(new Error('enough'))
    },
  }
}

describe('a copy', () => {
  test('takes all tables', async () => {
    const tables = (await contentsOf(await open(original))) as object
    const archive = await open()
    const there = databaseOf(archive).all(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'words%'",
    )
    const left = there.map(({ name }) => String(name)).filter(name => !(name in tables))
    expect(left, 'A new table belongs into src/archive/copy, and into the tables of test/archive/copy.ts.').toEqual([
      ...['migrations', 'leases'],
    ])
  })

  test('holds what the original does, and answers the same', async () => {
    const [source, target] = [await open(original), await open()]
    const seen: CopyProgress[] = []
    const report = await copyArchive(source, target, { signal, onProgress: progress => seen.push(progress) })
    expect(report).toMatchObject({ calls: BODIES.length, transcripts: BODIES.length - 3, written: BODIES.length })
    expect(await contentsOf(target)).toEqual(await contentsOf(source))
    expect(await answersOf(target)).toEqual(await answersOf(source))
    expect(await target.integrity()).toEqual([])
    for (const phase of ['copy', 'verify'] as const) {
      const done = seen.filter(progress => progress.phase === phase).map(progress => progress.done)
      expect(done).toEqual([...done].sort((a, b) => a - b))
      expect(done.at(-1)).toBe(BODIES.length)
      expect(done.length).toBeGreaterThan(2)
    }
    expect(new Set(seen.map(({ total }) => total))).toEqual(new Set([BODIES.length]))
    // Another way round the same calls have the same digest.
    expect((await copyArchive(target, await open(), { signal })).digest).toBe(report.digest)
  })

  for (const [when, phases] of firstOf(['copy', 'verify'] as const))
    test.each(phases)('that was interrupted (%s) is continued', when, async phase => {
      const [source, path] = [await open(original), emptyArchive(newPath())]
      const first = await open(path)
      await expect(copyArchive(source, first, stopAfter(40, phase))).rejects.toThrow('enough')
      const there = (await contentsOf(first)).conversations!.length
      expect(there).toBeGreaterThan(0)
      await first.close()
      const target = await open(path)
      const { written } = await copyArchive(source, target, { signal })
      expect(written).toBe(BODIES.length - there)
      expect(await contentsOf(target)).toEqual(await contentsOf(source))
    })

  test('takes along what changed in the original since it was interrupted', MORE, async () => {
    const [source, target] = [await open(), await open()]
    await fillArchive(source)
    await expect(copyArchive(source, target, stopAfter(50))).rejects.toThrow('enough')
    const body = structuredClone(BODIES[20]!)
    body.transcript.push({ role: 'user', message: 'Pineapple.', time_in_call_secs: 9 })
    await source.upsertConversation(body, callOf(body), NOW - 10)
    await source.prune(NOW - 5000 - 90 * 60)
    await copyArchive(source, target, { signal })
    expect(await contentsOf(target)).toEqual(await contentsOf(source))
    expect(await answersOf(target)).toEqual(await answersOf(source))
  })

  test('that somebody has damaged meanwhile is mended', MORE, async () => {
    const [source, target] = [await open(original), await open()]
    await expect(copyArchive(source, target, stopAfter(0, 'verify'))).rejects.toThrow('enough')
    await target.write(
      run(
        sql`UPDATE bodies SET detail = (SELECT detail FROM bodies WHERE conversation = 6) WHERE conversation IN (5, 77)`,
      ),
    )
    await target.write(run(sql`DELETE FROM turns WHERE conversation = 20`))
    expect(await copyArchive(source, target, { signal })).toMatchObject({ written: 3 })
    expect(await contentsOf(target)).toEqual(await contentsOf(source))
  })
})

describe('is refused', () => {
  test('where the target has calls of its own, or is complete', async () => {
    const [source, target] = [await open(original), await open()]
    await target.upsertConversation(BODIES[0], callOf(BODIES[0]!), NOW)
    const before = await contentsOf(target)
    await expect(copyArchive(source, target, { signal })).rejects.toThrow(
      /holds 1 call of its own; nothing was copied.*empty/,
    )
    expect(await contentsOf(target)).toEqual(before)
    const complete = await open()
    await copyArchive(source, complete, { signal })
    await expect(copyArchive(source, complete, { signal })).rejects.toThrow(/is this archive, or a complete copy of it/)
    await expect(copyArchive(source, await open(original), { signal })).rejects.toThrow(/is this archive/)
  })

  test('where there is nothing to copy, or not all of it', async () => {
    const [source, target] = [await open(original), await open()]
    await expect(copyArchive(await open(), target, { signal })).rejects.toThrow(/no calls to copy/)
    await expect(copyArchive(source, target, stopAfter(50))).rejects.toThrow('enough')
    await expect(copyArchive(target, await open(), { signal })).rejects.toThrow(/unfinished copy/)
    const other = await open()
    await fillArchive(other, BODIES.slice(0, 20))
    await expect(copyArchive(other, target, { signal })).rejects.toThrow(/unfinished copy of another archive/)
  })

  test('while another process copies into it', MORE, async () => {
    const [source, target] = [await open(original), await open()]
    await target.write(claim({ holder: 'another-computer 4711 x', secs: 100 }, ['copy']))
    await expect(copyArchive(source, target, { signal })).rejects.toThrow(/Another process is copying into/)
    // One of this computer that was killed is not waited for.
    const other = await open()
    await other.write(claim({ holder: deadProcess(), secs: 100 }, ['copy']))
    expect(await copyArchive(source, other, { signal })).toMatchObject({ written: BODIES.length })
  })
})

test('nobody answers from an unfinished copy', async () => {
  const [source, dataDir] = [await open(original), newPath()]
  const mirror = new Mirror({
    source: { concurrency: 1 } as never,
    place: { dataDir, host: 'api.test', profile: 'default', apiKey: 'a key' },
    isOff: false,
    now: () => NOW,
    log: { debug() {}, info() {}, warn() {}, error() {} } as never,
  })
  onTestFinished(() => mirror.close())
  const { archive } = await mirror.open()
  const ask = () =>
    mirror.ensure({ filter: {}, window: { zone: 'UTC', beforeUnix: NOW - 2 * 86_400 }, details: false }, { signal })
  await expect(copyArchive(source, archive, stopAfter(50))).rejects.toThrow('enough')
  await expect(ask()).rejects.toThrow(/unfinished copy.*archive copy" again.*archive delete/)
  await copyArchive(source, archive, { signal })
  // By the key that the copy brought along, and without a request.
  expect((await ask()).report).toMatchObject({ complete: true, requests: 0 })
})

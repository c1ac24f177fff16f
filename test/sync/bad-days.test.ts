// @module-tag more
import { closeSync, copyFileSync, openSync, statSync, truncateSync, writeSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openArchive } from '../../src/archive/archive.ts'
import { coveredIntervals } from '../../src/archive/coverage/coverage.ts'
import { removeArchive } from '../../src/archive/place/files.ts'
import { Database } from '../../src/archive/sqlite/database.ts'
import { ArchiveError } from '../../src/errors.ts'
import { databaseOf } from '../support/database.ts'
import { MORE, some } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, worldOf } from './calls.ts'
import { expectMirror, LISTS, problemsOf, type Rig, startRig } from './rig.ts'

/* What may happen to the file while calls are read into it. Each ends in a message that says what to do; then, in all calls. */

/** The question fails with this message; what was read stays, and nothing is half written. */
async function expectRefusal(rig: Rig, message: RegExp): Promise<void> {
  const error = await rig.ensure().catch(caught => caught)
  expect(error).toBeInstanceOf(ArchiveError)
  expect(error.message).toMatch(message)
  expect(error.message).toMatch(/list_conversations.*still work/)
}

async function expectAll(rig: Rig): Promise<void> {
  expect(await rig.ensure()).toMatchObject({ complete: true, partial: null })
  await expectMirror(rig)
}

test('the disk is full in the middle of the calls', MORE, async () => {
  const rig = await startRig(worldOf(calls(500, NOW - 100, 60)))
  await rig.ensure(LISTS)
  const pages = Number(databaseOf(rig.archive).get('PRAGMA page_count')?.page_count)
  databaseOf(rig.archive).exec(`PRAGMA max_page_count = ${pages + 50}`)
  await expectRefusal(rig, /the disk is full\. Free disk space, or choose another directory/)
  const { withDetail } = await rig.archive.status()
  expect(withDetail).toBeGreaterThan(0)
  expect(withDetail).toBeLessThan(500)
  expect(await rig.archive.integrity()).toEqual([])
  // It still answers.
  await expectMirror(rig, { details: false })
  await expectRefusal(rig, /the disk is full/)

  databaseOf(rig.archive).exec('PRAGMA max_page_count = 1000000')
  await expectAll(rig)
})

test('the disk is full in the middle of the lists: nothing is taken for complete', async () => {
  const rig = await startRig(worldOf(calls(450, NOW - 100, 60)))
  const pages = Number(databaseOf(rig.archive).get('PRAGMA page_count')?.page_count)
  databaseOf(rig.archive).exec(`PRAGMA max_page_count = ${pages + 40}`)
  await expectRefusal(rig, /the disk is full/)
  expect((await rig.archive.status()).calls).toBeLessThan(450)
  expect((await rig.archive.status()).calls % 100).toBe(0)
  expect((await rig.archive.read(coveredIntervals(''))).every(({ from }) => from > 0)).toBe(true)
  databaseOf(rig.archive).exec('PRAGMA max_page_count = 1000000')
  expect(await rig.ensure(LISTS)).toMatchObject({ complete: true, partial: null })
  await expectMirror(rig, { details: false })
})

test('another process does not let go of the file', MORE, async () => {
  const rig = await startRig(worldOf(calls(150, NOW - 100, 60)))
  // Nobody has to wait for 5 seconds here.
  databaseOf(rig.archive).exec('PRAGMA busy_timeout = 20')
  const other = new Database(rig.path)
  let isHeld = false
  rig.onRequest(async () => {
    if (isHeld || (await rig.archive.status()).withDetail === 0) return
    isHeld = true
    other.exec('BEGIN IMMEDIATE')
  })
  await expectRefusal(rig, /locked by another process.*Try again in a moment/)
  const { withDetail } = await rig.archive.status()
  expect(withDetail).toBeGreaterThan(0)
  await expectRefusal(rig, /locked by another process/)
  other.exec('ROLLBACK')
  other.close()
  await expectAll(rig)
})

test('the file may not be written any more', async () => {
  const rig = await startRig(worldOf(calls(50, NOW - 100, 60)))
  await rig.ensure(LISTS)
  databaseOf(rig.archive).exec('PRAGMA query_only = ON')
  await expectRefusal(rig, /cannot be written.*write permission/s)
  await expectMirror(rig, { details: false })
  databaseOf(rig.archive).exec('PRAGMA query_only = OFF')
  await expectAll(rig)
})

test('the file is damaged where calls are', async () => {
  const rig = await startRig(worldOf(calls(80, NOW - 100, 60)))
  await rig.ensure()
  const root = databaseOf(rig.archive).get(
    "SELECT rootpage AS page FROM sqlite_schema WHERE name = 'conversations'",
  )?.page
  await rig.close()
  const file = openSync(rig.path, 'r+')
  writeSync(file, Buffer.alloc(4096, 0xff), 0, 4096, (Number(root) - 1) * 4096)
  closeSync(file)
  await rig.open()
  await expectRefusal(rig, /is damaged\. Run "conversations-mcp archive delete" and let it fill itself again/)
  await rig.close()
  removeArchive(rig.path)
  await rig.open()
  await expectAll(rig)
})

test.each(some([0.95, 0.5, 0.8, 0.2], 4))('the log lost its end, from %d of it, as with the power', async share => {
  const rig = await startRig(worldOf(calls(120, NOW - 100, 60)))
  // Nothing of the log has got into the file yet.
  databaseOf(rig.archive).exec('PRAGMA wal_autocheckpoint = 0')
  await rig.ensure()
  const lost = `${rig.path}-lost`
  copyFileSync(rig.path, lost)
  copyFileSync(`${rig.path}-wal`, `${lost}-wal`)
  truncateSync(`${lost}-wal`, Math.floor(statSync(`${lost}-wal`).size * share))
  expect(await problemsOf(lost)).toEqual([])

  await rig.close()
  removeArchive(rig.path)
  copyFileSync(lost, rig.path)
  await rig.open()
  expect((await rig.archive.status()).withDetail).toBeLessThan(120)
  await expectAll(rig)
})

// Windows does not let go of open files.
test.skipIf(process.platform === 'win32')('the file is deleted while others have it open', async () => {
  const rig = await startRig(worldOf(calls(80, NOW - 100, 60)))
  await rig.ensure(LISTS)
  const other = await openArchive(rig.path)
  removeArchive(rig.path)
  // What would be lost is not claimed to be there; the next process begins anew.
  await expect(rig.ensure()).rejects.toThrow(/was deleted or replaced while in use/)
  await rig.restart()
  expect((await rig.archive.status()).calls).toBe(0)
  await rig.ensure(LISTS)
  // The end of one who has the old file leaves the new one alone, and its log.
  await other.setNote('written', 'in vain')
  await other.close()
  await expectAll(rig)
  await rig.restart()
  expect(await rig.archive.note('written')).toBeNull()
  expect(await rig.requestsOf(() => rig.ensure())).toEqual([])
  await expectMirror(rig)
})

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openArchive } from '../../src/archive/archive.ts'
import { start } from '../support/built.ts'
import { databaseOf } from '../support/database.ts'
import { NOW } from '../support/world.ts'
import { calls, DAY, worldOf } from './calls.ts'
import { counted, expectMirror, type Rig, startRig } from './rig.ts'

/* The built file, killed without warning at any moment of a sync. */

const MOMENTS = 100
const CALLS = 8000
/** Requests at a time: a sync begins with fewer, and adapts. */
const CONCURRENCY = 8
/** Requests of a process that is killed, at most: enough that most of what it reads is also written. */
const REQUESTS = 150
/** Calls that a process may have read and not yet written: about as many of these small ones are one transaction. */
const WAITING = 45
/** With the others that it has asked for, which are on their way. */
const UNWRITTEN = CONCURRENCY + WAITING

const sync = ({ api, folder }: Rig) =>
  start(['sync', '--since', '2026-01-01', '--data-dir', folder, '--max-concurrency', String(CONCURRENCY)], {
    env: { ELEVENLABS_API_KEY: 'any', ELEVENLABS_BASE_URL: api.url },
  })

/** While it opens the file, or with its first request or one later. */
async function waitForSomeMoment(child: ReturnType<typeof sync>['child'], rig: Rig, isEarly: boolean): Promise<void> {
  const { length } = rig.api.requests
  const until = isEarly ? length : length + 1 + Math.floor(Math.random() * REQUESTS)
  while (child.exitCode === null && rig.api.requests.length < until) await sleep(1)
  await sleep(Math.random() * (isEarly ? 300 : 20))
}

/** @returns what has been written, which must never become less */
async function look({ path }: Rig): Promise<{ calls: number; withDetail: number }> {
  const archive = await openArchive(path)
  try {
    expect(await archive.integrity()).toEqual([])
    const { calls, withDetail } = await archive.status()
    return { calls, withDetail }
  } finally {
    await archive.close()
  }
}

/** Each call, turn and word once. */
function expectOnce({ archive, world }: Rig): void {
  const count = (sql: string) => databaseOf(archive).get(`SELECT count(*) AS n FROM ${sql}`)?.n
  const turns = world.reduce((sum, body) => sum + body.transcript.length, 0)
  expect([count('conversations'), count('bodies'), count('turns')]).toEqual([world.length, world.length, turns])
  expect(count(`words WHERE words MATCH '"=i =am =conv"'`)).toBe(world.length)
  expect(count(`words WHERE words MATCH '"=summary =of =conv"'`)).toBe(world.length)
  expect(count('words')).toBe(turns + world.length)
}

test(`killed at ${MOMENTS} random moments, it loses nothing, doubles nothing and reads little twice`, async () => {
  const rig = await startRig(worldOf(calls(CALLS, NOW - 2 * DAY, 600)))
  // Nobody else has the file open: whoever opens it next finds it as the killed one left it.
  await rig.close()
  rig.api.faults.latencyMs = 2
  let written = { calls: 0, withDetail: 0 }
  for (let kills = 0; kills < MOMENTS; kills += 1) {
    const { child } = sync(rig)
    await waitForSomeMoment(child, rig, kills % 10 === 0)
    child.kill('SIGKILL')
    await once(child, 'exit')
    // Its work was not over: each kill has hit it.
    expect(child.signalCode).toBe('SIGKILL')
    // At other times it is the next process that finds what was left.
    if (kills % 2 === 0) continue
    const found = await look(rig)
    expect(found.calls).toBeGreaterThanOrEqual(written.calls)
    expect(found.withDetail).toBeGreaterThanOrEqual(written.withDetail)
    written = found
  }
  expect(written.withDetail).toBeGreaterThan(0)
  expect(written.withDetail).toBeLessThan(CALLS)

  const last = sync(rig)
  expect(await last.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('8,000 of 8,000 transcripts') })
  await look(rig)
  await rig.open()
  await expectMirror(rig)
  expectOnce(rig)
  // A page that was on its way comes again, and a page may have to be cut anew.
  const { pages, calls: read } = counted(rig.api.requests)
  expect(pages).toBeLessThanOrEqual(CALLS / 100 + 1 + 2 * MOMENTS)
  expect(read).toBeLessThanOrEqual(CALLS + UNWRITTEN * MOMENTS)
}, 600_000)

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openArchive } from '../../src/archive/store.ts'
import { NOW } from '../support/world.ts'
import { bundled } from './bundle.ts'
import { calls, DAY, worldOf } from './calls.ts'
import { counted, expectMirror, type Rig, startRig } from './rig.ts'

/* Real processes, killed without warning at any moment. */

const MOMENTS = 100

const CHILD = bundled('killed')

/** On the same file as the rig's own archive, which other processes may use at the same time. */
const start = ({ api, path }: Rig, now: number): ChildProcess =>
  spawn(process.execPath, [CHILD, api.url, path, String(now)], { stdio: ['ignore', 'pipe', 'inherit'] })

/** By a connection of its own: an older one finds faults in the index of words where another process has just written. */
function integrity({ path }: Rig): string[] {
  const archive = openArchive(path)
  try {
    return archive.integrity()
  } finally {
    archive.close()
  }
}

test(`killed at ${MOMENTS} random moments, it loses nothing and reads little twice`, async () => {
  const rig = await startRig(worldOf(calls(1500, NOW - 2 * DAY, 600)))
  rig.api.faults.latencyMs = 2
  for (let kills = 0; kills < MOMENTS; kills += 1) {
    const child = start(rig, NOW)
    const { length } = rig.api.requests
    // Any moment between its first request and some dozens later, or while it opens the file.
    const after = kills % 10 === 0 ? -1 : Math.floor(Math.random() * 40)
    const until = Date.now() + 5000
    while (child.exitCode === null && rig.api.requests.length < length + 1 + after && Date.now() < until) await sleep(1)
    await sleep(Math.random() * 20)
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    expect(integrity(rig)).toEqual([])
  }
  const child = start(rig, NOW)
  const [text] = (await once(child.stdout!, 'data')) as [Buffer]
  expect(JSON.parse(String(text))).toMatchObject({ complete: true, details: { needed: 1500, have: 1500 } })
  await once(child, 'exit')
  expectMirror(rig)
  expect(integrity(rig)).toEqual([])
  // At each kill four calls and a page at most were on their way, and a page may have to be cut anew.
  const { pages, calls: read } = counted(rig.api.requests)
  expect(pages).toBeLessThanOrEqual(16 + 2 * MOMENTS)
  expect(read).toBeLessThanOrEqual(1500 + 8 * MOMENTS)
}, 600_000)

test('several processes on one file lose nothing and corrupt nothing', async () => {
  const rig = await startRig(worldOf(calls(400, NOW - 100, 300)))
  rig.api.faults.latencyMs = 2
  const children = [1, 2, 3].map(() => start(rig, NOW))
  await Promise.all(children.map(child => once(child, 'exit')))
  expect(children.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
  expectMirror(rig)
  expect(integrity(rig)).toEqual([])
}, 120_000)

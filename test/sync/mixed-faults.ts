import { expect } from 'vitest'
import { UpstreamError } from '../../src/errors.ts'
import { NOW } from '../support/world.ts'
import { calls, worldOf } from './calls.ts'
import { expectMirror, startRig } from './rig.ts'

/** Each strikes one of twenty requests. */
const FAULTS = [
  { status: 429 },
  { status: 500 },
  { status: 502, shape: 'html' },
  { damage: 'cut' },
  { damage: 'truncated-json' },
  { delayMs: 10 },
] as const

const world = (count: number) => startRig(worldOf(calls(count, NOW - 100, 60)))

function faulty({ api }: Awaited<ReturnType<typeof world>>): void {
  for (const fault of FAULTS) api.faults.always(/^/, { ...fault, probability: 0.05 })
}

/** One sync has everything at its end: nothing wrong, nothing lost, nothing doubled. */
export async function expectOneSync(count: number): Promise<void> {
  const rig = await world(count)
  faulty(rig)
  expect(await rig.ensure()).toMatchObject({
    complete: true,
    listed: { calls: count },
    details: { needed: count, have: count, failed: [] },
    unreadable: { calls: 0 },
    vanished: [],
  })
  await expectMirror(rig)
}

/** Single reads give what the API has; an error comes only where all tries were in vain. */
export async function expectReads(count: number): Promise<void> {
  const rig = await world(count)
  faulty(rig)
  const errors: Error[] = []
  for (const body of rig.world) {
    const read = await rig.source.getRaw(body.conversation_id).catch(error => void errors.push(error))
    if (read !== undefined) expect(read).toEqual(body)
  }
  for (const { message } of errors) expect(message).toMatch(/after 4 tries/)
  expect(errors.some(error => error instanceof UpstreamError)).toBe(errors.length > 0)
  // Three tenths of the requests fail: four in a row, one of 123.
  expect(errors.length).toBeLessThan(count / 20)
}

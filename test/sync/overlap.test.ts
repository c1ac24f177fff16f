import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { NOW } from '../support/world.ts'
import { calls, worldOf } from './calls.ts'
import { expectMirror, startRig } from './rig.ts'

test('while a call is written, the next ones are on their way, and no more than may be', async () => {
  const rig = await startRig(worldOf(calls(60, NOW - 100)), { http: { concurrency: 20 }, sync: { concurrency: 8 } })
  let onTheWay = 0
  const getRaw = rig.source.getRaw.bind(rig.source)
  rig.source.getRaw = async (id, signal) => {
    onTheWay += 1
    await sleep(10)
    return getRaw(id, signal).finally(() => {
      onTheWay -= 1
    })
  }
  const atWrites: number[] = []
  const turns: number[] = []
  const { archive } = rig
  const write = archive.upsertConversation.bind(archive)
  let turn = 0
  const tick = (): void => {
    turn += 1
    if (atWrites.length < 60) setImmediate(tick)
  }
  tick()
  archive.upsertConversation = (...detail) => {
    atWrites.push(onTheWay)
    turns.push(turn)
    return write(...detail)
  }
  await rig.ensure()
  expectMirror(rig)
  expect(Math.max(...atWrites)).toBe(8)
  // Until nothing is left to ask for.
  expect(Math.min(...atWrites.slice(0, 60 - 8))).toBe(8)
  // The event loop comes round between two writes.
  expect(new Set(turns).size).toBe(60)
})

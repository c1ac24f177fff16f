import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { MORE } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, worldOf } from './calls.ts'
import { startRig } from './rig.ts'

test('when calls are written, the next ones are on their way, and the event loop comes round', MORE, async () => {
  const rig = await startRig(worldOf(calls(64, NOW - 100)), { http: { concurrency: 8 } })
  const { source, archive, world } = rig
  // Calls that are being read, each until it is let go.
  const open: (() => void)[] = []
  source.getRaw = id =>
    new Promise(resolve => {
      open.push(() => resolve(world.find(body => body.conversation_id === id)))
    })
  const writes: { onTheWay: number; turn: number }[] = []
  let [turn, arrived, written] = [0, 0, 0]
  archive.writeTogether = async details => {
    written += details.length
    writes.push({ onTheWay: open.length, turn })
  }

  const asked = rig.ensure()
  while (written < 64) {
    // All eight arrive at once, as they may after a long write.
    if (written === arrived && open.length === 8) {
      for (const letGo of open.splice(0)) letGo()
      arrived += 8
    }
    await nextTurn()
    turn += 1
  }
  await asked
  // Until there is nothing left to ask for.
  for (const write of writes.slice(0, -1)) expect(write.onTheWay).toBe(8)
  expect(new Set(writes.map(write => write.turn)).size).toBe(writes.length)
  expect(writes.length).toBeLessThan(64)
})

import { expect, test } from 'vitest'
import { candidatesOf } from '../../src/archive/select/select.ts'
import { pack } from '../../src/archive/write/body.ts'
import { smallWorld } from '../support/small-world.ts'
import { ALL, startRig } from './rig.ts'

const everything = candidatesOf({})

/** What the first version wrote of the same bodies. */
const asFirstVersion = `
UPDATE conversations SET mapping = 1, transfers = NULL, caller = NULL, overruled = NULL, duration_refused = NULL,
  tool_calls = 99, transferred_to_agent = 0`

test('what an older version wrote is mapped again from the stored bodies, without a request', async () => {
  const rig = await startRig(smallWorld())
  await rig.ensure()
  const rows = () => rig.archive.db.all('SELECT * FROM conversations ORDER BY id')
  const before = rows()
  rig.archive.db.exec(asFirstVersion)
  await rig.restart()
  rig.sync.renew()
  const requests = await rig.requestsOf(async () => {
    expect(await rig.ensure()).toMatchObject({ complete: true, partial: null })
  })
  expect(requests).toEqual([])
  expect(rig.archive.countOutdated(everything)).toBe(0)
  expect(rows()).toEqual(before)
})

test('whoever asks meanwhile and does not wait is told how many are not', async () => {
  const rig = await startRig(smallWorld())
  await rig.ensure()
  rig.archive.db.exec(asFirstVersion)
  await rig.restart()
  rig.sync.renew()
  const report = await rig.ensure(ALL, { deadlineMs: 0 })
  expect(report).toMatchObject({ complete: false, goesOn: true, details: { needed: 13, have: 0 } })
  expect(report.partial).toBe(
    '13 calls still follow the definitions of an older version, and a search may miss them; they are being recomputed from the archive.',
  )
  expect(await rig.ensure()).toMatchObject({ complete: true, details: { needed: 13, have: 13 } })
})

test('calls in question come first, and a body that cannot be mapped any more stays as it was', async () => {
  const rig = await startRig(smallWorld())
  await rig.ensure()
  rig.archive.db.exec(asFirstVersion)
  const chat = "(SELECT id FROM conversations WHERE conversation_id = 'conv_chat')"
  rig.archive.db.run(`UPDATE bodies SET detail = ? WHERE conversation = ${chat}`, [pack({ ok: true })])
  await rig.restart()
  rig.sync.renew()
  const filter = { agent_id: 'agent_support' }
  expect(await rig.ensure({ filter, details: true })).toMatchObject({ complete: true })
  expect(rig.archive.countOutdated(candidatesOf(filter))).toBe(0)
  expect(rig.archive.db.get(`SELECT tool_calls FROM conversations WHERE id = ${chat}`)).toEqual({ tool_calls: 99 })
})

import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { toConversation } from '../../src/api/map.ts'
import { openArchive } from '../../src/archive/archive.ts'
import { candidatesOf } from '../../src/archive/select/select.ts'
import { pack } from '../../src/archive/write/body.ts'
import { prepareDetail } from '../../src/archive/write/prepare-detail.ts'
import { renewCalls } from '../../src/sync/calls/renew.ts'
import { KeyedQueue } from '../../src/sync/run/keyed-queue.ts'
import { makeSchema1, OLD_BODY } from '../archive/schema-1.ts'
import { databaseOf } from '../support/database.ts'
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
  const rows = () => databaseOf(rig.archive).all('SELECT * FROM conversations ORDER BY id')
  const before = rows()
  databaseOf(rig.archive).exec(asFirstVersion)
  await rig.restart()
  rig.sync.renew()
  const requests = await rig.requestsOf(async () => {
    expect(await rig.ensure()).toMatchObject({ complete: true, partial: null })
  })
  expect(requests).toEqual([])
  expect(await rig.archive.countOutdated(everything)).toBe(0)
  expect(rows()).toEqual(before)
})

test('whoever asks meanwhile and does not wait is told how many are not', async () => {
  const rig = await startRig(smallWorld())
  await rig.ensure()
  databaseOf(rig.archive).exec(asFirstVersion)
  await rig.restart()
  rig.sync.renew()
  const report = await rig.ensure(ALL, { deadlineMs: 0 })
  expect(report).toMatchObject({ complete: false, goesOn: true, details: { needed: 13 } })
  // The first few may be done by then.
  const left = 13 - report.details.have
  expect(left).toBeGreaterThan(1)
  expect(report.partial).toBe(
    `${left} calls still follow the definitions of an older version, and a search may miss them; they are being recomputed from the archive.`,
  )
  expect(await rig.ensure()).toMatchObject({ complete: true, details: { needed: 13, have: 13 } })
})

test('calls in question come first, and a body that cannot be mapped any more stays as it was', async () => {
  const rig = await startRig(smallWorld())
  await rig.ensure()
  databaseOf(rig.archive).exec(asFirstVersion)
  const chat = "(SELECT id FROM conversations WHERE conversation_id = 'conv_chat')"
  databaseOf(rig.archive).run(`UPDATE bodies SET detail = ? WHERE conversation = ${chat}`, [pack({ ok: true })])
  await rig.restart()
  rig.sync.renew()
  const filter = { agent_id: 'agent_support' }
  expect(await rig.ensure({ filter, details: true })).toMatchObject({ complete: true })
  expect(await rig.archive.countOutdated(candidatesOf(filter))).toBe(0)
  expect(databaseOf(rig.archive).get(`SELECT tool_calls FROM conversations WHERE id = ${chat}`)).toEqual({
    tool_calls: 99,
  })
})

test('whoever needs none of them does not wait for a batch of others', async () => {
  const rig = await startRig(smallWorld())
  await rig.ensure()
  databaseOf(rig.archive).exec(`${asFirstVersion} WHERE agent_id <> 'agent_support'`)
  await rig.restart()
  let end = (): void => {}
  const other = await openArchive(rig.archive.path)
  const begun = new Promise<void>(resolve => {
    const batch = (): Promise<boolean> =>
      new Promise(settle => {
        end = () => settle(false)
        resolve()
      })
    void other.leases.alone('renewals', batch, async () => true, new AbortController().signal)
  })
  await begun
  rig.sync.renew()
  const filter = { agent_id: 'agent_support' }
  expect(await rig.ensure({ filter, details: true })).toMatchObject({ complete: true })
  expect(await rig.archive.countOutdated(everything)).toBeGreaterThan(0)
  end()
  await rig.ensure()
  expect(await rig.archive.countOutdated(everything)).toBe(0)
  await other.close()
})

/** A body of which today's definitions tell more than those of the first version. */
const BODY = {
  ...OLD_BODY,
  metadata: {
    ...OLD_BODY.metadata,
    termination_reason: 'Client disconnected: 1006',
    whatsapp: { whatsapp_user_id: '15550107788' },
  },
  transcript: [
    ...OLD_BODY.transcript,
    null,
    {
      role: 'agent',
      tool_calls: [{ request_id: '1', tool_name: 'lookup', tool_has_been_called: false }],
      tool_results: [{ request_id: '1', tool_name: 'lookup', tool_has_been_called: true, is_error: true }],
      time_in_call_secs: 3,
    },
  ],
}

test('a body in a file of the first version tells the facts of today, as one that is read today', async () => {
  const [old, fresh] = ['first-version', 'fresh'].map(name => join(inject('shared'), `renew-${name}.sqlite`))
  makeSchema1(old!, BODY)
  const archive = await openArchive(old!, 1_790_000_400)
  expect(await archive.countOutdated(everything)).toBe(1)
  await renewCalls(everything, archive, new KeyedQueue(), new AbortController().signal)
  expect(await archive.countOutdated(everything)).toBe(0)

  const other = await openArchive(fresh!, 1_790_000_400)
  const call = toConversation(BODY, 'conv_old')
  await other.writeTogether([{ detail: prepareDetail(BODY, call), at: 1_790_000_200 }])
  const FACTS = `
    SELECT environment, caller, ending_group, tool_calls, tool_errors, overruled, lost_turns, transfers, connected,
      user_turns, last_tool, mapping FROM conversations WHERE conversation_id = 'conv_old'`
  const facts = databaseOf(archive).get(FACTS)
  expect(facts).toEqual(databaseOf(other).get(FACTS))
  expect(facts).toMatchObject({
    ...{ environment: 'staging', caller: 'number 15550107788', ending_group: 'connection lost' },
    ...{ tool_calls: 1, tool_errors: 1, overruled: 'tool', lost_turns: 1 },
  })
  const TOOLS = 'SELECT name, executed, errored FROM tool_calls'
  expect(databaseOf(archive).all(TOOLS)).toEqual(databaseOf(other).all(TOOLS))
  expect(await archive.conversation('conv_old')).toEqual(call)
  await archive.close()
  await other.close()
})

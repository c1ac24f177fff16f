import { expect, test } from 'vitest'
import { openArchive } from '../../src/archive/archive.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { run } from '../../src/archive/engine/work.ts'
import { SeenParts } from '../../src/sync/calls/seen-parts.ts'
import type { SyncRequest } from '../../src/sync/sync.ts'
import { some } from '../support/runs.ts'
import { NOW } from '../support/world.ts'
import { calls, DAY, worldOf } from './calls.ts'
import { ALL, counted, LISTS, startRig } from './rig.ts'

/* What a question needs is here already: then one look at the archive is enough, and tells the same. */

const QUESTIONS: SyncRequest[] = [
  ALL,
  LISTS,
  { filter: { agent_id: 'agent_a' }, details: true },
  { filter: { call_successful: 'failure' }, details: true },
  { filter: {}, window: { zone: 'UTC', afterUnix: NOW - 2 * DAY, beforeUnix: NOW - DAY }, details: false },
  { filter: {}, details: true, agents: ['agent_b'] },
]

test('a report is the same whether anything was read for it or not', async () => {
  for (const question of some(QUESTIONS, 2)) {
    const rig = await startRig(worldOf(calls(60, NOW - 100, 3600)))
    const { requests, ...first } = await rig.ensure(question)
    expect(requests).toBeGreaterThan(0)
    expect(first).toMatchObject({ complete: true, partial: null })
    for (let again = 0; again < 2; again += 1) expect(await rig.ensure(question)).toEqual({ ...first, requests: 0 })
  }
})

test('that no call is missing is known until anything is written, by whoever', async () => {
  const rig = await startRig(worldOf(calls(60, NOW - 100, 3600)))
  await rig.ensure()
  const askedBy = async () => counted(await rig.requestsOf(() => rig.ensure(LISTS)))
  expect(await askedBy()).toEqual({ pages: 0, calls: 0 })
  expect(await askedBy()).toEqual({ pages: 0, calls: 0 })
  const other = await openArchive(rig.path)
  const { conversation_id: id } = rig.world[30]!
  await other.write(
    run(sql`UPDATE conversations SET list_read_at = 1, detail_read_at = 1 WHERE conversation_id = ${id}`),
  )
  await other.close()
  const asked = await rig.requestsOf(() => rig.ensure(LISTS))
  expect(asked.map(({ path }) => path.split('/').at(-1))).toEqual([id])
  expect(await askedBy()).toEqual({ pages: 0, calls: 0 })
})

test('a part that was seen holds what is within it: its own scope or a narrower one, and an earlier walk', () => {
  const whole = { name: '', filter: {}, wider: [] }
  const narrow = { name: 'agent_id=a', filter: { agent_id: 'a' }, wider: [''] }
  const seen = new SeenParts()
  seen.add(narrow, { from: 100, to: 200 }, 500)
  expect(seen.has(narrow, { from: 100, to: 200 }, 500)).toBe(true)
  expect(seen.has(narrow, { from: 120, to: 180 }, 400)).toBe(true)
  expect(seen.has(narrow, { from: 99, to: 200 }, 500)).toBe(false)
  expect(seen.has(narrow, { from: 100, to: 201 }, 500)).toBe(false)
  expect(seen.has(narrow, { from: 100, to: 200 }, 501)).toBe(false)
  expect(seen.has(whole, { from: 100, to: 200 }, 500)).toBe(false)
  seen.add(whole, { from: 0, to: 1_000 }, 600)
  expect(seen.has(narrow, { from: 0, to: 1_000 }, 600)).toBe(true)
})

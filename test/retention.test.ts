import { existsSync, readFileSync } from 'node:fs'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createApp } from '../src/app.ts'
import type { Json } from '../src/demo/world.ts'
import { keptSince } from '../src/sync/run/retention.ts'
import { connect } from './support/client.ts'
import { NOW, startWorld } from './support/world.ts'

/* --retention-days: what started longer ago leaves the archive, stays out of it, and is told as left out. */

const DAY = 24 * 3600
const call = (id: string, daysAgo: number, message: string): Json => ({
  conversation_id: id,
  agent_id: 'agent_1',
  agent_name: 'Desk',
  status: 'done',
  metadata: { start_time_unix_secs: NOW - daysAgo * DAY, call_duration_secs: 60 },
  transcript: [{ role: 'user', message, time_in_call_secs: 1 }],
})
const CALLS = [call('conv_new', 3, 'a young zebra'), call('conv_old', 10, 'a quixotic zeppelin')]

async function world() {
  const agents = [{ agent_id: 'agent_1', name: 'Desk' }]
  const server = await startWorld({ conversations: CALLS, agents, tags: [], extras: {} })
  onTestFinished(() => server.close())
  /** Another process with the same archive. */
  const start = async (retentionDays?: number) => {
    await server.app.close()
    const app = createApp({ ...server.app.config, retentionDays })
    const client = await connect(app)
    const end = async () => {
      await client.close()
      await app.close()
    }
    onTestFinished(end)
    return { ...client, app, end }
  }
  return { server, start }
}

const COUNT = { metrics: ['count'], after: '30d' }
const existing = (paths: string[]) => paths.filter(existsSync).map(path => readFileSync(path))
const READ_OLD = /conversations\/conv_old$/

test('calls that are too old leave the archive, are not read again, and come back without the setting', async () => {
  const { server, start } = await world()
  const before = await start()
  expect((await before.call('analyze_conversations', COUNT)).text).toMatch(/^2 calls/)
  await before.end()

  const limited = await start(7)
  const asked = server.api.requests.length
  const { text } = await limited.call('analyze_conversations', COUNT)
  expect(text).toMatch(/^1 call\b/)
  expect(text).toContain(
    'Excluded: calls that started before 2026-11-15 12:00; the archive keeps none that are older (--retention-days).',
  )
  expect(text).not.toContain('INCOMPLETE')
  expect((await limited.call('analyze_conversations', { metrics: ['count'], after: '7d' })).text).not.toContain(
    'Excluded',
  )
  expect((await limited.call('search_conversations', { query: 'zeppelin', mode: 'words' })).text).toMatch(/^No /)
  expect(server.api.requests.slice(asked).filter(({ path }) => READ_OLD.test(path))).toEqual([])
  // A single call that is asked for by name is read from the API, and not kept.
  expect((await limited.call('get_conversation', { conversation_id: 'conv_old' })).text).toContain('zeppelin')
  const { archive } = await (await limited.app.mirror()).open()
  expect((await archive.status()).calls).toBe(1)
  if (inject('store') === null) {
    await archive.vacuum()
    expect(existing([archive.path, `${archive.path}-wal`]).map(file => file.includes('zeppelin'))).not.toContain(true)
  }
  await limited.end()

  expect((await (await start()).call('analyze_conversations', COUNT)).text).toMatch(/^2 calls/)
})

test('what is kept moves by the hour', () => {
  expect(keptSince(undefined, NOW)).toBe(0)
  expect(keptSince(7, NOW + 3599)).toBe(NOW - 7 * DAY)
  expect(keptSince(7, NOW + 3600)).toBe(NOW - 7 * DAY + 3600)
  expect(keptSince(3650, 1000)).toBe(0)
})

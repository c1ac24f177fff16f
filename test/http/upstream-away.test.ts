// @module-tag more
import { expect, onTestFinished, test, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import { startDemoServer } from '../../src/demo/server.ts'
import type { Json } from '../../src/demo/world.ts'
import { connect } from '../support/client.ts'
import { smallWorld } from '../support/small-world.ts'
import { connectHttp, serve } from '../support/team.ts'
import { API_KEY, NOW, startWorld } from '../support/world.ts'

/* The API is away for an hour, and comes back. */

const HOUR = 3600
const WINDOW = { after: '2026-10-01' }

test('while the API is away for an hour what is archived is told, with its age, and afterwards nothing is missing', async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  onTestFinished(() => void vi.restoreAllMocks())
  const world = await startWorld(smallWorld())
  onTestFinished(() => world.close())
  const [like] = world.api.world.conversations as [Json]
  const callAt = (id: string, start: number): Json => ({
    ...structuredClone(like),
    conversation_id: id,
    metadata: { ...like.metadata, start_time_unix_secs: start },
  })
  world.api.world.conversations.unshift(callAt('conv_before', NOW - 2 * HOUR))
  /** The server as it is so many seconds later, asked by one client. */
  const at = async (secs: number) => {
    const app = createApp({ ...world.app.config, now: NOW + secs })
    const server = await serve(app)
    const client = await connectHttp(server.url)
    const touched = { calls: 0, agents: new Set<string>() }
    const guest = await connect(app.asSeenBy({ agents: ['another'], listens: true, touched, answered: () => {} }))
    onTestFinished(async () => {
      for (const one of [client, guest]) await one.close()
      await server.close()
      await app.close()
    })
    const state = async () => {
      const [health, ready] = await Promise.all(['/health', '/ready'].map(path => fetch(`${server.url}${path}`)))
      return [health!.status, ready!.status, ((await ready!.json()) as Json).api]
    }
    const count = () => client.call('analyze_conversations', { ...WINDOW, metrics: ['count', 'turns'] })
    return { client, guest, state, count }
  }
  const before = await at(0)
  const whole = await before.count()
  expect(whole.isError).toBe(false)
  const [[counted]] = whole.structured.rows
  expect(await before.state()).toEqual([200, 200, 'ok'])

  const { url, world: calls } = world.api
  await world.api.close()
  const during = await at(HOUR)
  const one = { conversation_id: 'conv_before' }
  // All at once, because each tries several times.
  const [stale, known, hidden, live] = await Promise.all([
    during.count(),
    during.client.call('get_conversation', one),
    during.guest.call('get_conversation', one),
    during.client.call('list_conversations', { page_size: 1 }),
  ])
  expect([stale.isError, stale.structured.rows[0][0]]).toEqual([false, counted])
  expect(stale.text).toMatch(/last synced 2026-11-22 12:00.*\nINCOMPLETE.*\n.* refuses connections/)
  expect([known.isError, known.structured?.coverage]).toEqual([
    false,
    expect.stringMatching(
      / refuses connections; .* This is the archived copy, which .* last synced 2026-11-22 12:00; /,
    ),
  ])
  for (const refused of [hidden, live]) {
    expect([refused.isError, refused.text]).toEqual([true, expect.stringMatching(/^\S+ refuses connections/)])
  }
  expect(await during.state()).toEqual([200, 200, 'failing'])

  const missed = callAt('conv_missed', NOW + HOUR / 2)
  const back = await startDemoServer({
    world: { ...calls, conversations: [missed, ...calls.conversations] },
    port: Number(new URL(url).port),
    apiKey: API_KEY,
    now: () => (NOW + HOUR) * 1000,
  })
  onTestFinished(back.close)
  const after = await during.count()
  expect([after.isError, after.structured.rows[0][0]]).toEqual([false, counted + 1])
  expect(after.text).not.toContain('INCOMPLETE')
  expect(await during.state()).toEqual([200, 200, 'ok'])
})

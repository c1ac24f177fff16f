// @module-tag more
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import type { Json } from '../../src/demo/world.ts'
import type { HttpServer } from '../../src/http/serve.ts'
import { smallWorld } from '../support/small-world.ts'
import { connectHttp, connectHttpV1, post, serve } from '../support/team.ts'
import { NOW, startWorld, type TestWorld } from '../support/world.ts'

/* Two servers over one archive: what one of them hears, the other one knows. */

const TOKEN = 'the-token-of-the-whole-team'
const SECRET = 'wsec_0123456789abcdef0123456789abcdef'

let world: TestWorld
let other: App
let servers: HttpServer[]
beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  world = await startWorld(smallWorld())
  other = createApp(world.app.config)
  const settings = { token: TOKEN, postCallSecret: SECRET }
  servers = await Promise.all([world.app, other].map(app => serve(app, settings)))
})
afterAll(async () => {
  for (const server of servers) await server.close()
  await other.close()
  await world.close()
  vi.restoreAllMocks()
})

/** A webhook of the platform, and what the server answers. */
async function tell(server: HttpServer, call: Json): Promise<unknown> {
  const body = JSON.stringify({ type: 'post_call_transcription', event_timestamp: NOW, data: call })
  const at = Math.floor(Date.now() / 1000)
  const mac = createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex')
  const headers = { 'elevenlabs-signature': `t=${at},v0=${mac}` }
  return await (await post(server.url, { path: '/webhooks/post-call', body, headers })).json()
}

test('an old and a new client behind a token find a call that a webhook has just told the other server of', async () => {
  const [first, second] = servers as [HttpServer, HttpServer]
  const [modern, old] = [await connectHttp(first.url, TOKEN), await connectHttpV1(second.url, TOKEN)]
  const [a, b] = await Promise.all([
    modern.call('analyze_conversations', { metrics: ['count'] }),
    old.call('analyze_conversations', { metrics: ['count'] }),
  ])
  expect(a.structured.rows).toEqual(b.structured.rows)
  const listener = await connectHttp(second.url, TOKEN)
  const heard: string[] = []
  listener.client.setNotificationHandler('notifications/resources/list_changed', () => heard.push('list'))
  const listening = await listener.client.listen({ resourcesListChanged: true })

  const [like] = world.api.world.conversations as [Json]
  const call = {
    ...structuredClone(like),
    conversation_id: 'conv_new',
    transcript: [{ role: 'user', message: 'My clavichord is late.', time_in_call_secs: 1 }],
    metadata: { ...like.metadata, start_time_unix_secs: NOW - 100 },
  }
  world.api.world.conversations.unshift(call)
  expect(await tell(first, call)).toEqual({ status: 'stored' })
  // The platform tries again, and the load balancer chooses another server.
  expect(await tell(second, call)).toEqual({ status: 'known' })
  for (const client of [modern, old]) {
    const { structured } = await client.call('search_conversations', { query: 'clavichord' })
    expect(structured.hits.map((hit: Json) => hit.conversation_id)).toEqual(['conv_new'])
  }
  // The other server looks now and then, and what came before its first look is no news.
  for (let count = 1; heard.length === 0 && count < 100; count++) {
    await tell(first, { ...call, conversation_id: `conv_new_${count}` })
    await vi.waitFor(() => expect(heard).toContain('list'), { timeout: 2_000 }).catch(() => {})
  }
  expect(heard).toContain('list')
  await listening.close()
  for (const client of [modern, old, listener]) await client.close()
})

import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { readHttpConfig } from '../../src/http/config.ts'
import { smallWorld } from '../support/small-world.ts'
import { connectHttp, connectHttpV1, post, serve } from '../support/team.ts'
import { keptLog } from '../support/team-of-tests.ts'
import { worldOfTests } from '../support/world-of-tests.ts'

keptLog()
const world = worldOfTests(smallWorld(), {}, {}, 1)

describe('access', () => {
  const TOKEN = 'a-token-of-more-than-sixteen-characters'

  test('without a token is for this computer alone', () => {
    const config = (flags: object, env = {}) => readHttpConfig({ port: '0', ...flags }, env)
    expect(config({}).hostNames).toContain('localhost')
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'calls.example.com']) {
      expect(() => config({ host })).toThrow(/without authentication/)
    }
    for (const url of ['https://calls.example.com', 'http://192.168.1.5:8484']) {
      expect(() => config({ url }, { CONVERSATIONS_MCP_HTTP_TOKEN: '' })).toThrow(/without authentication/)
    }
    for (const url of ['http://localhost:8484', 'http://[::1]:8484']) expect(config({ url }).origin).toBe(url)
    const env = { CONVERSATIONS_MCP_HTTP_TOKEN: TOKEN }
    expect(() => config({ host: '0.0.0.0' }, env)).toThrow(/--url/)
    const open = config({ host: '0.0.0.0', url: 'https://calls.example.com' }, env)
    expect(open.hostNames).toEqual(['calls.example.com'])
    expect(() => config({}, { CONVERSATIONS_MCP_HTTP_TOKEN: 'short' })).toThrow(/at least 16 characters/)
    expect(() => config({ issuer: 'http://issuer.example.com' })).toThrow(/https/)
    expect(() => config({ url: 'https://calls.example.com/sub' })).toThrow(/without a path/)
  })

  test('with a static token is for whoever has it', async () => {
    const own = await serve(world.app, { token: TOKEN })
    const status = async (authorization?: string) => {
      const answer = await post(own.url, { headers: authorization === undefined ? {} : { authorization } })
      return [answer.status, answer.headers.get('www-authenticate')]
    }
    expect(await status()).toEqual([401, 'Bearer realm="calls"'])
    const wrong = [401, expect.stringMatching(/^Bearer error="invalid_token"/)]
    expect(await status(`Bearer ${TOKEN}x`)).toEqual(wrong)
    expect(await status(`Bearer ${TOKEN.slice(1)}`)).toEqual(wrong)
    expect(await status(`Basic ${TOKEN}`)).toEqual([401, 'Bearer realm="calls"'])
    expect(await status(`Bearer ${TOKEN}`)).toEqual([200, null])
    for (const connect of [connectHttp, connectHttpV1]) {
      const client = await connect(own.url, TOKEN)
      expect((await client.call('list_conversations', { page_size: 1 })).isError).toBe(false)
      await client.close()
    }
    await own.close()
  })

  test('of one client is limited, and another is answered meanwhile', async () => {
    const own = await serve(world.app, { requestsPerMinute: 3 })
    const statuses: number[] = []
    for (let n = 0; n < 5; n++) {
      const answer = await post(own.url)
      statuses.push(answer.status)
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    expect((await fetch(`${own.url}/health`)).status).toBe(200)
    await own.close()
  })
})

describe('long requests of one client', () => {
  test('are so many at a time, and subscriptions count by themselves', async () => {
    const own = await serve(world.app, { requestsAtOnce: 1 })
    const client = await connectHttp(own.url)
    const listening = await client.client.listen({ resourcesListChanged: true })
    // Under way until its body ends: one, and three that wait for their turn.
    const held = Array.from({ length: 4 }, () => {
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
      const asked = request(`${own.url}/mcp`, {
        method: 'POST',
        headers: { ...headers, 'transfer-encoding': 'chunked' },
      })
      asked.flushHeaders()
      return { asked, status: once(asked, 'response').then(([answer]) => answer.resume().statusCode) }
    })
    const refused = await vi.waitFor(
      async () => {
        const answer = await post(own.url)
        expect(answer.status).toBe(429)
        return answer
      },
      { timeout: 30_000, interval: 5 },
    )
    expect(refused.headers.get('retry-after')).toBe('1')
    expect((await refused.json()).error_description).toContain('more requests under way than the 1 that')
    for (const { asked } of held) asked.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }))
    // Whoever has waited too long by then was told to come again.
    for (const { status } of held) expect([200, 429]).toContain(await status)
    expect((await client.call('list_conversations', { page_size: 2 })).isError).toBe(false)
    await listening.close()
    await client.close()
    await own.close()
  })
})

describe('at the end', () => {
  test('what is under way is answered, subscriptions end, and nothing new is taken', async () => {
    const own = await serve(world.app)
    const client = await connectHttp(own.url)
    const listening = await client.client.listen({ resourcesListChanged: true })
    let isAsked = () => {}
    const asked = new Promise<void>(resolve => {
      isAsked = resolve
    })
    world.api.faults.latencyMs = 300
    const before = world.api.requests.length
    const answer = client.call('list_conversations', { page_size: 2 })
    const timer = setInterval(() => world.api.requests.length > before && isAsked(), 5)
    await asked
    clearInterval(timer)
    const closed = own.close()
    expect((await answer).isError).toBe(false)
    await closed
    world.api.faults.latencyMs = 0
    await expect(post(own.url)).rejects.toThrow()
    await listening.close()
    await client.close()
  })

  test('whoever has connected is answered, accepted or not', async () => {
    const own = await serve(world.app)
    const { hostname, port } = new URL(own.url)
    // None of them is accepted before the loop comes round.
    const answers = Array.from({ length: 20 }, async () => {
      const socket = connect(Number(port), hostname)
      socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')
      return (await once(socket.setEncoding('utf8'), 'data'))[0]
    })
    const closed = own.close()
    for (const answer of await Promise.all(answers))
      expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*\nconnection: close/i)
    await closed
  })
})

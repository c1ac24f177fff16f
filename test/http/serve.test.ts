import { once } from 'node:events'
import { request } from 'node:http'
import { connect as connectSocket } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { PATIENT } from '../support/patient.ts'
import { smallWorld } from '../support/small-world.ts'
import { connectHttp, connectHttpV1, post, serve } from '../support/team.ts'
import { keptLog, teamServerOfTests } from '../support/team-of-tests.ts'
import { startWorld } from '../support/world.ts'
import { worldOfTests } from '../support/world-of-tests.ts'

const logged = keptLog()
const world = worldOfTests(smallWorld(), {}, {}, 1)
const server = teamServerOfTests(world)

/** Status of a request with a Host of its own, which `fetch` does not let one choose. */
async function statusFor(headers: Record<string, string>, path = '/mcp'): Promise<number> {
  const asked = request(`${server.url}${path}`, { method: path === '/mcp' ? 'POST' : 'GET', headers })
  asked.end(path === '/mcp' ? '{}' : undefined)
  const [answer] = await once(asked, 'response')
  answer.resume()
  return answer.statusCode
}

describe('clients of both eras', () => {
  test.each([
    ['2026-07-28', connectHttp],
    ['2025', connectHttpV1],
  ])('ask tools, resources and completions: %s', async (_, connect) => {
    const client = await connect(server.url)
    const { tools } = await client.client.listTools()
    expect(tools.length).toBeGreaterThan(6)
    expect(tools.map(({ name }: { name: string }) => name)).not.toContain('export_conversations')
    const listed = await client.call('list_conversations', { page_size: 3 })
    expect(listed.structured.rows).toHaveLength(3)
    const counted = await client.call('analyze_conversations', { metrics: ['count'] })
    expect(counted.isError).toBe(false)
    const { contents } = await client.client.readResource({ uri: 'conversations://recent' })
    expect(contents[0].text).toContain(listed.structured.rows[0][0])
    const { completion } = await client.client.complete({
      ref: { type: 'ref/prompt', name: 'weekly_report' },
      argument: { name: 'agent', value: '' },
    })
    expect(completion.values.length).toBeGreaterThan(0)
    await client.close()
  })

  test('what the protocol does not allow is refused in sentences', async () => {
    const ask = async (method: string, params: object) => {
      const response = await post(server.url, { body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) })
      return JSON.parse((await response.text()).replace(/^[\s\S]*?(?=\{)/, '')).error
    }
    const code = -32602
    expect(await ask('prompts/get', { name: 'weekly_report', arguments: { agent: 7, period: ['x'] } })).toEqual({
      code,
      message:
        'Invalid request: params.arguments.agent must be a string (got a number); params.arguments.period must be a string (got a list).',
    })
    expect(await ask('tools/call', { name: 'list_conversations', arguments: [1] })).toEqual({
      code,
      message: 'Invalid tools/call request: params.arguments must be an object (got a list).',
    })
  })

  test('no file is written on the computer of the server', async () => {
    const client = await connectHttp(server.url)
    await expect(client.call('export_conversations', { format: 'csv' })).rejects.toThrow(/not found/)
    await client.close()
  })
})

describe('routes', () => {
  test('are its own, and no others', async () => {
    const get = async (path: string) => (await fetch(`${server.url}${path}`)).status
    expect(await Promise.all(['/health', '/ready', '/mcp', '/', '/metrics', '/mcp/x', '/.env'].map(get))).toEqual([
      200, 200, 405, 404, 404, 404, 404,
    ])
    expect((await post(server.url, { path: '/webhooks/post-call' })).status).toBe(404)
  })

  test('carry the id of the request: the one that a proxy gave, or one of ours', async () => {
    const answer = await post(server.url, { headers: { 'x-request-id': 'proxy-7' } })
    expect(answer.headers.get('x-request-id')).toBe('proxy-7')
    const forged = await post(server.url, { headers: { 'x-request-id': 'a"b' } })
    expect(forged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('keep account of each answer: who, what, how many calls of which agents, and nothing of what was said', async () => {
    const client = await connectHttp(server.url)
    logged.length = 0
    await client.call('get_conversation', { conversation_id: world.api.world.conversations[0]!.conversation_id })
    await client.close()
    const lines = await vi.waitUntil(() => {
      const audits = logged.flatMap(line => (line.includes('"audit"') ? [JSON.parse(line)] : []))
      return audits.length > 0 && audits
    }, PATIENT)
    expect(lines).toEqual([
      {
        ...{ level: 'audit', client: 'local', what: 'get_conversation', ok: true, calls: 1 },
        agents: [world.api.world.conversations[0]!.agent_id],
        request: expect.stringMatching(/^[0-9a-f-]{36}$/),
        time: expect.any(String),
        ms: expect.any(Number),
      },
    ])
  })
})

describe('a request is refused', () => {
  test.each([
    ['a foreign Host', { host: 'evil.example' }],
    ['a foreign Host with our port', { host: 'evil.example:8484' }],
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['an Origin that begins like ours', { origin: 'http://localhost.evil.example' }],
    ['the Origin null', { origin: 'null' }],
    ['no Origin that can be read', { origin: 'http://' }],
  ])('with %s', async (_, headers) => {
    expect(await statusFor({ 'content-type': 'application/json', ...headers })).toBe(403)
  })

  test('but not from a page of this computer, nor a probe that knows it by its number', async () => {
    const headers = { origin: 'http://localhost:6274', accept: 'application/json, text/event-stream' }
    expect(await statusFor({ 'content-type': 'application/json', ...headers })).not.toBe(403)
    expect(await statusFor({ host: '10.0.0.7:8484' }, '/health')).toBe(200)
    expect(await statusFor({ host: '10.0.0.7:8484' }, '/ready')).toBe(200)
  })

  test.each([
    ['another content type', 415, { headers: { 'content-type': 'text/plain' } }],
    ['a compressed body', 415, { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }],
    ['a form', 415, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a body above a megabyte', 413, { body: `"${'x'.repeat(1024 * 1024)}"` }],
    ['no JSON', 400, { body: '{"jsonrpc":' }],
    ['no message of the protocol', 400, { body: '{"hello":1}' }],
  ])('with %s', async (_, status, init) => {
    expect((await post(server.url, init)).status).toBe(status)
  })

  test('where headers and body name different methods or versions', async () => {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta: meta } })
    const ask = async (headers: Record<string, string>) => {
      const answer = await post(server.url, { body, headers })
      return [answer.status, ((await answer.json()) as { error?: { code: number } }).error?.code]
    }
    const good = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' }
    expect(await ask(good)).toEqual([200, undefined])
    expect(await ask({ ...good, 'mcp-method': 'tools/call' })).toEqual([400, -32020])
    expect(await ask({ ...good, 'mcp-protocol-version': '2025-11-25' })).toEqual([400, -32020])
  })

  test('where it never comes to its end', async () => {
    const impatient = await serve(world.app, {}, { headers: 50, request: 50, look: 10 })
    const slow = async (sent: string) => {
      const socket = connectSocket(Number(new URL(impatient.url).port), '127.0.0.1')
      let got = ''
      socket.on('data', data => {
        got += data
      })
      socket.write(sent)
      await once(socket, 'close')
      return got.split('\r\n')[0]
    }
    expect(await slow('POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow')).toBe('HTTP/1.1 408 Request Timeout')
    const head =
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{'
    expect(await slow(head)).toBe('HTTP/1.1 408 Request Timeout')
    await impatient.close()
  })
})

describe('the state', () => {
  const ready = async (url = server.url) => {
    const answer = await fetch(`${url}/ready`)
    return [answer.status, await answer.json()]
  }

  test('is ready before anything was asked', async () => {
    const own = await startWorld(smallWorld())
    const served = await serve(own.app)
    expect(await ready(served.url)).toEqual([200, { status: 'ready', archive: 'ok', api: 'unused' }])
    await served.close()
    await own.close()
  })

  test('is not ready where the archive cannot be opened', async () => {
    const own = await startWorld(smallWorld(), { store: 'postgres://nobody@127.0.0.1:1/none' })
    const served = await serve(own.app)
    expect(await ready(served.url)).toEqual([503, { status: 'not ready', archive: 'unavailable', api: 'unused' }])
    await served.close()
    await own.close()
  })

  test('has figures, for whoever may see the calls of all agents', async () => {
    const token = 'a-token-of-more-than-sixteen-characters'
    const own = await serve(world.app, { metrics: true, token })
    expect((await fetch(`${own.url}/metrics`)).status).toBe(401)
    const client = await connectHttp(own.url, token)
    await client.call('list_conversations', { page_size: 1 })
    await client.call('list_conversations', { after: 'no such time' })
    await client.close()
    const answer = await fetch(`${own.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
    const figures = await answer.text()
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    for (const line of [
      'conversations_mcp_answers_total{what="list_conversations",outcome="ok"} 1',
      'conversations_mcp_answers_total{what="list_conversations",outcome="error"} 1',
      'conversations_mcp_answer_seconds_count{what="list_conversations"} 2',
      `conversations_mcp_archive_calls ${world.api.world.conversations.length}`,
    ]) {
      expect(figures).toContain(`\n${line}\n`)
    }
    expect(figures).toMatch(/\nconversations_mcp_upstream_requests_total\{kind="sent"\} [1-9]/)
    expect(figures).toMatch(/\nconversations_mcp_sync_lag_seconds \d/)
    await own.close()
  })
})

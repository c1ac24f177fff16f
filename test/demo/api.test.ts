import { describe, expect, test } from 'vitest'
import { AGENT_SECRETS } from '../../src/demo/agents.ts'
import type { Json } from '../../src/demo/world.ts'
import { PROMPT_SECRET, SETTINGS_SECRETS, SMALL_WORLD_START, smallWorld } from '../support/small-world.ts'
import { get, request, serve, walk } from './client.ts'

describe('keys', () => {
  test.each([
    ['no key', {}, { type: 'authentication_error', code: 'unauthorized', status: 'needs_authorization' }],
    ['a wrong key', { 'xi-api-key': 'wrong' }, { code: 'unauthorized', status: 'invalid_api_key' }],
    ['a restricted key', { 'xi-api-key': 'no-convai-read' }, { status: 'missing_permissions' }],
  ])('%s', async (_, headers, detail) => {
    const response = await request(await serve({ apiKey: 'right' }), 'conversations', headers as Record<string, string>)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ detail: { ...detail, message: expect.any(String) } })
  })

  test('the restricted key is answered in the legacy shape', async () => {
    const response = await request(await serve(), 'conversations', { 'xi-api-key': 'no-convai-read' })
    expect(Object.keys(((await response.json()) as Json).detail).sort()).toEqual(['message', 'status'])
  })

  test('the right key, and any key where none is expected', async () => {
    expect((await request(await serve({ apiKey: 'right' }), 'tags', { 'xi-api-key': 'right' })).status).toBe(200)
    expect((await request(await serve(), 'tags')).status).toBe(200)
  })
})

describe('errors', () => {
  test('an unknown call, with the request id in body and header', async () => {
    const server = await serve()
    for (const path of ['conversations/conv_nope', 'conversations/%20%3F', 'conversations/conv_nope/audio']) {
      const response = await request(server, path)
      expect(response.status).toBe(404)
      const { detail } = (await response.json()) as Json
      expect(detail).toMatchObject({
        type: 'not_found',
        code: 'conversation_not_found',
        status: 'conversation_history_not_found',
      })
      expect(detail.request_id).toBe(response.headers.get('request-id'))
    }
  })

  test('an unknown agent', async () => {
    const response = await request(await serve(), 'agents/agent_nope')
    expect([response.status, ((await response.json()) as Json).detail.code]).toEqual([404, 'agent_not_found'])
  })

  test('an endpoint that is not there, and a change', async () => {
    const server = await serve()
    expect(await (await request(server, 'agents/agent_billing/link')).json()).toEqual({ detail: 'Not Found' })
    const options = { method: 'DELETE', headers: { 'xi-api-key': 'any' } }
    expect((await fetch(`${server.url}/v1/convai/conversations/conv_refund`, options)).status).toBe(405)
  })

  test.each([
    'conversations/conv_refund',
    'conversations/conv_refund/audio',
    'agents',
    'agents/agent_billing',
    'agents/agent_billing/topics',
    'tags',
  ])('%s refuses unknown parameters', async path => {
    expect((await request(await serve(), `${path}?colour=red`)).status).toBe(422)
  })
})

describe('one call', () => {
  test('is the body as it is', async () => {
    const server = await serve()
    for (const call of smallWorld().conversations) {
      expect(await get(server, `conversations/${call.conversation_id}`)).toEqual(call)
    }
  })

  test('has traces on request', async () => {
    const call = await get(await serve(), 'conversations/conv_refund?format=opentelemetry')
    expect(call.otlp_traces).toEqual({ resourceSpans: [] })
  })
})

describe('audio', () => {
  test('is as long as the call, and hums where somebody speaks', async () => {
    const world = smallWorld()
    const call = world.conversations.find(each => each.conversation_id === 'conv_refund')!
    call.metadata.call_duration_secs = 9
    call.transcript = [
      { role: 'agent', message: 'one two three four five', time_in_call_secs: 1 },
      { role: 'user', message: 'one two three four five', time_in_call_secs: 5 },
    ]
    const response = await request(await serve({ world }), 'conversations/conv_refund/audio')
    expect(response.headers.get('content-type')).toBe('audio/wav')
    const bytes = new Uint8Array(await response.arrayBuffer())
    const view = new DataView(bytes.buffer)
    const rate = view.getUint32(24, true)
    expect(view.getUint32(40, true)).toBe(bytes.length - 44)
    expect(bytes.length - 44).toBe(9 * rate)
    /** Times that the wave crosses the middle upwards in that second. */
    const hertz = (sec: number) => {
      const second = [...bytes.subarray(44 + sec * rate, 44 + (sec + 1) * rate)]
      return second.filter((sample, at) => sample >= 128 && (second[at - 1] ?? 128) < 128).length
    }
    const heard = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(hertz)
    for (const [sec, wanted] of [0, 220, 220, 0, 0, 330, 330, 0, 0].entries()) {
      expect(Math.abs(heard[sec]! - wanted), `second ${sec}`).toBeLessThan(4)
    }
  })

  test('is missing where there is no recording', async () => {
    const response = await request(await serve(), 'conversations/conv_chat/audio')
    expect([response.status, ((await response.json()) as Json).detail.type]).toEqual([404, 'not_found'])
  })
})

describe('agents', () => {
  const names = async (query: string, now?: () => number) =>
    (await get(await serve({ now }), `agents?${query}`)).agents.map((agent: Json) => agent.name)

  test.each([
    ['', ['Support', 'Billing']],
    ['archived=true', ['Old Billing']],
    ['search=BILL', ['Billing']],
    ['tags=money', ['Billing']],
    ['sort_by=name&sort_direction=asc', ['Billing', 'Support']],
    ['sort_by=call_count_7d', ['Billing', 'Support']],
    ['created_by_user_id=@me', ['Support', 'Billing']],
    ['created_by_user_id=user_else', []],
  ])('%s', async (query, expected) => {
    expect(await names(query, () => (SMALL_WORLD_START + 86_400) * 1000)).toEqual(expected)
  })

  test('the clock decides which calls are recent', async () => {
    const later = () => (SMALL_WORLD_START + 7 * 86_400 + 5 * 3600) * 1000
    // Only calls from the fifth hour on are left: two of Support, two of Billing; the id decides.
    expect(await names('sort_by=call_count_7d', later)).toEqual(['Support', 'Billing'])
  })

  test('in pages', async () => {
    const pages = await walk(await serve(), 'agents?page_size=1')
    expect(pages.flatMap(page => page.agents.map((agent: Json) => agent.agent_id))).toEqual([
      'agent_support',
      'agent_billing',
    ])
    expect(pages[1]!.agents[0].last_call_time_unix_secs).toBe(SMALL_WORLD_START + 9 * 3600)
  })

  test('one agent: criteria and data items amid what must not be passed on', async () => {
    const agent = await get(await serve(), 'agents/agent_old')
    expect(agent.platform_settings).toMatchObject({
      evaluation: { criteria: [{ id: 'solved', name: 'Problem solved' }] },
      data_collection: { order_id: { type: 'string', description: 'Order number' } },
      archived: true,
    })
    const text = JSON.stringify(agent)
    for (const secret of [...Object.values({ ...AGENT_SECRETS, ...SETTINGS_SECRETS }), PROMPT_SECRET])
      expect(text).toContain(secret)
    expect(text.length).toBeGreaterThan(15_000)
  })
})

test('tags', async () => {
  const page = await get(await serve(), 'tags')
  expect(page.conversation_tags).toEqual(smallWorld().tags)
  const pages = await walk(await serve(), 'tags?page_size=1')
  expect(pages.map(each => each.conversation_tags[0].tag_id)).toEqual(['tag_vip', 'tag_bug'])
})

import type { ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ApiClient } from '../../src/api/client.ts'
import type { HttpOptions } from '../../src/api/http.ts'
import { toConversation } from '../../src/api/map.ts'
import { NotFoundError, ShapeError, UserInputError } from '../../src/errors.ts'
import { type Answer, after, failureOf, json, raw, serve } from './scripted.ts'

const MORE = (cursor: string | null) => ({ has_more: cursor !== null, next_cursor: cursor })

/** Answers by path and query; what it does not know is 404. */
const routes =
  (table: Record<string, Answer | object>): Answer =>
  (response, request, number) => {
    const route = table[request.url ?? '']
    const answer =
      typeof route === 'function' ? (route as Answer) : json(route ?? { detail: 'Not Found' }, route ? 200 : 404)
    answer(response, request, number)
  }

async function setUp(table: Record<string, Answer | object>, options: Partial<HttpOptions> = {}) {
  const server = await serve(routes(table))
  const client = new ApiClient({ baseUrl: server.url, apiKey: 'k', retryBaseMs: 1, ...options })
  onTestFinished(() => client.close())
  return { client, server, paths: () => server.requests.map(request => request.path) }
}

describe('conversations', () => {
  it('are listed by filter and options', async () => {
    const { client } = await setUp({
      '/v1/convai/conversations?agent_id=agent_1&page_size=2&summary_mode=include': {
        conversations: [{ conversation_id: 'conv_1' }],
        ...MORE('next'),
      },
    })
    const page = await client.list({ agent_id: 'agent_1' }, { pageSize: 2, summaries: true })
    expect(page).toMatchObject({ items: [{ id: 'conv_1' }], hasMore: true, nextCursor: 'next' })
  })

  it('are read whole, raw without secrets, and both say the same', async () => {
    const body = {
      conversation_id: 'conv_1',
      status: 'done',
      unknown_field: 1,
      transcript: [
        {
          role: 'agent',
          message: 'Hello',
          tool_calls: [{ request_id: 'r', tool_name: 't', tool_details: { url: 'SECRET' } }],
        },
      ],
      conversation_initiation_client_data: { dynamic_variables: { secret__x: 'SECRET', plan: 'gold' } },
    }
    const { client } = await setUp({ '/v1/convai/conversations/conv_1': body })
    const [conversation, rawBody] = await Promise.all([client.get('conv_1'), client.getRaw('conv_1')])
    expect(conversation).toMatchObject({ id: 'conv_1', turns: [{ message: 'Hello' }], variables: { plan: 'gold' } })
    expect(JSON.stringify(rawBody)).not.toContain('SECRET')
    expect(rawBody).toMatchObject({ unknown_field: 1 })
    expect(toConversation(rawBody, 'conv_1')).toEqual(conversation)
  })

  it('that are not there are named', async () => {
    const detail = { type: 'not_found', code: 'conversation_not_found', status: 'conversation_history_not_found' }
    const { client } = await setUp({ '/v1/convai/conversations/a%2Fb%20c': json({ detail }, 404) })
    const error = (await failureOf(client.get('a/b c'))) as Error
    expect(error).toBeInstanceOf(NotFoundError)
    expect(error.message).toContain('The API cannot find conversation a?b?c: ')
    await expect(client.getRaw('..')).rejects.toThrow(UserInputError)
  })

  it('are not taken for another one', async () => {
    const { client } = await setUp({ '/v1/convai/conversations/a': { conversation_id: 'b', status: 'done' } })
    const text = 'The API returned another conversation instead of conversation a.'
    for (const read of [client.get('a'), client.getRaw('a')]) await expect(read).rejects.toThrow(text)
  })

  it('of a wrong shape are refused, raw ones too', async () => {
    const { client } = await setUp({
      '/v1/convai/conversations/x': json(['SECRET']),
      '/v1/convai/conversations': json({ conversations: 'SECRET' }),
    })
    for (const broken of [() => client.get('x'), () => client.getRaw('x'), () => client.list({})]) {
      const error = (await failureOf(broken())) as Error
      expect(error).toBeInstanceOf(ShapeError)
      expect(error.message).not.toContain('SECRET')
    }
  })
})

describe('recordings', () => {
  it('come with their type', async () => {
    const { client } = await setUp({
      '/v1/convai/conversations/a/audio': raw(new Uint8Array([255, 251]), 'audio/mpeg'),
      '/v1/convai/conversations/b/audio': raw(new Uint8Array([1]), 'application/octet-stream'),
    })
    expect(await client.audio('a')).toEqual({ data: expect.any(Uint8Array), mimeType: 'audio/mpeg' })
    expect([...(await client.audio('a')).data]).toEqual([255, 251])
    expect((await client.audio('b')).mimeType).toBe('audio/mpeg')
  })

  it('that are empty or no sound are refused', async () => {
    const { client } = await setUp({
      '/v1/convai/conversations/a/audio': raw('', 'audio/mpeg'),
      '/v1/convai/conversations/b/audio': raw('{}', 'application/json'),
      '/v1/convai/conversations/c/audio': raw('<html>', 'text/html'),
    })
    await expect(client.audio('a')).rejects.toThrow(NotFoundError)
    await expect(client.audio('b')).rejects.toThrow(ShapeError)
    await expect(client.audio('c')).rejects.toThrow(ShapeError)
    await expect(client.audio('d')).rejects.toThrow('the recording of conversation d')
  })
})

describe('searches', () => {
  const results = [{ conversation_id: 'conv_1', agent_id: 'a', transcript_index: 2, chunk_text: 'x', score: 1 }]

  it('go to their own addresses', async () => {
    const { client } = await setUp({
      '/v1/convai/conversations/messages/text-search?text_query=late+refund&user_id=u&cursor=c&page_size=5': {
        results,
        ...MORE(null),
        meta: { total: 1 },
      },
      '/v1/convai/conversations/messages/smart-search?text_query=angry&agent_id=a': { results, ...MORE('n') },
    })
    const options = { cursor: 'c', pageSize: 5 }
    expect(await client.textSearch('late refund', { user_id: 'u' }, options)).toMatchObject({
      items: [{ conversationId: 'conv_1', turnIndex: 2 }],
      total: 1,
      hasMore: false,
    })
    expect(await client.smartSearch('angry', { agent_id: 'a' })).toMatchObject({ total: null, nextCursor: 'n' })
  })

  it('refuse filters they do not have', async () => {
    const { client, server } = await setUp({})
    await expect(client.textSearch('x', { tag_ids: ['t'] })).rejects.toThrow(UserInputError)
    await expect(client.smartSearch('x', { user_id: 'u' })).rejects.toThrow(UserInputError)
    expect(server.requests).toHaveLength(0)
  })
})

describe('catalogues', () => {
  const agents = (...ids: string[]) => ids.map(id => ({ agent_id: id, name: id.toUpperCase() }))
  const table = {
    '/v1/convai/agents?page_size=100': { agents: agents('a', 'b'), ...MORE('2') },
    '/v1/convai/agents?page_size=100&cursor=2': { agents: agents('c'), ...MORE(null) },
    '/v1/convai/agents?page_size=100&archived=true': { agents: agents('old', 'a'), ...MORE(null) },
    '/v1/convai/agents/a%3Fb': { platform_settings: { evaluation: { criteria: [{ id: 'c', name: 'C' }] } } },
    '/v1/convai/tags?page_size=100': { conversation_tags: [{ tag_id: 't', title: 'T' }], ...MORE(null) },
  }

  it('hold all agents, archived ones too, each once', async () => {
    const { client } = await setUp(table)
    expect((await client.agents()).map(agent => [agent.id, agent.archived])).toEqual([
      ['a', false],
      ['b', false],
      ['c', false],
      ['old', true],
    ])
  })

  it('are asked for once a minute', async () => {
    let now = 1_000_000
    const { client, paths } = await setUp(table, { now: () => now })
    const ask = () =>
      Promise.all([
        client.agents(),
        client.agents(),
        client.tags(),
        client.tags(),
        client.agentDefinitions('a?b'),
        client.agentDefinitions('a?b'),
      ])
    const [first] = await ask()
    const [second] = await ask()
    expect(second).toBe(first)
    expect(paths().sort()).toEqual(Object.keys(table).sort())
    now += 60_000
    await ask()
    expect(paths()).toHaveLength(2 * Object.keys(table).length)
  })

  it('survive that one of those who wait leaves', async () => {
    const slow = { '/v1/convai/tags?page_size=100': after(60, json(table['/v1/convai/tags?page_size=100'])) }
    const { client, server } = await setUp(slow)
    const control = new AbortController()
    const leaving = failureOf(client.tags(control.signal))
    const staying = client.tags()
    control.abort('bye')
    expect(await leaving).toBe('bye')
    expect(await staying).toEqual([{ id: 't', title: 'T', description: null }])
    expect(server.requests).toHaveLength(1)
  })

  it('do not remember a failure', async () => {
    const answers: Answer[] = [json({}, 403), json(table['/v1/convai/tags?page_size=100'])]
    const { client } = await setUp({
      '/v1/convai/tags?page_size=100': (response: ServerResponse, request, number) =>
        answers[number]!(response, request, number),
    })
    await expect(client.tags()).rejects.toThrow('HTTP 403')
    expect(await client.tags()).toHaveLength(1)
  })

  it('end after fifty pages', async () => {
    const server = await serve((response, request, number) =>
      json({ conversation_tags: [{ tag_id: `t${number}`, title: 'T' }], ...MORE(String(number)) })(
        response,
        request,
        number,
      ),
    )
    const client = new ApiClient({ baseUrl: server.url })
    onTestFinished(() => client.close())
    expect(await client.tags()).toHaveLength(50)
  })
})

describe('topics', () => {
  const QUERY = 'page_size=100&sort_by=conversations&include_evaluation_criteria=false'
  const path = (agent: string, query = '') => `/v1/convai/agents/${agent}/topics?${QUERY}${query}`
  const topics = (...ids: string[]) => ids.map(topic_id => ({ topic_id, label: topic_id, conversation_count: 1 }))
  const span = { from: 1_790_000_000, to: 1_790_600_000 }
  const inSpan = path('a', '&from_unix_secs=1790000000&to_unix_secs=1790600000')
  const table = {
    [path('a')]: { topics: topics('x', 'y'), ...MORE('2') },
    [path('a', '&cursor=2')]: { topics: topics('y', 'z'), ...MORE(null) },
    [inSpan]: { topics: topics('x'), ...MORE('3') },
    [`${inSpan}&cursor=3`]: { topics: topics('w'), ...MORE(null) },
    [path('b%2Fc')]: { topics: [], ...MORE(null) },
  }

  it('are read page by page, with the bounds of the span on each', async () => {
    const { client, paths } = await setUp(table)
    expect((await client.topics('a')).map(topic => topic.id)).toEqual(['x', 'y', 'z'])
    expect((await client.topics('a', span)).map(topic => topic.id)).toEqual(['x', 'w'])
    expect(await client.topics('b/c')).toEqual([])
    expect(paths()).toEqual(Object.keys(table))
  })

  it('are remembered for a minute, by agent and span', async () => {
    let now = 1_000_000
    const { client, server } = await setUp(table, { now: () => now })
    const ask = () => Promise.all([client.topics('a'), client.topics('a', { ...span }), client.topics('b/c')])
    const first = await ask()
    now += 59_999
    expect((await ask()).map((topics, at) => topics === first[at])).toEqual([true, true, true])
    expect(server.requests).toHaveLength(5)
    now += 60_000
    await ask()
    expect(server.requests).toHaveLength(10)
    await expect(client.topics('a', { from: span.from, to: span.to + 1 })).rejects.toThrow('the topics of agent a')
  })

  it('fail by their own name', async () => {
    const detail = { type: 'not_found', code: 'agent_not_found', message: 'SECRET' }
    const { client } = await setUp({ [path('gone')]: json({ detail }, 404), [path('odd')]: json({ topics: 'SECRET' }) })
    const gone = (await failureOf(client.topics('gone'))) as Error
    expect(gone).toBeInstanceOf(NotFoundError)
    expect(gone.message).toContain('the topics of agent gone')
    const odd = (await failureOf(client.topics('odd'))) as Error
    expect(odd).toBeInstanceOf(ShapeError)
    expect(`${gone.message}${odd.message}`).not.toContain('SECRET')
    await expect(client.topics('..')).rejects.toThrow(UserInputError)
    const control = new AbortController()
    const leaving = failureOf(client.topics('gone', undefined, control.signal))
    control.abort('bye')
    expect(await leaving).toBe('bye')
  })
})

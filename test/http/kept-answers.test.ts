import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { App } from '../../src/app.ts'
import { Handlers, type Http } from '../../src/http/handlers.ts'
import { AnswersUnderWay, KeptAnswers, questionOf, readTold } from '../../src/http/kept-answers.ts'
import { requestContext } from '../../src/request-context.ts'
import { smallWorld } from '../support/small-world.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

/* An answer bears a mark that no other has: by it one sees whether it was made anew. */

let world: TestWorld
let handlers: Handlers
let server: Server
let url: string
const logged: string[] = []
let answered = 0
/** Tools wait for it. */
let gate = Promise.resolve()
beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(line => Boolean(logged.push(String(line))))
  world = await startWorld(smallWorld())
  const { app } = world
  const asSeenBy: App['asSeenBy'] = guest => {
    const seen = app.asSeenBy(guest)
    const toolContext: App['toolContext'] = (...asked) => gate.then(() => seen.toolContext(...asked))
    return { ...seen, toolContext }
  }
  handlers = new Handlers({ ...app, asSeenBy }, () => {
    answered++
  })
  // Who asks, and what they may see, stands in headers of this test's own.
  const answer = getRequestListener(
    (request, env) => {
      const agents = JSON.parse(request.headers.get('x-agents') ?? 'null')
      return requestContext.run({ request: 'r' }, () => handlers.answer(request, { name: 'a', agents }, env as Http))
    },
    { overrideGlobalObjects: false },
  )
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`
  await ask({ name: 'analyze_conversations', given: { metrics: ['turns'] } })
})
afterAll(async () => {
  await handlers.close()
  server.close()
  server.closeAllConnections()
  await world.close()
  vi.restoreAllMocks()
})

/** One that is over: the archive tells of it. */
const call = () => world.api.world.conversations.find(({ status }) => status === 'done')!
const ID = () => String(call().conversation_id)

interface Asking {
  name?: string
  given?: object
  id?: unknown
  agents?: string[] | null
  headers?: Record<string, string>
  signal?: AbortSignal
}

async function ask({ name = 'get_conversation', given, id = 1, agents = null, headers = {}, signal }: Asking = {}) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  }
  const params = { _meta, name, arguments: given ?? { conversation_id: ID() } }
  const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params })
  const response = await fetch(url, {
    method: 'POST',
    body,
    ...(signal && { signal }),
    headers: {
      'content-type': 'application/json',
      'x-agents': JSON.stringify(agents),
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': name,
      ...headers,
    },
  })
  const told = (await response.json()) as any
  return { status: response.status, type: response.headers.get('content-type'), told, mark: markIn(told) }
}

const markIn = (told: unknown): string | undefined => /said-[0-9a-f]+/.exec(JSON.stringify(told))?.[0]

/** What the books say; lines of the same moment are written together, when it is over. */
async function books() {
  await new Promise(resolve => setImmediate(resolve))
  return logged.flatMap(lines =>
    lines
      .trim()
      .split('\n')
      .map(line => JSON.parse(line)),
  )
}

test('the same question gets the same answer under its own id, and both stand in the books', async () => {
  const first = await ask()
  const audits = (await books()).length
  const before = answered
  const second = await ask({ id: 'änother' })
  expect(first.told.result.isError).toBeFalsy()
  expect(second).toEqual({ ...first, told: { ...first.told, id: 'änother' } })
  expect(answered).toBe(before + 1)
  expect((await books()).slice(audits)).toMatchObject([{ what: 'get_conversation', ok: true, calls: 1 }])
})

test('something else that is asked, or by somebody who sees less, is answered for itself', async () => {
  const { mark } = await ask()
  expect((await ask()).mark).toBe(mark)
  const agent = String(call().agent_id)
  const others = [
    await ask({ given: { conversation_id: ID(), max_tokens: 2_000 } }),
    await ask({ agents: [agent] }),
    await ask({ headers: { accept: 'text/event-stream, application/json' } }),
  ]
  expect(new Set([mark, ...others.map(one => one.mark)]).size).toBe(4)
  const stranger = await ask({ agents: ['agent_of_nobody'] })
  expect(stranger.told.result.isError).toBe(true)
  const misnamed = await ask({ headers: { 'mcp-method': 'tools/list' } })
  expect(misnamed.status).toBe(400)
})

test('it is made anew when anything was written to the archive, by this server or another', async () => {
  const { mark } = await ask()
  const { archive } = await (await world.app.mirror()).open()
  await archive.setNote('test', '1')
  const second = await ask()
  expect(second.mark).not.toBe(mark)
  expect((await ask()).mark).toBe(second.mark)
  const { openArchive } = await import('../../src/archive/archive.ts')
  const other = await openArchive((await world.app.mirror()).place)
  await other.setNote('test', '2')
  expect((await ask()).mark).not.toBe(second.mark)
  await other.close()
})

test('what the API told is not kept', async () => {
  world.api.world.conversations.push({ ...structuredClone(call()), conversation_id: 'conv_new' })
  const given = { conversation_id: 'conv_new' }
  const first = await ask({ given })
  expect(first.told.result.isError).toBeFalsy()
  expect((await ask({ given })).mark).not.toBe(first.mark)
})

test('it is kept for a minute, of the last questions, and only where it ends as expected', async () => {
  let nowMs = 0
  const kept = new KeptAnswers(() => nowMs)
  const question = (n: number) => questionOf(JSON.stringify({ id: 7, n }), [], 'null')!
  const booked = { what: 'get_conversation', calls: 1, agents: 'all' as const }
  const keep = async (n: number, text: string) => {
    const { response, told } = await readTold(question(n), booked, new Response(text))
    if (told) kept.keep(question(n), 'v', told)
    return response
  }
  const good = (n: number) => `{"result":${n},"jsonrpc":"2.0","id":7}`
  expect(await (await keep(0, good(0))).text()).toBe(good(0))
  expect(String(kept.find(question(0), 'v')!.beginning)).toBe('{"result":0')
  expect(kept.find(question(0), 'w')).toBeNull()
  nowMs = 60_001
  expect(kept.find(question(0), 'v')).toBeNull()
  await keep(1, `{"result":"${'x'.repeat(70_000)}","jsonrpc":"2.0","id":7}`)
  await keep(2, '{"id":7,"result":2}')
  expect([kept.find(question(1), 'v'), kept.find(question(2), 'v')]).toEqual([null, null])
  for (let n = 3; n < 503 + 1; n++) await keep(n, good(n))
  expect(kept.find(question(3), 'v')).toBeNull()
  expect(kept.find(question(4), 'v')).not.toBeNull()
})

test('questions are equal that are sent alike but for their id', () => {
  const key = (body: string, headers: string[] = [], seen = 'null') => questionOf(body, headers, seen)?.key
  const one = key('{"id":1,"n":5}', ['Accept', 'a', 'X-Trace', '1'])
  expect(key('{"id":"x","n":5}', ['Accept', 'a', 'X-Trace', '2'])).toBe(one)
  const others = [
    key('{"id":1,"n":6}', ['Accept', 'a']),
    key('{"n":5,"id":1}', ['Accept', 'a']),
    key('{"id":1,"n":5}', ['Accept', 'b']),
    key('{"id":1,"n":5}', ['Accept', 'a'], '[]'),
    key('{"id":1,"n":5}', ['Accept', 'a', 'accept', 'b']),
  ]
  expect(new Set([one, ...others]).size).toBe(6)
  // An id that stands twice, or as nobody writes it, or none.
  const none = ['{"id":1,"of":{"id":1}}', '{"id":1,"of":{"id":12}}', '{"id" :1}', '{"id":1.5}', '{"n":1}', '[]', '{']
  expect(none.map(body => key(body))).toEqual(none.map(() => undefined))
})

/** Of tools that take their time: the first to be asked goes on when the others have been looked for an answer, too. */
async function together(first: Asking, others: readonly Asking[], meanwhile: () => unknown = () => {}) {
  const looked = vi.spyOn(AnswersUnderWay.prototype, 'find')
  const whenLooked = (times: number) => vi.waitUntil(() => looked.mock.calls.length >= times, { timeout: 30_000 })
  let release = (): void => {}
  gate = new Promise(resolve => (release = resolve))
  const answers = [ask(first)]
  await whenLooked(1)
  for (const other of others) {
    answers.push(ask(other))
    await whenLooked(answers.length)
    await meanwhile()
  }
  release()
  const settled = await Promise.allSettled(answers)
  looked.mockRestore()
  return settled.map(one => (one.status === 'fulfilled' ? one.value : null))
}

const ANALYSIS = { name: 'analyze_conversations', given: { group_by: ['agent'] } }

test('equal questions over many calls at the same time are answered once, each under its own id and in the books', async () => {
  const audits = (await books()).length
  const before = answered
  const [first, ...others] = await together(ANALYSIS, [
    { ...ANALYSIS, id: 'two' },
    { ...ANALYSIS, id: 3 },
  ])
  expect(first!.told.result.isError).toBeFalsy()
  expect(first!.mark).toBeDefined()
  expect(others[0]).toEqual({ ...first, told: { ...first!.told, id: 'two' } })
  expect(others[1]).toEqual({ ...first, told: { ...first!.told, id: 3 } })
  expect(answered).toBe(before + 3)
  expect(new Set((await books()).slice(audits).map(({ what, ok, calls }) => `${what} ${ok} ${calls}`)).size).toBe(1)
  // Nothing of it is kept for whoever comes later.
  expect((await ask(ANALYSIS)).mark).not.toBe(first!.mark)
})

test('others that are asked at the same time are answered for themselves', async () => {
  const agent = String(call().agent_id)
  const answers = await together(ANALYSIS, [
    { ...ANALYSIS, agents: [agent] },
    { ...ANALYSIS, given: { metrics: ['duration'] } },
    { ...ANALYSIS, agents: ['agent_of_nobody'] },
  ])
  expect(answers.map(one => one!.told.result.isError ?? false)).toEqual([false, false, false, false])
  expect(new Set(answers.map(one => one!.mark ?? JSON.stringify(one!.told))).size).toBe(4)
})

test('nor is an answer shared that was begun before the archive changed, nor one that its client gave up', async () => {
  const { archive } = await (await world.app.mirror()).open()
  const [first, second] = await together(ANALYSIS, [ANALYSIS], () => archive.setNote('test', '3'))
  expect(second!.mark).toBe(first!.mark)
  let writes = 4
  const late = await together(ANALYSIS, [{ ...ANALYSIS, id: 2 }, ANALYSIS], () =>
    archive.setNote('test', `${writes++}`),
  )
  expect(late[2]!.mark).not.toBe(late[0]!.mark)
  const end = new AbortController()
  const [gone, stays] = await together({ ...ANALYSIS, signal: end.signal }, [ANALYSIS], () => end.abort())
  expect(gone).toBeNull()
  expect(stays!.told.result.isError).toBeFalsy()
  expect(stays!.mark).toBeDefined()
})

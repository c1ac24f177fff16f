import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type DemoServer, startDemoServer } from '../../src/demo/server.ts'
import { TOOLS } from '../../src/tools/index.ts'
import { run, serveRaw, UNEXPANDED } from '../support/built.ts'
import { connect, type TestClient, unmarked } from '../support/client.ts'
import { ask, DEMO, demoApp, goodCalls } from '../support/demo.ts'
import { HOSTS } from '../support/hosts.ts'
import { ALL_RUNS, firstOf, MORE, many, some } from '../support/runs.ts'
import { sample } from '../support/sample.ts'
import { API_KEY, NOW, startWorld } from '../support/world.ts'

/* The built file over standard input and output, spoken to by the clients that hosts embed. What it should answer comes
 * from the same server in this process. TEST_NODE=/path/to/node runs it on another Node. */

const app = demoApp()
const reference = await connect(app)
const { calls, conversation_id } = await goodCalls(app)
const transcriptUri = `conversation://${conversation_id}`
afterAll(async () => {
  await reference.close()
  await app.close()
})

/** What each tool should answer, asked once. */
const expectations: Record<string, ReturnType<TestClient['call']>> = {}
const plain = ({ text, ...rest }: Awaited<ReturnType<TestClient['call']>>) => ({ ...rest, text: unmarked(text) })

describe.each(some(Object.entries(HOSTS), 5))('%s', (_, open) => {
  let host: TestClient
  beforeAll(async () => {
    host = await open(DEMO)
    // Both have the same in their archives, whatever is asked first.
    await Promise.all([host, reference].map(client => client.call('search_conversations', calls.search_conversations)))
  })
  afterAll(() => host.close())

  test('reads the instructions', () => {
    expect(host.client.getInstructions()).toBe(reference.client.getInstructions())
  })

  test.each([
    ['tools', 'listTools'],
    ['resources', 'listResources'],
    ['resourceTemplates', 'listResourceTemplates'],
    ['prompts', 'listPrompts'],
  ])('lists %s', async (kind, method) => {
    expect((await host.client[method]())[kind]).toEqual((await reference.client[method]())[kind])
  })

  test.each(Object.entries(calls))('calls %s', async (name, input) => {
    expectations[name] ??= reference.call(name, input)
    const expected = await expectations[name]
    expect(expected.isError).toBe(false)
    expect(plain(await host.call(name, input))).toEqual(plain(expected))
  })

  test.each([transcriptUri, `${transcriptUri}/turns/1-2`, 'conversations://recent'])('reads %s', async uri => {
    const [ours, theirs] = await Promise.all([reference, host].map(({ client }) => client.readResource({ uri })))
    expect(theirs.contents).toEqual([{ uri, mimeType: 'text/plain', text: expect.any(String) }])
    expect(unmarked(theirs.contents[0].text)).toBe(unmarked(ours.contents[0].text))
  })

  test('gets a prompt and completes its arguments', async () => {
    const prompt = { name: 'weekly_report', arguments: { agent: 'Quillmoor', period: 'last week' } }
    const ref = { type: 'ref/prompt', name: 'weekly_report' }
    const complete = (name: string, value: string) => host.client.complete({ ref, argument: { name, value } })
    const { messages } = await host.client.getPrompt(prompt)
    expect(messages).toEqual((await reference.client.getPrompt(prompt)).messages)
    expect(messages[0].content.text).toContain('"Quillmoor" did in the period "last week"')
    expect((await complete('period', 'last')).completion.values).toEqual(['last week', 'last month'])
    expect((await complete('agent', 'quillmoor parc')).completion.values).toEqual(['"Quillmoor Parcel Tracking"'])
  })

  test('completes an id in the address of a resource', async () => {
    const ref = { type: 'ref/resource', uri: 'conversation://{conversation_id}' }
    const argument = { name: 'conversation_id', value: conversation_id.slice(0, 9) }
    expect((await host.client.complete({ ref, argument })).completion.values).toContain(conversation_id)
  })

  test('is told what is wrong with a call', async () => {
    expect(await host.call('list_conversations', { page_sise: 2 })).toEqual({
      text: 'Unknown argument "page_sise". Did you mean "page_size"?',
      structured: undefined,
      isError: true,
    })
    expect(await host.call('get_conversation', { conversation_id: 'conv_none' })).toMatchObject({
      text: expect.stringContaining('cannot find conversation conv_none'),
      isError: true,
    })
    await expect(host.call('delete_conversations')).rejects.toMatchObject({ code: -32602 })
    await expect(host.client.readResource({ uri: 'conversation://conv_none' })).rejects.toMatchObject({ code: -32602 })
    await expect(host.client.getPrompt({ name: 'weekly_report', arguments: {} })).rejects.toMatchObject({
      code: -32602,
    })
  })

  test.each([2, 64])('has %i calls under way at once', async count => {
    const sizes = Array.from({ length: count }, (_, index) => (index % many(8, 64)) + 1)
    const answers = await Promise.all(
      sizes.map(page_size => host.call('list_conversations', { page_size, fields: ['id'] })),
    )
    const { structured } = await reference.call('list_conversations', { page_size: 100, fields: ['id'] })
    const most = structured.rows.length
    expect(answers.map(answer => answer.structured.rows.length)).toEqual(sizes.map(size => Math.min(size, most)))
  })
})

describe('a slow API', () => {
  const world = sample
  let api: DemoServer
  let settings: Record<string, string>
  beforeEach(async () => {
    api = await startDemoServer({ world, apiKey: API_KEY, now: () => NOW * 1000, latencyMs: 3_600_000 })
    settings = { ELEVENLABS_API_KEY: API_KEY, ELEVENLABS_BASE_URL: api.url }
  })
  afterEach(() => api.close())
  const requests = (count: number) => expect.poll(() => api.inFlight).toBe(count)

  // Over a pair of linked streams both protocols are tried in test/bad-days-callers.test.ts.
  test.each(some(Object.entries(HOSTS), 5))(
    'a call that %s cancels ends, and the next one works',
    MORE,
    async (_, open) => {
      const host = await open([], settings)
      onTestFinished(() => host.close())
      const gaveUp = new AbortController()
      const cancelled = host.call('list_conversations', {}, { signal: gaveUp.signal })
      await requests(1)
      gaveUp.abort()
      await expect(cancelled).rejects.toThrow()
      await requests(0)
      api.faults.latencyMs = 0
      expect(await host.call('list_conversations', { page_size: 1 })).toMatchObject({ isError: false })
    },
  )

  const ways: [string, (server: Awaited<ReturnType<typeof serveRaw>>) => unknown][] = [
    ['on SIGTERM', ({ child }) => child.kill('SIGTERM')],
    ['on SIGINT', ({ child }) => child.kill('SIGINT')],
    ['on SIGHUP', ({ child }) => child.kill('SIGHUP')],
    [
      'when nobody reads its answers any more',
      ({ child, request }) => {
        child.stdout.destroy()
        void request('tools/list')
      },
    ],
  ]
  test.each(some(ways, 3))('the process ends %s, with a call under way', async (_, end) => {
    for (const era of some(['2026', '2025'] as const, 2)) {
      const server = await serveRaw(era, [], { env: settings })
      void server.request('tools/call', { name: 'list_conversations', arguments: {} })
      await requests(1)
      end(server)
      const { code, signal, stderr } = await server.ended
      expect({ code, signal }).toEqual({ code: 0, signal: null })
      expect(stderr.split('\n').length, stderr).toBeLessThanOrEqual(2)
      await requests(0)
    }
  })
})

test('a call under way at the end of standard input is answered before the process ends', async () => {
  const world = await startWorld(() => sample)
  world.api.faults.latencyMs = 300
  const env = { ELEVENLABS_API_KEY: API_KEY, ELEVENLABS_BASE_URL: world.api.url }
  for (const era of some(['2025', '2026'] as const, 2)) {
    const server = await serveRaw(era, [], { env })
    const answer = server.request('tools/call', { name: 'list_conversations', arguments: { page_size: 1 } })
    server.child.stdin.end()
    expect((await answer).result.structuredContent.rows).toHaveLength(1)
    expect(await server.ended).toMatchObject({ code: 0, signal: null, stderr: '' })
  }
  await world.close()
})

for (const [when, eras] of firstOf(['2026', '2025'] as const))
  describe.each(eras)('the wire of %s', when, era => {
    test('carries nothing but JSON-RPC, whatever fails and however much is logged', async () => {
      const api = await startDemoServer({ world: () => sample, apiKey: API_KEY })
      api.faults.always(/conversations/, { status: 403, body: `<html>${API_KEY}</html>` })
      api.faults.always(/agents/, { status: 200, shape: 'html' })
      const env = { ELEVENLABS_API_KEY: API_KEY, ELEVENLABS_BASE_URL: api.url }
      const server = await serveRaw(era, ['--log-level', 'debug'], { env })
      await server.request('tools/list')
      for (const [name, input] of Object.entries(calls)) {
        const { result } = await server.request('tools/call', { name, arguments: input })
        expect(result, name).toMatchObject({ isError: true })
      }
      expect((await server.request('resources/read', { uri: transcriptUri })).error.code).toBe(-32603)
      expect((await server.request('tools/call', { name: 'nothing', arguments: {} })).error.code).toBe(-32602)
      expect((await server.request('no/such/method')).error.code).toBe(-32601)
      for (const broken of ['no JSON', '{"jsonrpc":"2.0"}', '[]', '{"jsonrpc":"2.0","id":99,"result":{}}', '']) {
        server.write(broken)
      }
      expect((await server.request('tools/list')).result.tools).toHaveLength(TOOLS.length + 1) // The page's own, too.
      server.child.stdin.end()
      const { code, stdout, stderr } = await server.ended
      await api.close()
      expect(code).toBe(0)
      for (const line of server.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' })
      expect(stdout.endsWith('\n')).toBe(true)
      expect(stderr).toContain('unauthorized')
      expect(stdout + stderr).not.toContain(API_KEY)
    })

    // What counts as no key is tried in test/config-secrets.test.ts.
    test.each(ALL_RUNS ? ['', ' ', UNEXPANDED] : [era === '2025' ? '' : UNEXPANDED])(
      'without a key it starts, and each call says what to set (%s)',
      async key => {
        const server = await serveRaw(era, [], { env: { ELEVENLABS_API_KEY: key } })
        expect((await server.request('tools/list')).result.tools).toHaveLength(TOOLS.length + 1)
        const says = expect.stringContaining('Set ELEVENLABS_API_KEY')
        for (const [name, input] of Object.entries(calls)) {
          const { result } = await server.request('tools/call', { name, arguments: input })
          expect(result, name).toMatchObject({ isError: true, content: [{ type: 'text', text: says }] })
        }
        const read = await server.request('resources/read', { uri: 'conversations://recent' })
        expect(read.error.message).toEqual(says)
        server.child.stdin.end()
        expect(await server.ended).toMatchObject({ code: 0, stderr: '' })
      },
    )
  })

test('a start opens no port; the first call of the demo opens one', async () => {
  // Says on standard error whenever this process begins to listen.
  const spy = `import net from 'node:net'
    const { listen } = net.Server.prototype
    net.Server.prototype.listen = function (...given) { process.stderr.write('LISTEN\\n'); return listen.apply(this, given) }`
  const node = ['--import', `data:text/javascript,${encodeURIComponent(spy)}`]
  const server = await serveRaw('2026', DEMO, { node })
  for (const method of ['tools/list', 'prompts/list', 'resources/templates/list']) await server.request(method)
  expect(server.output.stderr).toBe('')
  for (const _ of [1, 2]) await server.request('tools/call', { name: 'list_conversations', arguments: {} })
  server.child.kill()
  expect((await server.ended).stderr).toBe('LISTEN\n')
})

test('two servers side by side do not disturb each other', MORE, async () => {
  const open = HOSTS['client 2.x, auto']!
  const hosts = await Promise.all([open(DEMO), open(DEMO)])
  const answers = await Promise.all(hosts.map(host => host.call('list_conversations', calls.list_conversations)))
  expect(plain(answers[0]!)).toEqual(plain(answers[1]!))
  await Promise.all(hosts.map(host => host.close()))
})

test('wrong settings end it with words, not with a protocol', async () => {
  expect(await run(['--concurrency', 'many'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr:
      'error: --concurrency or CONVERSATIONS_MCP_CONCURRENCY is "many"; it must be a whole number from 1 to 32.\n',
  })
})

test.each(['conversation://%', `${transcriptUri}/turns/first-last`])('%s is refused as a wrong address', async uri => {
  await expect(reference.client.readResource({ uri })).rejects.toMatchObject({ code: -32602 })
})

test('one text is taken for a list of one', async () => {
  const one = await reference.call('get_conversation', { conversation_id, include: 'metrics' })
  const list = await reference.call('get_conversation', { conversation_id, include: ['metrics'] })
  expect(one.structured).toEqual(list.structured)
})

test('an answer does not depend on which of several upstream answers comes first', async () => {
  const ofAgent = /\/agents\/agent_/
  const rows = async (first: number, others: number) => {
    const world = await startWorld(() => sample)
    world.api.faults.next(1, { delayMs: first }, ofAgent)
    world.api.faults.always(ofAgent, { delayMs: others })
    const { structured } = await ask(world.app, 'list_filter_values', { kind: 'criteria' })
    await world.close()
    return (structured as { rows: unknown[] }).rows
  }
  expect(await rows(200, 0)).toEqual(await rows(0, 200))
})

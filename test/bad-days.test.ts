import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { KEY_WITHOUT_PERMISSION } from '../src/demo/errors.ts'
import type { Fault } from '../src/demo/fault.ts'
import type { Json } from '../src/demo/world.ts'
import { DeadlineError } from '../src/errors.ts'
import { type Answer, connect, connectV1, stable, type TestClient } from './support/client.ts'
import { PATIENT } from './support/patient.ts'
import { some } from './support/runs.ts'
import { smallWorld } from './support/small-world.ts'
import { API_KEY, startWorld, type TestWorld, withHttp } from './support/world.ts'

const TOOLS: Record<string, Json> = {
  list_conversations: {},
  get_conversation: { conversation_id: 'conv_refund' },
  search_conversations: { query: 'refund', mode: 'fuzzy' },
  list_filter_values: { kind: 'agents' },
}

/** What reads the archive, which is empty at the beginning of each test. */
const ARCHIVE_TOOLS: [tool: string, input: Json][] = [
  ['search_conversations', { query: 'refund' }],
  ['analyze_conversations', { group_by: 'agent', metrics: ['count', 'felt_latency'] }],
  ['explain_conversations', {}],
  ['triage_conversations', {}],
  ['query_conversations', { sql: 'SELECT count(*) FROM turns' }],
  ['triage_conversations', { sample: 3 }],
  ['list_filter_values', { kind: 'tools' }],
  ['export_conversations', { format: 'csv' }],
]

/** Waits that no setting reaches are as good as none, so that four tries take no time. */
const QUICK = { retryBaseMs: 1, maxBytes: 300_000 }
/** For answers that never come. */
const IMPATIENT = { timeoutMs: 400 }

let server: TestWorld
let archived: TestWorld
const exportDir = mkdtempSync(join(tmpdir(), 'conversations-mcp-test-'))
beforeAll(async () => {
  archived = await startWorld(smallWorld, { exportDir })
  // What the archive does on such days is tested by itself.
  server = await startWorld(smallWorld, { archive: 'off' })
})
afterAll(async () => {
  await Promise.all([server.close(), archived.close()])
  rmSync(exportDir, { recursive: true })
})
afterEach(() => {
  server.api.faults.clear()
  archived.api.faults.clear()
})

/** Uses a client of a server of its own, which remembers nothing of earlier tests. */
async function fresh<T>(
  use: (client: TestClient) => Promise<T>,
  options: Json = {},
  open = connect,
  world = server,
): Promise<T> {
  const app = withHttp(world.app, { ...QUICK, ...options })
  const client = await open(app)
  try {
    return await use(client)
  } finally {
    await client.close()
    await app.close()
  }
}

/** Words that error bodies hold and that must not be passed on. */
const UPSTREAM = 'Traceback: upstream says hello'

/** Nothing that is not for the reader: no key, no words of the API, no stack, no path of ours. */
function checkWords(text: string): void {
  expect(text).not.toContain(API_KEY)
  expect(text).not.toContain(UPSTREAM)
  expect(text).not.toMatch(/Demo error|<html|node_modules|\bat \S+ \(|undici|ECONN|UND_ERR|ENOTFOUND|Internal error/)
  expect(text.length).toBeLessThan(700)
}

const raw = (status: number, headers: Record<string, string> = {}): Fault => ({ status, headers, body: UPSTREAM })
const FAULTS: Record<string, Fault> = {
  'an empty body': { status: 200, shape: 'empty' },
  'a body cut off': { damage: 'cut' },
  'a web page': { status: 200, shape: 'html' },
  'half a JSON text': { damage: 'truncated-json' },
  'a body too large': { damage: 'huge' },
  'a list': { damage: 'array' },
  'a text': { damage: 'string' },
  null: { damage: 'null' },
  'an empty object': { damage: 'missing-fields' },
  'no answer in time': { delayMs: 3_600_000 },
  'a connection reset': { damage: 'reset' },
  'HTTP 302': raw(302, { location: 'https://elsewhere.example/login' }),
  'HTTP 400': raw(400),
  'HTTP 401 structured': { status: 401 },
  'HTTP 401 legacy': { status: 401, shape: 'legacy' },
  'HTTP 401 text': { status: 401, shape: 'string' },
  'HTTP 401 web page': { status: 401, shape: 'html' },
  'HTTP 401 missing permission': {
    status: 401,
    body: { detail: { status: 'missing_permissions', message: `${UPSTREAM} missing the permission convai_read` } },
  },
  'HTTP 402': { status: 402 },
  'HTTP 403 structured': { status: 403 },
  'HTTP 403 web page': { status: 403, shape: 'html' },
  'HTTP 404 structured': { status: 404 },
  'HTTP 404 text': { status: 404, shape: 'string' },
  'HTTP 404 web page': { status: 404, shape: 'html' },
  'HTTP 409': { status: 409 },
  'HTTP 418': raw(418),
  'HTTP 422': { status: 422, shape: 'validation' },
  'HTTP 422 other': { status: 422, body: { detail: UPSTREAM } },
  'HTTP 429': { status: 429 },
  'HTTP 429, try at once': { status: 429, headers: { 'retry-after': '0' } },
  'HTTP 429, try in two minutes': { status: 429, headers: { 'retry-after': '120' } },
  'HTTP 429, too many at once': {
    status: 429,
    body: { detail: { code: 'concurrent_limit_exceeded', message: UPSTREAM } },
  },
  'HTTP 500': raw(500),
  'HTTP 500 web page': { status: 500, shape: 'html' },
  'HTTP 503': { status: 503 },
}

test('what the API may answer instead, in words for the reader', async () => {
  const lines: string[] = []
  for (const [name, fault] of Object.entries(FAULTS)) {
    server.api.faults.clear()
    server.api.faults.always(/conversations\//, fault)
    const { text, isError, structured } = await fresh(
      client => client.call('get_conversation', TOOLS.get_conversation),
      fault.delayMs ? IMPATIENT : {},
    )
    checkWords(text)
    expect([name, isError, structured]).toEqual([name, true, undefined])
    lines.push(`${name} → ${stable(text)}`)
  }
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "an empty body → HOST returned an empty response for conversation conv_refund, after 4 tries. (request id REQ)
    a body cut off → The connection to HOST broke before the answer was complete, while reading conversation conv_refund. Gave up after 4 tries.
    a web page → HOST returned a web page where JSON was expected (conversation conv_refund), after 4 tries; check ELEVENLABS_BASE_URL, and whether a proxy or login page is in between. (request id REQ)
    half a JSON text → The response of HOST for conversation conv_refund is not valid JSON, after 4 tries; it may be truncated. (request id REQ)
    a body too large → The response of HOST for conversation conv_refund exceeds the maximum of 292 KiB.
    a list → The response of HOST for conversation conv_refund is not the expected JSON object, after 4 tries. (request id REQ)
    a text → The response of HOST for conversation conv_refund is not the expected JSON object, after 4 tries. (request id REQ)
    null → The response of HOST for conversation conv_refund is not the expected JSON object, after 4 tries. (request id REQ)
    an empty object → The API response for conversation conv_refund is not as documented: it is not the expected JSON object. The API may have changed.
    no answer in time → HOST did not answer within 0.4 s (setting --timeout) while reading conversation conv_refund. Gave up after 4 tries.
    a connection reset → The connection to HOST broke before the answer was complete, while reading conversation conv_refund. Gave up after 4 tries.
    HTTP 302 → HOST answered with a redirect (HTTP 302), which is not followed; check ELEVENLABS_BASE_URL. (request id REQ)
    HTTP 400 → HOST does not accept the arguments of the request for conversation conv_refund (HTTP 400). (request id REQ)
    HTTP 401 structured → HOST refused the API key in ELEVENLABS_API_KEY (HTTP 401) for an unknown reason: it may be mistyped, revoked, blocked or of another host. A workspace with data residency has its own host: set ELEVENLABS_API_RESIDENCY (us, eu, in or sg) or ELEVENLABS_BASE_URL. (request id REQ)
    HTTP 401 legacy → HOST refused the API key in ELEVENLABS_API_KEY (HTTP 401) for an unknown reason: it may be mistyped, revoked, blocked or of another host. A workspace with data residency has its own host: set ELEVENLABS_API_RESIDENCY (us, eu, in or sg) or ELEVENLABS_BASE_URL. (request id REQ)
    HTTP 401 text → HOST refused the API key in ELEVENLABS_API_KEY (HTTP 401) for an unknown reason: it may be mistyped, revoked, blocked or of another host. A workspace with data residency has its own host: set ELEVENLABS_API_RESIDENCY (us, eu, in or sg) or ELEVENLABS_BASE_URL. (request id REQ)
    HTTP 401 web page → HOST, or a proxy or login page in front of it, refused the request (HTTP 401), and not as the Conversations API does; check ELEVENLABS_BASE_URL and the proxy. (request id REQ)
    HTTP 401 missing permission → The API key is not allowed to read conversations at HOST: it lacks the convai_read permission, or its user has no access to conversation conv_refund. Grant it in the account's API key settings, or set another key in ELEVENLABS_API_KEY. (request id REQ)
    HTTP 402 → The workspace's quota is used up (HTTP 402). Someone with access to the account has to resolve this. (request id REQ)
    HTTP 403 structured → The API key is not allowed to read conversations at HOST: it lacks the convai_read permission, or its user has no access to conversation conv_refund. Grant it in the account's API key settings, or set another key in ELEVENLABS_API_KEY. (request id REQ)
    HTTP 403 web page → HOST, or a firewall or proxy in front of it, denied access to conversation conv_refund (HTTP 403): the API key may lack the convai_read permission, or its user may have no access. (request id REQ)
    HTTP 404 structured → The API cannot find conversation conv_refund: the id may be wrong, it may have been deleted, or it belongs to another workspace. (request id REQ)
    HTTP 404 text → The API cannot find conversation conv_refund: the id may be wrong, it may have been deleted, or it belongs to another workspace. (request id REQ)
    HTTP 404 web page → HOST answers "not found" for conversation conv_refund, but not as the Conversations API does; check ELEVENLABS_BASE_URL, and the id if there is one. (request id REQ)
    HTTP 409 → HOST refused the request (HTTP 409) while reading conversation conv_refund. (request id REQ)
    HTTP 418 → HOST refused the request (HTTP 418) while reading conversation conv_refund. (request id REQ)
    HTTP 422 → HOST does not accept the value of the argument page_size in the request for conversation conv_refund (HTTP 422). (request id REQ)
    HTTP 422 other → HOST does not accept the arguments of the request for conversation conv_refund (HTTP 422). (request id REQ)
    HTTP 429 → HOST rate-limited the request (HTTP 429), after 4 tries. Try again in a minute or later. (request id REQ)
    HTTP 429, try at once → HOST rate-limited the request (HTTP 429), after 4 tries. Try again now. (request id REQ)
    HTTP 429, try in two minutes → HOST rate-limited the request (HTTP 429), after one try. Try again in 120 s or later. (request id REQ)
    HTTP 429, too many at once → HOST rate-limited the request (HTTP 429), after 4 tries. Try again in a minute or later. A lower --max-concurrency helps. (request id REQ)
    HTTP 500 → HOST failed (HTTP 500) while reading conversation conv_refund, after 4 tries. Try again in a minute or later. (request id REQ)
    HTTP 500 web page → HOST failed (HTTP 500) while reading conversation conv_refund, after 4 tries. Try again in a minute or later. (request id REQ)
    HTTP 503 → HOST failed (HTTP 503) while reading conversation conv_refund, after 4 tries. Try again in a minute or later. (request id REQ)"
  `)
})

test.each(some(Object.entries(FAULTS), 3))('no tool hangs, lies or leaks on %s', async (_, fault) => {
  server.api.faults.always(/^/, fault)
  await fresh(
    async client => {
      const answers = await Promise.all(Object.entries(TOOLS).map(([tool, input]) => client.call(tool, input)))
      for (const { text, isError } of answers) {
        checkWords(text)
        expect(isError).toBe(true)
      }
    },
    fault.delayMs ? IMPATIENT : {},
  )
})

test.each(some(Object.entries(FAULTS), 5))('nor does one that reads the archive, on %s', async (_, fault) => {
  archived.api.faults.always(/^/, fault)
  const options = fault.delayMs ? IMPATIENT : {}
  const use = async (client: TestClient) => {
    // Each waits for all its tries.
    for (const [tool, input] of fault.delayMs ? ARCHIVE_TOOLS.slice(-2) : ARCHIVE_TOOLS) {
      const { text, isError } = await client.call(tool, input)
      checkWords(text)
      expect([tool, isError]).toEqual([tool, true])
    }
    // Once the API is well again, so is the answer.
    archived.api.faults.clear()
    for (const [tool, input] of ARCHIVE_TOOLS.slice(-2)) {
      const { text, isError } = await client.call(tool, input)
      expect([tool, isError, text]).toEqual([tool, false, expect.not.stringContaining('INCOMPLETE')])
    }
  }
  await fresh(use, options, connect, archived)
  expect(readdirSync(exportDir)).toHaveLength(1)
  rmSync(join(exportDir, readdirSync(exportDir)[0]!))
})

test('every tool says what it was reading', async () => {
  server.api.faults.always(/^/, { status: 503 })
  const lines = await fresh(client =>
    Promise.all(
      Object.entries(TOOLS).map(async ([tool, input]) => `${tool}: ${stable((await client.call(tool, input)).text)}`),
    ),
  )
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "list_conversations: HOST failed (HTTP 503) while reading the list of conversations, after 4 tries. Try again in a minute or later. (request id REQ)
    get_conversation: HOST failed (HTTP 503) while reading conversation conv_refund, after 4 tries. Try again in a minute or later. (request id REQ)
    search_conversations: HOST failed (HTTP 503) while reading the search of messages, after 4 tries. Try again in a minute or later. (request id REQ)
    list_filter_values: HOST failed (HTTP 503) while reading the list of agents, after 4 tries. Try again in a minute or later. (request id REQ)"
  `)
})

describe('the way to the API', () => {
  async function closedPort(): Promise<string> {
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const { port } = listener.address() as { port: number }
    listener.close()
    return `http://127.0.0.1:${port}`
  }

  test('may be closed, unknown, or lead to no API', async () => {
    const addresses: Record<string, string> = {
      'nobody listens': await closedPort(),
      'no such name': 'http://no-such-host.invalid',
      'another service': `${server.api.url}/elsewhere`,
      'TLS where there is none': server.api.url.replace('http:', 'https:'),
    }
    const lines: string[] = []
    for (const [name, baseUrl] of Object.entries(addresses)) {
      const { text, isError } = await fresh(client => client.call('list_conversations'), { baseUrl, timeoutMs: 5_000 })
      expect(isError).toBe(true)
      checkWords(text)
      lines.push(`${name} → ${stable(text)}`)
    }
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "nobody listens → HOST refuses connections; check ELEVENLABS_BASE_URL and that the service is up. Gave up after 4 tries.
      no such name → The host name no-such-host.invalid cannot be resolved; check ELEVENLABS_BASE_URL and the network connection. Gave up after 4 tries.
      another service → HOST answers "not found" for the list of conversations, but not as the Conversations API does; check ELEVENLABS_BASE_URL, and the id if there is one. (request id REQ)
      TLS where there is none → No trusted TLS connection to HOST: its certificate is not trusted, or it does not support TLS. Behind a TLS-inspecting proxy, set NODE_EXTRA_CA_CERTS to its certificate. Gave up after one try."
    `)
  })

  test('needs a key, the right one, with the permission to read', async () => {
    const keys: Record<string, string | undefined> = {
      none: undefined,
      wrong: 'sk_wrong_key_1234',
      'without permission': KEY_WITHOUT_PERMISSION,
      'with a line break': `${API_KEY}\n`,
    }
    const lines: string[] = []
    for (const [name, apiKey] of Object.entries(keys)) {
      const { text, isError } = await fresh(client => client.call('list_conversations'), { apiKey })
      expect(isError).toBe(true)
      checkWords(text)
      for (const key of Object.values(keys)) if (key) expect(text).not.toContain(key.trim())
      lines.push(`${name} → ${stable(text)}`)
    }
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "none → HOST requires an API key and none is set: set ELEVENLABS_API_KEY to a key with the convai_read permission, or ELEVENLABS_API_KEY_FILE to a file that contains it. (request id REQ)
      wrong → HOST does not accept the API key in ELEVENLABS_API_KEY: it is mistyped, revoked, or belongs to another host. A workspace with data residency has its own host: set ELEVENLABS_API_RESIDENCY (us, eu, in or sg) or ELEVENLABS_BASE_URL. (request id REQ)
      without permission → The API key is not allowed to read conversations at HOST: it lacks the convai_read permission, or its user has no access to the list of conversations. Grant it in the account's API key settings, or set another key in ELEVENLABS_API_KEY. (request id REQ)
      with a line break → ELEVENLABS_API_KEY contains a space, a line break or another character that no key has."
    `)
  })
})

describe('what passes', () => {
  const listRequests = () => server.api.requests.filter(({ path }) => path.endsWith('/conversations')).length

  test.each([
    'HTTP 503',
    'HTTP 429, try at once',
    'a connection reset',
    'a body cut off',
    'a web page',
    'an empty body',
    'null',
    'no answer in time',
  ])('is tried again: %s', async name => {
    server.api.faults.next(2, FAULTS[name]!)
    const before = listRequests()
    const options = FAULTS[name]!.delayMs ? { timeoutMs: 1000 } : {}
    const { isError } = await fresh(client => client.call('list_conversations'), options)
    expect(isError).toBe(false)
    expect(listRequests() - before).toBe(3)
  })

  test.each([
    'HTTP 401 structured',
    'HTTP 403 structured',
    'HTTP 404 structured',
    'HTTP 422',
    'an empty object',
    'HTTP 302',
  ])('is not tried again where that cannot help: %s', async name => {
    server.api.faults.always(/conversations/, FAULTS[name]!)
    const before = server.api.requests.length
    await fresh(client => client.call('get_conversation', TOOLS.get_conversation))
    expect(server.api.requests.length - before).toBe(1)
  })

  test('a long Retry-After is told at once instead of waited for', async () => {
    server.api.faults.always(/^/, FAULTS['HTTP 429, try in two minutes']!)
    const before = server.api.requests.length
    const { text } = await fresh(client => client.call('list_conversations'))
    expect(server.api.requests.length - before).toBe(1)
    expect(text).toContain('120 s')
  })
})

describe('what only decorates', () => {
  const DOWN: Record<string, Fault> = {
    down: { status: 503 },
    forbidden: { status: 403 },
    'not allowed to the key': { status: 401, body: { detail: { status: 'missing_permissions', message: 'no' } } },
    damaged: { damage: 'array' },
    hanging: { delayMs: 3_600_000 },
  }

  test.each(Object.entries(DOWN))('tags and agents may be %s', async (_, fault) => {
    server.api.faults.always(/\/(agents|tags)/, fault)
    await fresh(
      async client => {
        // All at once, because each waits where nothing answers.
        const [refund, transferred, list, found] = await Promise.all([
          client.call('get_conversation', { conversation_id: 'conv_refund' }),
          client.call('get_conversation', { conversation_id: 'conv_transfer' }),
          client.call('list_conversations'),
          client.call('search_conversations', { query: 'refund', mode: 'fuzzy' }),
        ])
        const { structured, isError } = refund
        expect(isError).toBe(false)
        expect(structured.metadata.tags).toEqual(['tag_vip'])
        expect(structured.analysis.criteria.map((each: Json) => each.id)).toEqual(['solved', 'polite'])
        expect(transferred.structured.metadata.agents).toEqual(['Billing', 'agent_support'])
        expect(list.structured.rows).toHaveLength(13)
        expect(found.structured.hits).toHaveLength(3)
      },
      fault.delayMs ? IMPATIENT : {},
    )
  })

  test('an agent or a tag can still be chosen by its id, or the answer says why not', async () => {
    server.api.faults.always(/\/(agents|tags)/, { status: 403 })
    await fresh(async client => {
      for (const input of [{ agent_id: 'Billing' }, { tag_ids: ['VIP'] }]) {
        const { text, isError } = await client.call('list_conversations', input)
        expect(isError).toBe(true)
        checkWords(text)
        expect(text).toContain(Object.keys(input)[0] === 'agent_id' ? 'agents' : 'tags')
      }
    })
  })

  test('the id of an agent needs no list of agents', async () => {
    server.api.faults.always(/\/agents/, { status: 403 })
    await fresh(async client => {
      const { structured } = await client.call('list_conversations', { agent_id: 'agent_support' })
      expect(structured.rows).toHaveLength(2)
    })
  })

  test('columns of names show ids where names cannot be read', async () => {
    server.api.faults.always(/\/(agents|tags)/, { status: 403 })
    await fresh(async client => {
      const input = { user_id: 'user_ben', fields: ['id', 'tags', 'evaluation'] }
      const { structured } = await client.call('list_conversations', input)
      expect(structured.rows[0].slice(0, 2)).toEqual(['conv_refund_error', 'tag_vip, tag_bug'])
    })
  })
})

describe('several at once', () => {
  test('never more requests are under way than allowed', async () => {
    const own = await startWorld(smallWorld, { archive: 'off', maxConcurrency: 4 })
    own.api.faults.latencyMs = 5
    const client = await connect(own.app)
    const ids = smallWorld().conversations.map(call => call.conversation_id)
    const calls = Array.from(
      { length: 64 },
      (_, at): Promise<Answer> =>
        at % 8 === 0
          ? client.call('search_conversations', { query: 'refund', mode: 'fuzzy', page_size: 50 })
          : client.call('get_conversation', { conversation_id: ids[at % ids.length] }),
    )
    const answers = await Promise.all(calls)
    expect(answers.filter(({ isError }) => isError)).toEqual([])
    answers.forEach(({ structured }, at) => {
      if (at % 8 !== 0) expect(structured.conversation_id).toBe(ids[at % ids.length])
    })
    expect(own.api.maxInFlight).toBe(4)
    await client.close()
    await own.close()
  })

  test('one that fails does not touch the other', async () => {
    server.api.faults.always(/conv_refund$/, { status: 500 })
    await fresh(async client => {
      const [bad, good] = await Promise.all([
        client.call('get_conversation', { conversation_id: 'conv_refund' }),
        client.call('get_conversation', { conversation_id: 'conv_chat' }),
      ])
      expect([bad.isError, good.isError]).toEqual([true, false])
    })
  })

  test('callers who ask for the same names share one request', async () => {
    await fresh(async client => {
      const before = server.api.requests.length
      await Promise.all(Array.from({ length: 8 }, () => client.call('list_filter_values', { kind: 'tags' })))
      expect(server.api.requests.length - before).toBe(1)
    })
  })
})

describe('giving up', () => {
  /** Until nothing is under way upstream. */
  async function idle(): Promise<void> {
    await expect.poll(() => server.api.inFlight, PATIENT).toBe(0)
  }

  test.each([
    ['2026', connect],
    ['2025', connectV1],
  ] as const)('a cancelled call ends at once, upstream too, and frees its place (%s)', async (_, open) => {
    server.api.faults.always(/conversations/, { delayMs: 3_600_000 })
    await fresh(
      async client => {
        for (const [tool, input] of Object.entries(TOOLS).slice(0, 3)) {
          const caller = new AbortController()
          const call = client.call(tool, input, { signal: caller.signal }).catch(() => 'cancelled')
          while (server.api.inFlight === 0) await sleep(2)
          caller.abort()
          expect(await call).toBe('cancelled')
          await idle()
        }
        // The only place there is, so a place that was not freed would block this.
        server.api.faults.clear()
        expect((await client.call('list_conversations')).isError).toBe(false)
      },
      { concurrency: 1, timeoutMs: 600_000 },
      open,
    )
  })

  test('who waits in line can give up as well', async () => {
    const before = server.api.requests.length
    server.api.faults.always(/conv_refund$/, { delayMs: 3_600_000 })
    await fresh(
      async client => {
        const [holder, waiter] = [new AbortController(), new AbortController()]
        const get = (id: string, signal?: AbortSignal) =>
          client.call('get_conversation', { conversation_id: `conv_${id}` }, signal ? { signal } : {})
        const first = get('refund', holder.signal).catch(() => 'cancelled')
        await expect.poll(() => server.api.inFlight, PATIENT).toBe(1)
        const second = get('chat', waiter.signal).catch(() => 'cancelled')
        const third = get('guarded')
        waiter.abort()
        expect(await second).toBe('cancelled')
        holder.abort()
        expect(await first).toBe('cancelled')
        expect((await third).isError).toBe(false)
      },
      { concurrency: 1, timeoutMs: 600_000 },
    )
    // It never came to be sent.
    expect(server.api.requests.slice(before).filter(({ path }) => path.endsWith('conv_chat'))).toEqual([])
  })

  test('the deadline of a call ends it with words that help', async () => {
    server.api.faults.latencyMs = 3_600_000
    const app = withHttp(server.app, { timeoutMs: 600_000 })
    const hurried = {
      ...app,
      toolContext() {
        const end = new AbortController()
        void expect
          .poll(() => server.api.inFlight, PATIENT)
          .toBe(1)
          .then(() => end.abort(new DeadlineError(45_000)))
        return app.toolContext(end.signal)
      },
    }
    const client = await connect(hurried)
    const { text, isError } = await client.call('list_conversations')
    expect(isError).toBe(true)
    expect(text).toMatchInlineSnapshot(
      `"No answer within 45 seconds. Request less (a smaller page_size, a narrower window) or try again."`,
    )
    await client.close()
    await app.close()
  })
})

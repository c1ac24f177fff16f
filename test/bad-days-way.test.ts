// @module-tag more
import { describe, expect, test } from 'vitest'
import { KEY_WITHOUT_PERMISSION } from '../src/demo/errors.ts'
import { checkWords, FAULTS, QUICK, TOOLS } from './support/bad-days.ts'
import { stable } from './support/client.ts'
import { smallWorld } from './support/small-world.ts'
import { closedPort } from './support/sockets.ts'
import { API_KEY } from './support/world.ts'
import { freshOver, worldOfTests } from './support/world-of-tests.ts'

// What the archive does on such days is tested by itself.
const server = worldOfTests(smallWorld, { archive: 'off' })
const fresh = freshOver(server, QUICK)

describe('the way to the API', () => {
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
    expect(text).toContain('2 min')
  })
})

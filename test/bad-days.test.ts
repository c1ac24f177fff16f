import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '../src/demo/world.ts'
import { checkWords, FAULTS, IMPATIENT, QUICK, TOOLS } from './support/bad-days.ts'
import { stable, type TestClient } from './support/client.ts'
import { firstOf, some } from './support/runs.ts'
import { smallWorld } from './support/small-world.ts'
import { freshOver, worldOfTests } from './support/world-of-tests.ts'

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

const exportDir = mkdtempSync(join(tmpdir(), 'conversations-mcp-test-'))
afterAll(() => rmSync(exportDir, { recursive: true }))

const archived = worldOfTests(smallWorld, { exportDir })
const freshArchived = freshOver(archived, QUICK)
const server = worldOfTests(smallWorld, { archive: 'off' })
const fresh = freshOver(server, QUICK)

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
    HTTP 429, try in two minutes → HOST rate-limited the request (HTTP 429), after one try. Try again in 2 min or later. (request id REQ)
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

for (const [when, faults] of firstOf(some(Object.entries(FAULTS), 5)))
  test.each(faults)('nor does one that reads the archive, on %s', when, async (_, fault) => {
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
    await freshArchived(use, options)
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

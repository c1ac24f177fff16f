import { expect, onTestFinished, test, vi } from 'vitest'
import { startDemoServer } from '../../src/demo/server.ts'
import { PATIENT } from '../support/patient.ts'
import { startReplica } from '../support/replicas.ts'
import { connectHttp, connectHttpV1 } from '../support/team.ts'
import { API_KEY } from '../support/world.ts'
import { calls, worldOf } from '../sync/calls.ts'

const CLIENTS = 30

test('a server that is told to end finishes what thirty clients of both eras have asked, and takes nothing new', async () => {
  const world = worldOf(calls(CLIENTS, Math.floor(Date.now() / 1000) - 3600))
  const api = await startDemoServer({ world, apiKey: API_KEY })
  onTestFinished(api.close)
  const server = await startReplica({
    ELEVENLABS_API_KEY: API_KEY,
    ELEVENLABS_BASE_URL: api.url,
    CONVERSATIONS_MCP_ARCHIVE: 'off',
    CONVERSATIONS_MCP_CONCURRENCY: '32',
    CONVERSATIONS_MCP_HTTP_PARALLEL_LIMIT: String(CLIENTS),
  })
  const connect = [connectHttp, connectHttpV1]
  const clients = await Promise.all(Array.from({ length: CLIENTS }, (_, at) => connect[at % 2]!(server.url)))
  const ids = world.conversations.map(call => call.conversation_id)
  const askedFor = () => ids.filter(id => api.requests.some(({ path }) => path.endsWith(`/${id}`))).length
  // No answer comes before it is told to end.
  api.faults.latencyMs = 3_000
  const answers = clients.map((client, at) => client.call('get_conversation', { conversation_id: ids[at] }))
  await vi.waitFor(() => expect(askedFor()).toBe(CLIENTS), PATIENT)
  const ended = server.end()
  await vi.waitFor(() => expect(fetch(`${server.url}/health`)).rejects.toThrow(), PATIENT)
  const told = await Promise.all(answers)
  expect(told.map(({ isError, structured }) => [isError, structured.conversation_id])).toEqual(
    ids.map(id => [false, id]),
  )
  expect(await ended).toBe(0)
  // Beside the sentence of its start each line is JSON, and names the request that it is about.
  const lines = server
    .log()
    .trim()
    .split('\n')
    .slice(1)
    .map(line => JSON.parse(line))
  expect(lines.map(({ what }) => what)).toEqual(Array(CLIENTS).fill('get_conversation'))
  expect(new Set(lines.map(({ request }) => request)).size).toBe(CLIENTS)
  for (const client of clients) await client.close()
})

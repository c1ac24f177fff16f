import { createHmac } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { startDemoServer } from '../../src/demo/server.ts'
import type { Json } from '../../src/demo/world.ts'
import type { Answer } from '../support/client.ts'
import { PATIENT } from '../support/patient.ts'
import { POSTGRES_BIN, startCluster } from '../support/postgres.ts'
import { type Replica, startBalancer, startReplica } from '../support/replicas.ts'
import { connectHttp, connectHttpV1, post } from '../support/team.ts'
import { API_KEY } from '../support/world.ts'
import { AGENTS, call, calls, DAY, worldOf } from '../sync/calls.ts'

/*
 * Servers over one archive behind a load balancer, each of which is killed once while clients of both eras ask, calls are
 * still being read and webhooks come in: nothing is wrong, doubled or lost.
 */

const TOKEN = 'the-token-of-the-whole-team'
const SECRET = 'wsec_0123456789abcdef0123456789abcdef'
const [KNOWN, TOLD, CLIENTS] = [160, 24, 6]

// The servers go by the clock of the computer.
const now = Math.floor(Date.now() / 1000)
const day = (unix: number): string => new Date(unix * 1000).toISOString()
/** Of the calls that are there from the beginning, and of all. */
const known = { after: day(now - 30 * DAY), before: day(now - 2 * DAY) }
const all = { after: known.after }

function deliveryOf(data: Json): { body: string; headers: Record<string, string> } {
  const at = Math.floor(Date.now() / 1000)
  const body = JSON.stringify({ type: 'post_call_transcription', event_timestamp: at, data })
  const mac = createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex')
  return { body, headers: { 'elevenlabs-signature': `t=${at},v0=${mac}` } }
}

async function serveTogether(count: number, store: Record<string, string>): Promise<void> {
  const world = worldOf(calls(KNOWN, now - 3 * DAY, 3600))
  const api = await startDemoServer({ world, apiKey: API_KEY, latencyMs: 100 })
  onTestFinished(api.close)
  const env = {
    ...store,
    ELEVENLABS_API_KEY: API_KEY,
    ELEVENLABS_BASE_URL: api.url,
    CONVERSATIONS_MCP_TIMEZONE: 'UTC',
    CONVERSATIONS_MCP_HTTP_TOKEN: TOKEN,
    CONVERSATIONS_MCP_POST_CALL_SECRET: SECRET,
    CONVERSATIONS_MCP_HTTP_RATE_LIMIT: '1000000',
  }
  const replicas: Replica[] = await Promise.all(Array.from({ length: count }, () => startReplica(env)))
  const balancer = await startBalancer(() => replicas.map(({ url }) => url))
  onTestFinished(balancer.close)

  /** Does it until it comes to something: what a request came to that died with its server, nobody knows. */
  let died = 0
  const surely = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await ask()
      } catch (error) {
        if (!/502|fetch failed|terminated|disconnected|socket|ECONN/i.test(String(error))) throw error
        died += 1
      }
    }
  }
  let isOver = false
  const answers: Answer[] = []
  const client = async (connect: typeof connectHttp): Promise<void> => {
    const own = await surely(() => connect(balancer.url, TOKEN))
    const question = { ...known, metrics: ['count', 'success_rate', 'turns'], group_by: ['agent'] }
    // A client of the 2025 era tells of a stream that was cut, and waits for its answer all the same.
    const cut = () =>
      new Promise<never>((_, reject) => {
        own.client.onerror = reject
      })
    const ask = () => Promise.race([own.call('analyze_conversations', question), cut()])
    while (!isOver) answers.push(await surely(ask))
    await own.close()
  }
  const asking = Promise.all(
    Array.from({ length: CLIENTS }, (_, at) => client(at % 2 === 0 ? connectHttp : connectHttpV1)),
  )

  const statuses: string[] = []
  const told = Array.from({ length: TOLD }, (_, at) =>
    call({ id: `told_${at}`, start: now - DAY + at * 60, words: `The clavichord number${at} is late.` }),
  )
  const deliver = async (data: Json): Promise<void> => {
    world.conversations.push(data)
    const { status } = await surely(async () => {
      const answer = await post(balancer.url, { path: '/webhooks/post-call', ...deliveryOf(data) })
      // The platform tries again after any other answer.
      if (!answer.ok) throw new Error(`${answer.status === 503 ? 502 : answer.status}`)
      return (await answer.json()) as { status: string }
    })
    statuses.push(status)
  }
  const hasHappened = async (condition: () => boolean): Promise<void> => {
    const happened = vi.waitFor(() => {
      if (!condition()) throw new Error('not yet')
    }, PATIENT)
    // A client that gives up ends the test.
    await Promise.race([happened, asking])
  }
  /** One dies, and another one takes its place. */
  const replace = async (at: number): Promise<void> => {
    await replicas[at]!.kill()
    replicas[at] = await startReplica(env)
  }

  await hasHappened(() => api.requests.length > KNOWN / 4)
  await replace(0)
  for (let at = 1; at < count; at++) {
    const share = told.splice(0, TOLD / count)
    await Promise.all([...share.map(deliver), replace(at)])
  }
  await Promise.all(told.splice(0).map(deliver))
  const soFar = answers.length
  await hasHappened(() => answers.length > soFar + 2 * CLIENTS)
  isOver = true
  await asking

  expect(statuses.filter(status => !['stored', 'known'].includes(status))).toEqual([])
  expect(died).toBeGreaterThan(0)
  const complete = answers.filter(({ text }) => !text.includes('INCOMPLETE'))
  expect(complete.length).toBeGreaterThan(CLIENTS)
  const expected = AGENTS.map(agent => {
    const own = world.conversations.filter(body => body.agent_id === agent && !body.conversation_id.startsWith('told'))
    const isSuccess = (body: Json) => body.analysis.call_successful === 'success'
    return [agent.toUpperCase(), own.length, own.filter(isSuccess).length, own.length, 2]
  })
  const asked = ['agent', 'count', 'success_rate.k', 'turns.n', 'turns.max']
  for (const { isError, structured } of complete) {
    const { columns, rows } = structured as { columns: string[]; rows: unknown[][] }
    const told = rows.map(row => asked.map(name => row[columns.indexOf(name)])).sort()
    expect([isError, told]).toEqual([false, expected])
  }
  for (const { url } of replicas) {
    const own = await connectHttp(url, TOKEN)
    const { structured } = await own.call('search_conversations', { ...all, query: 'clavichord', page_size: 50 })
    const found = structured.hits.map((hit: Json) => hit.conversation_id)
    expect(found.sort()).toEqual(Array.from({ length: TOLD }, (_, at) => `told_${at}`).sort())
    const { structured: counted } = await own.call('analyze_conversations', { ...all, metrics: ['count'] })
    expect(counted.rows.flat()).toContain(KNOWN + TOLD)
    await own.close()
  }
  for (const replica of replicas) expect([await replica.end(), replica.log()]).toEqual([0, expect.any(String)])
}

describe('servers that are killed one after the other', () => {
  test.skipIf(POSTGRES_BIN === null)('three of them over one PostgreSQL (where it is installed)', async () => {
    const cluster = await startCluster()
    onTestFinished(() => cluster.stop())
    await serveTogether(3, { CONVERSATIONS_MCP_STORE: cluster.url })
  })

  test('two of them over one file', async () => {
    await serveTogether(2, { CONVERSATIONS_MCP_DATA_DIR: mkdtempSync(join(inject('shared'), 'replicas-')) })
  })
})

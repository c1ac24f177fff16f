import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client'
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as V1Http } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { App } from '../../src/app.ts'
import { type HttpConfig, readHttpConfig } from '../../src/http/config.ts'
import { type HttpServer, startHttp, type Timeouts } from '../../src/http/serve.ts'
import { type TestClient, toAnswer } from './client.ts'

/** A server for a team over a real port, with these settings on top of the usual ones. */
export const serve = (
  app: App,
  settings: Partial<HttpConfig> = {},
  timeouts: Partial<Timeouts> = {},
): Promise<HttpServer> => startHttp(app, { ...readHttpConfig({ port: '0' }, {}), ...settings }, timeouts)

const INFO = { name: 'test', version: '1' }
const PATIENT = { timeout: 170_000 }

/** The client of 2026-07-28, over the network. */
export async function connectHttp(url: string, token?: string): Promise<TestClient> {
  const client = new ModernClient(INFO, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  await client.connect(new ModernHttp(new URL(`${url}/mcp`), { requestInit: { headers: bearer(token) } }))
  return {
    client,
    call: async (name, input = {}, options = {}) =>
      toAnswer(await client.callTool({ name, arguments: input }, { ...PATIENT, ...options })),
    close: () => client.close(),
  }
}

/** The client that today's hosts embed, in the 2025 era, over the network. */
export async function connectHttpV1(url: string, token?: string): Promise<TestClient> {
  const client = new V1Client(INFO)
  await client.connect(new V1Http(new URL(`${url}/mcp`), { requestInit: { headers: bearer(token) } }) as never)
  return {
    client,
    call: async (name, input = {}, options = {}) =>
      toAnswer(await client.callTool({ name, arguments: input }, undefined, { ...PATIENT, ...options })),
    close: () => client.close(),
  }
}

const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

/** A request without a client between: `tools/list`, unless another body is given. */
export const post = (url: string, init: RequestInit & { path?: string } = {}): Promise<Response> => {
  const { path = '/mcp', headers, ...rest } = init
  return fetch(`${url}${path}`, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    ...rest,
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
  })
}

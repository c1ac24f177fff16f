import { Client as ModernClient, InMemoryTransport as ModernTransport } from '@modelcontextprotocol/client'
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { App } from '../../src/app.ts'
import { createServer } from '../../src/server.ts'
import { connections } from '../../src/transport/stdio.ts'

/** What a tool call came to, as a host sees it. */
export interface Answer {
  text: string
  structured: any
  isError: boolean
}

export interface TestClient {
  client: any
  call(name: string, input?: Record<string, unknown>, options?: { signal?: AbortSignal }): Promise<Answer>
  close(): Promise<void>
}

const INFO = { name: 'test', version: '1' }

/** A client of the 2026 era, over a pair of linked streams, as JSON; the era's other way, over HTTP, is in team.ts. */
export async function connect(app: App): Promise<TestClient> {
  const [ours, theirs] = ModernTransport.createLinkedPair()
  for (const end of [ours, theirs]) {
    const send = end.send.bind(end)
    end.send = (message, options) => send(JSON.parse(JSON.stringify(message)), options)
  }
  const server = serveStdio(connections(app), { transport: theirs })
  const client = new ModernClient(INFO, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  await client.connect(ours)
  return {
    client,
    call: async (name, input = {}, options = {}) =>
      toAnswer(await client.callTool({ name, arguments: input }, { timeout: 170_000, ...options })),
    async close() {
      await client.close()
      await server.close()
    },
  }
}

/** The client that today's hosts embed, over a pair of linked streams, in the 2025 era. */
export async function connectV1(app: App): Promise<TestClient> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  const server = createServer(app)
  await server.connect(theirs as never)
  const client = new V1Client(INFO)
  await client.connect(ours)
  return {
    client,
    call: async (name, input = {}, options = {}) =>
      toAnswer(await client.callTool({ name, arguments: input }, undefined, { timeout: 170_000, ...options })),
    async close() {
      await client.close()
      await server.close()
    },
  }
}

export function toAnswer(result: unknown): Answer {
  const { content, structuredContent, isError } = result as {
    content: { type: string; text: string }[]
    structuredContent?: unknown
    isError?: boolean
  }
  return { text: content.map(part => part.text).join('\n'), structured: structuredContent, isError: isError === true }
}

/** An answer's text with the random mark of its fence blanked, for snapshots. */
export const unmarked = (text: string): string => text.replace(/said-[0-9a-f]{12}/g, 'said-MARK')

/** A text with what differs from run to run blanked, for snapshots: marks, addresses, ids of requests, prints of cursors. */
export const stable = (text: string): string =>
  unmarked(text)
    .replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')
    .replaceAll(/\breq_demo_\w+/g, 'REQ')
    .replaceAll(/(next_cursor: )\S+/g, '$1CURSOR')

/** The two halves of an answer in tokens (bytes ÷ 4): what it costs a host that shows the one or the other. */
export const costs = ({ text, structured }: Answer): { text: number; structured: number } => ({
  text: Buffer.byteLength(text) / 4,
  structured: Buffer.byteLength(structured === undefined ? '' : JSON.stringify(structured)) / 4,
})

/** The text half taken apart: our own words, and what stands between the marks of its one fence. */
export function fenced(text: string): { ours: string; said: string } {
  const [whole, , said] = /^<(said-[0-9a-f]{12})> [^\n]*\n([\s\S]*)\n<\/\1>$/m.exec(text) ?? []
  return { ours: whole === undefined ? text : text.replace(whole, ''), said: said ?? '' }
}

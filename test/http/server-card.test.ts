import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod/v4'
import { readHttpConfig } from '../../src/http/config.ts'
import type { HttpServer } from '../../src/http/serve.ts'
import { smallWorld } from '../support/small-world.ts'
import { connectHttp, serve } from '../support/team.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

/* What the published schema of server cards (v1, SEP-2127) asks of the members that ours has. */

const short = z.string().min(1).max(100)
const Header = z.strictObject({
  name: z.string(),
  description: z.string(),
  isRequired: z.boolean(),
  isSecret: z.boolean(),
})
const Remote = z.strictObject({
  type: z.enum(['sse', 'streamable-http']),
  url: z.string().regex(/^https?:\/\/\S+$/),
  supportedProtocolVersions: z.array(z.string()),
  headers: z.array(Header).optional(),
})
const Card = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json'),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: short,
  description: short,
  version: z
    .string()
    .max(255)
    .regex(/^\d+\.\d+\.\d+$/),
  remotes: z.array(Remote).length(1),
})

const TOKEN = 'a-token-of-more-than-sixteen-characters'
let world: TestWorld
const open: HttpServer[] = []
beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
  world = await startWorld(smallWorld())
})
afterAll(async () => {
  for (const server of open) await server.close()
  await world.close()
  vi.restoreAllMocks()
})

async function cardOf(flags: Record<string, string>, env: Record<string, string> = {}) {
  const server = await serve(world.app, readHttpConfig({ port: '0', ...flags }, env))
  open.push(server)
  // From a page of another site, by a client that has no token yet.
  const answer = await fetch(`${server.url}/mcp/server-card`, { headers: { origin: 'https://elsewhere.example' } })
  return { server, answer, card: Card.parse(await answer.json()) }
}

test('a server has a card that anybody may read, as the schema wants it', async () => {
  const env = { CONVERSATIONS_MCP_HTTP_TOKEN: TOKEN }
  const { answer, card } = await cardOf({ url: 'https://calls.example.com' }, env)
  expect(answer.status).toBe(200)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/mcp-server-card+json',
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=3600',
  })
  expect(card.name).toBe('com.example.calls/conversations-mcp')
  expect(card.remotes[0]).toMatchObject({ url: 'https://calls.example.com/mcp', headers: [{ name: 'Authorization' }] })
  expect(JSON.stringify(card)).not.toContain(TOKEN)
})

test.each([
  [{}, 'localhost/conversations-mcp'],
  [{ host: '::1' }, 'localhost/conversations-mcp'],
  [{ issuer: 'https://issuer.example.com', url: 'https://a.b.example' }, 'example.b.a/conversations-mcp'],
])('of settings such as %j it says nothing that is not so', async (flags, name) => {
  const { card } = await cardOf(flags)
  expect([card.name, card.remotes[0]!.headers]).toEqual([name, undefined])
})

test('it says what the server says of itself', async () => {
  const { card, server } = await cardOf({})
  const { client, close } = await connectHttp(server.url)
  const { name, title, version } = client.getServerVersion()
  expect([card.name.split('/')[1], card.title, card.version]).toEqual([name, title, version])
  const { supportedVersions } = await client.discover()
  expect(card.remotes[0]!.supportedProtocolVersions).toEqual(expect.arrayContaining(supportedVersions))
  await close()
})

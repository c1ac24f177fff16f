import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { Hono } from 'hono'

/*
 * node bare.mjs FILE hono|sdk: answers every request with the bytes of the file, by the HTTP library alone, as it is set
 * up by itself; or by the protocol's SDK on top of it, with one tool that has nothing to do. Prints its address; ends
 * with its input.
 */

const [file = '', by] = process.argv.slice(2)
const bytes = readFileSync(file)
const app = new Hono()

if (by === 'sdk') {
  const { result } = JSON.parse(bytes.toString())
  const anything = { '~standard': { version: 1 as const, vendor: 'bench', validate: (value: unknown) => ({ value }) } }
  const schema = () => ({ type: 'object' })
  const inputSchema = { '~standard': { ...anything['~standard'], jsonSchema: { input: schema, output: schema } } }
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'bare', version: '1' })
    server.registerTool('get_conversation', { inputSchema }, async () => result)
    return server
  })
  app.post('/mcp', ({ req }) => handler.fetch(req.raw))
} else {
  app.post('/mcp', async ({ req }) => {
    await req.text()
    return new Response(bytes, { headers: { 'content-type': 'application/json' } })
  })
}

const server = createServer(getRequestListener(app.fetch))
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp\n`)
})
process.stdin.on('end', () => process.exit()).resume()

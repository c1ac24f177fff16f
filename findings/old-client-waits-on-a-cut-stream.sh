#!/bin/sh
# The older SDK's client (@modelcontextprotocol/sdk 1.x, which hosts embed) does not notice that the stream with its answer
# was cut, as by a server that dies or a proxy that gives up: it tells `onerror`, but the call goes on waiting until its own
# timeout, a minute unless it was given another. Where servers may die, whoever calls has to listen to `onerror`, or to
# choose a timeout a little above what an answer may take.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > cut.mjs <<'JS'
import { createServer } from 'node:http'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

const server = createServer(async (request, response) => {
  let body = ''
  for await (const piece of request) body += piece
  const { id, method } = body === '' ? {} : JSON.parse(body)
  if (request.method !== 'POST') return response.writeHead(405).end()
  if (id === undefined) return response.writeHead(202).end()
  if (method !== 'initialize') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': begun\n\n')
    return setTimeout(() => response.destroy(), 100)
  }
  const result = { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'bakery', version: '1' } }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }))
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const client = new Client({ name: 'guest', version: '1' })
await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${server.address().port}/mcp`)))
client.onerror = error => console.log(`told: ${error.message}`)
const timeout = 3_000
await client.callTool({ name: 'bake', arguments: {} }, undefined, { timeout }).catch(error => console.log(`failed: ${error.message}`))
await client.close()
server.close()
server.closeAllConnections()
JS

npm init -y > /dev/null
npm install --silent --no-audit --no-fund @modelcontextprotocol/sdk@1.32.2
said=$(node cut.mjs)
printf '%s\n' "$said" | head -n 2
[ "$(printf '%s\n' "$said" | head -n 2)" = 'told: SSE stream disconnected: TypeError: terminated
failed: MCP error -32001: Request timed out' ]

#!/bin/sh
# The server of the MCP SDK finds a tool that nobody registered, if its name is one that every JavaScript object has: a
# call of `constructor` is answered with "disabled", where an unknown name is "not found". A client that reads the words
# to tell a wrong name from a switched-off tool is misled.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > names.mjs <<'JS'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'bakery', version: '1' })
  server.registerTool('bake', { description: 'Bakes' }, async () => ({ content: [] }))
  return server
})
const client = new Client({ name: 'guest', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
const fetch = (url, init) => handler.fetch(new Request(url, init))
await client.connect(new StreamableHTTPClientTransport(new URL('http://bakery.local/mcp'), { fetch }))
for (const name of ['cake', 'constructor']) {
  await client.callTool({ name, arguments: {} }).catch(error => console.log(error.message))
}
await client.close()
await handler.close()
JS

npm init -y > /dev/null
npm install --silent --no-audit --no-fund @modelcontextprotocol/server@2.4.0 @modelcontextprotocol/client@2.4.0 zod@4.6.7
said=$(node names.mjs)
printf 'server 2.4.0:\n%s\n' "$said"
[ "$said" = 'Tool cake not found
Tool constructor disabled' ]

// `npm run demo`: builds the server, starts it on its sample calls as a host would, and asks what a call-centre lead
// would ask. Shows each tool call with its answer just as an assistant sees it.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { styleText } from 'node:util'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const paint = (style, text) => (process.stdout.isTTY ? styleText(style, text) : text)

spawnSync(process.execPath, [fileURLToPath(new URL('build.mjs', import.meta.url))], { stdio: 'inherit' })

const client = new Client({ name: 'demo', version: '1' }, { versionNegotiation: { mode: 'auto' } })
await client.connect(new StdioClientTransport({ command: process.execPath, args: [main, '--demo'] }))
console.log(paint('bold', 'conversations-mcp on embedded sample calls: invented companies, callers and numbers.\n'))

/** Asks one question with one tool call, prints both, and returns the structured half. */
async function ask(question, name, args) {
  console.log(`${paint('bold', `“${question}”`)}\n${paint('cyan', `→ ${name} ${JSON.stringify(args)}`)}`)
  const { content, structuredContent } = await client.callTool({ name, arguments: args })
  console.log(`${content.map(({ text }) => text).join('\n')}\n`)
  return structuredContent
}

const { rows: agents } = await ask('Which agents do I have?', 'list_filter_values', { kind: 'agents' })
const orders = agents.map(([name]) => name).find(name => /order/i.test(name)) ?? agents[0][0]
const billing = agents.map(([name]) => name).find(name => /energy|billing/i.test(name)) ?? agents[0][0]

await ask('Which calls of the order desk failed this week, and what were they about?', 'list_conversations', {
  agent_id: orders,
  call_successful: 'failure',
  after: '7d',
  fields: ['id', 'started', 'duration', 'title', 'ending'],
  page_size: 8,
})
const errored = await ask('Is it the order lookup? Show me calls in which it broke.', 'list_conversations', {
  tool_names_errored: ['lookup_order'],
  after: '14d',
  page_size: 5,
})
const id = errored.rows[0]?.[errored.columns.indexOf('id')]
if (id)
  await ask('What happened in the newest of them?', 'get_conversation', { conversation_id: id, include: ['metrics'] })
await ask('What do callers of the billing line say about paper invoices?', 'search_conversations', {
  query: 'paper invoice fee',
  agent_id: billing,
  after: '30d',
  page_size: 4,
})
await ask('What are calls of that line judged by?', 'list_filter_values', { kind: 'criteria', agent_id: billing })
await client.close()

console.log(`${paint('bold', 'To ask about your own calls')}, put this into your client's configuration (Claude Desktop: claude_desktop_config.json;
others: see README.md) with your key instead of the dots, and restart the client:
`)
console.log(
  JSON.stringify(
    {
      mcpServers: {
        conversations: {
          command: process.execPath,
          args: [main],
          env: { ELEVENLABS_API_KEY: '…' },
        },
      },
    },
    null,
    2,
  ),
)
console.log(`\nTo try the sample calls in your client first, use "args": ["${main}", "--demo"] and leave "env" out.`)

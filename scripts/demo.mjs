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

// Seven days back, not "this week": on a Monday morning that has hardly begun.
await ask('How did each agent do in the last 7 days against the 7 days before?', 'analyze_conversations', {
  after: '7d',
  group_by: ['agent'],
  compare_to: 'previous_period',
})
await ask('Which tool fails most, and since when?', 'analyze_conversations', {
  metrics: ['tool_error_rate'],
  group_by: ['tool', 'week'],
  after: '30d',
  min_count: 3,
  sort: 'tool_error_rate desc',
  page_size: 8,
})
await ask('Why do calls of the web shop fail these days, and in which ways?', 'explain_conversations', {
  agent_id: 'Order Support',
  after: '9d',
})
await ask('What did the new version of the clinic change, and did it help?', 'describe_agent', {
  agent_id: 'Tarnhill Clinic',
  compare_to: 'previous_version',
})
await ask('Which criterion fails most?', 'analyze_conversations', {
  metrics: ['criterion_success'],
  group_by: ['agent', 'criterion'],
  after: '30d',
  sort: 'criterion_success asc',
  page_size: 8,
})
await ask('What do callers of failed calls ask for?', 'analyze_conversations', {
  metrics: ['count'],
  group_by: ['agent', 'topic'],
  call_successful: 'failure',
  after: '30d',
  page_size: 8,
})
const { calls } = await ask('Which calls should I listen to?', 'triage_conversations', {
  after: '7d',
  page_size: 3,
})
const [worst] = calls
if (worst) {
  const { conversation_id } = worst
  await ask('What happened in the first of them?', 'get_conversation', { conversation_id, include: ['metrics'] })
}
await ask('Does the fee for paper invoices come up, and in how many calls?', 'search_conversations', {
  query: '"paper invoice" fee',
  role: 'user',
  after: '30d',
  page_size: 3,
})
await ask('Does anybody try to talk my agents into something?', 'search_conversations', {
  query: '"previous instructions"',
  after: '30d',
  neighbours: 0,
})
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

// Starts the built file with sample calls and asks it everything once, in both protocol eras. Needs no test runner.
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const NOW = '2026-11-22T12:00:00Z'
const started = performance.now()
let [passed, failed] = [0, 0]

/** One line a check; a failed one does not keep the others from running. */
async function check(what, run) {
  try {
    console.log(`ok    ${what}: ${await run()}`)
    passed += 1
  } catch (error) {
    console.log(`FAIL  ${what}: ${error.message}`)
    failed += 1
  }
}

function must(condition, otherwise) {
  if (!condition) throw new Error(otherwise)
}

/** Both halves of a good answer, each of which must stand alone. */
async function ask(client, name, input) {
  const { content, structuredContent, isError } = await client.callTool({ name, arguments: input })
  const text = content.map(part => part.text).join('\n')
  must(!isError, text)
  must(structuredContent, 'no structured half')
  for (const half of [text, JSON.stringify(structuredContent)]) {
    must(half.includes('2026-11-22 12:00; times in UTC'), 'a half does not say when and from where it was read')
  }
  return structuredContent
}

async function smoke(era, mode) {
  const client = new Client({ name: 'smoke', version: '1' }, { versionNegotiation: { mode } })
  const args = [MAIN, '--demo', '--now', NOW, '--timezone', 'UTC']
  let [id, names, views] = ['', [], []]

  await check(`${era} start`, async () => {
    await client.connect(new StdioClientTransport({ command: process.execPath, args }))
    must(client.getNegotiatedProtocolVersion() === era, `speaks ${client.getNegotiatedProtocolVersion()}`)
    const { name, version } = client.getServerVersion()
    return `${name} ${version} on Node.js ${process.versions.node}`
  })
  const CALLS = {
    list_conversations: [
      { after: '7d', page_size: 5, exclude_statuses: ['initiated', 'in-progress', 'processing'] },
      ({ rows, has_more }) => {
        id = rows[0]?.[0]
        must(rows.length === 5 && has_more, `${rows.length} calls, has_more ${has_more}`)
        return '5 calls, and more'
      },
    ],
    get_conversation: [
      () => ({ conversation_id: id }),
      ({ conversation_id, status, turns, transcript }) => {
        must(conversation_id === id && status === 'done', `${conversation_id} ${status}`)
        must(turns.total > 0 && transcript.startsWith('0 0:00 agent: '), 'no transcript')
        return `${turns.total} turns`
      },
    ],
    search_conversations: [
      { query: 'order', after: '7d' },
      ({ hits, total }) => {
        must(hits.length > 0 && hits.every(({ lines }) => /«orders?»/i.test(lines)), 'no hits, or not marked')
        must(total.turns >= total.conversations && total.conversations >= hits.length, JSON.stringify(total))
        return `${total.turns} turns in ${total.conversations} conversations`
      },
    ],
    analyze_conversations: [
      { after: '7d', group_by: 'agent', metrics: ['count', 'duration'] },
      ({ rows, total }) => {
        const sum = rows.reduce((all, row) => all + row[1], 0)
        must(rows.length > 2 && sum === total[0][1], `${sum} calls in rows, ${total[0][1]} in all`)
        return `${rows.length} agents, ${sum} calls`
      },
    ],
    explain_conversations: [
      { after: '30d' },
      ({ facts }) => {
        must(facts.length > 0, 'nothing sets failed calls apart')
        return `${facts.length} facts`
      },
    ],
    describe_agent: [
      { agent_id: 'Tarnhill', compare_to: 'previous_version' },
      ({ sections, numbers }) => {
        const changes = sections.find(({ name }) => name === 'changes')?.rows.length ?? 0
        must(changes > 0 && numbers.rows.length > 0, 'no changes, or no numbers of both versions')
        return `${changes} changes, ${numbers.calls.join(' and ')} calls`
      },
    ],
    triage_conversations: [
      { after: '7d', page_size: 3 },
      ({ calls }) => {
        must(calls.length === 3 && calls[0].score >= calls[2].score, 'not three calls, or not in order')
        return `scores ${calls.map(({ score }) => score).join(', ')}`
      },
    ],
    query_conversations: [
      {
        sql: 'SELECT agent, count(*) AS n FROM turns JOIN conversations USING (conversation_id) GROUP BY agent',
        after: '7d',
      },
      ({ columns, rows }) => {
        must(columns[1] === 'n' && rows.length > 2 && rows.every(row => row[1] > 0), JSON.stringify(rows))
        return `${rows.length} agents`
      },
    ],
    // Of no calls: nothing is left behind on this computer.
    export_conversations: [{ after: '2020', format: 'csv' }, ({ coverage }) => coverage.counts],
    list_filter_values: [
      { kind: 'agents' },
      ({ rows }) => {
        must(rows.length > 0 && rows.every(([name, agent]) => name && agent.startsWith('agent_')), 'no agents')
        return `${rows.length} agents`
      },
    ],
  }
  await check(`${era} tools/list`, async () => {
    const { tools } = await client.listTools()
    // Those of views are not for models.
    names = tools.filter(({ _meta }) => !_meta?.ui?.visibility).map(({ name }) => name)
    views = [...new Set(tools.flatMap(({ _meta }) => _meta?.ui?.resourceUri ?? []))]
    const unchecked = names.filter(name => !(name in CALLS))
    must(names.length > 0 && unchecked.length === 0, `no check for ${unchecked.join(', ') || 'an empty list'}`)
    return names.join(', ')
  })
  for (const [name, [input, look]] of Object.entries(CALLS)) {
    await check(`${era} ${name}`, async () => {
      must(names.includes(name), 'not listed')
      return look(await ask(client, name, typeof input === 'function' ? input() : input))
    })
  }
  await check(`${era} a wrong argument`, async () => {
    const { content, isError } = await client.callTool({ name: 'list_conversations', arguments: { page_sise: 2 } })
    must(isError && content[0].text.includes('"page_size"'), `answered with ${content[0].text}`)
    return content[0].text
  })
  await check(`${era} resources`, async () => {
    const { resources } = await client.listResources()
    const { contents } = await client.readResource({ uri: `conversation://${id}` })
    must(contents[0].text.startsWith(id), 'not the transcript that was asked for')
    return `${resources.length} listed, one read`
  })
  await check(`${era} views`, async () => {
    for (const uri of views) {
      const { contents } = await client.readResource({ uri })
      must(contents[0].mimeType === 'text/html;profile=mcp-app' && contents[0].text.startsWith('<!doctype html>'), uri)
    }
    const { structuredContent } = await client.callTool({
      name: 'view_conversation',
      arguments: { conversation_id: id },
    })
    must(
      structuredContent.rows.length > 0 && structuredContent.call.timeline.who.startsWith('a'),
      'no rows for the view',
    )
    return views.join(', ')
  })
  await check(`${era} prompts`, async () => {
    const { prompts } = await client.listPrompts()
    const { messages } = await client.getPrompt({ name: 'review_conversation', arguments: { conversation_id: id } })
    must(messages[0].content.text.includes(id), 'the prompt does not name its conversation')
    return prompts.map(({ name }) => name).join(', ')
  })
  await client.close().catch(() => undefined)
}

await smoke('2026-07-28', { pin: '2026-07-28' })
await smoke('2025-11-25', 'legacy')
const seconds = ((performance.now() - started) / 1000).toFixed(1)
console.log(`${failed === 0 ? 'All is well' : `${failed} FAILED`}: ${passed} checks passed in ${seconds} s.`)
process.exitCode = failed === 0 ? 0 : 1

import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { TOOLS } from '../../src/tools/index.ts'
import { runTool } from '../../src/tools/run.ts'
import { sample } from './sample.ts'
import { NOW } from './world.ts'

const now = new Date(NOW * 1000).toISOString()
const data = writeFew()

/** A sixth of the last week of the sample calls as a file: a process that reads it starts several times faster than the demo. */
function writeFew(): string {
  const { conversations, ...catalog } = sample
  const few = conversations.filter(
    ({ metadata }, at) => metadata.start_time_unix_secs > NOW - 8 * 86_400 && at % 6 === 0,
  )
  const folder = mkdtempSync(join(inject('shared'), 'few-'))
  writeFileSync(join(folder, 'few.jsonl'), few.map(call => `${JSON.stringify(call)}\n`).join(''))
  writeFileSync(join(folder, 'few.catalog.json'), JSON.stringify(catalog))
  return join(folder, 'few.jsonl')
}

/** Sample calls at a fixed moment in a fixed zone, so that answers are always the same. */
export const DEMO = ['--data', data, '--now', now, '--timezone', 'UTC']

/** What `DEMO` starts, in this process: the reference for what the built file should answer. */
export const demoApp = (): App => createApp(readConfig({ data, now, timezone: 'UTC' }, {}))

/** Both halves of a tool's answer in this process. */
export const ask = async (app: App, name: string, input: object) =>
  runTool(TOOLS.find(tool => tool.name === name)!, input, await app.toolContext(new AbortController().signal))

/** One good call of every tool, and the finished conversation that they read. */
export async function goodCalls(app: App) {
  const { structured } = await ask(app, 'list_conversations', { exclude_statuses: ['initiated', 'in-progress'] })
  const conversation_id = (structured as { rows: string[][] }).rows.at(-1)![0]!
  const calls: Record<string, Record<string, unknown>> = {
    list_conversations: { after: 'last week', summary_mode: 'include', page_size: 5 },
    get_conversation: { conversation_id, include: ['metrics', 'costs'] },
    search_conversations: { query: 'order', after: 'yesterday', page_size: 3 },
    analyze_conversations: { group_by: ['agent'], after: 'yesterday', compare_to: ['previous_period'] },
    explain_conversations: { after: 'last week' },
    describe_agent: { agent_id: 'Tarnhill', compare_to: 'previous_version' },
    triage_conversations: { after: 'yesterday', page_size: 3 },
    query_conversations: { sql: 'SELECT role, text FROM turns ORDER BY words DESC LIMIT 3', after: 'yesterday' },
    list_filter_values: { kind: 'agents', after: 'yesterday' },
    // Of no calls, which needs no file: a test must leave none in anybody's folder.
    export_conversations: { after: '2020', format: 'markdown' },
  }
  if (TOOLS.some(({ name }) => !(name in calls))) throw new Error('a tool has no call in test/support/demo.ts')
  return { calls, conversation_id }
}

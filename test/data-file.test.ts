import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { ask } from './support/demo.ts'
import { smallWorld } from './support/small-world.ts'

test('what is odd about a file is said once in every answer over it', async () => {
  const data = join(mkdtempSync(join(inject('shared'), 'file-')), 'calls.jsonl')
  const [call, other] = smallWorld().conversations
  writeFileSync(data, [call, other, call].map(body => `${JSON.stringify(body)}\n`).join(''))
  const app = createApp(readConfig({ data, now: '2026-11-22T12:00:00Z', timezone: 'UTC' }, {}))
  for (const [name, input] of Object.entries({
    list_conversations: {},
    analyze_conversations: {},
    search_conversations: { query: 'refund' },
    explain_conversations: {},
    triage_conversations: {},
    query_conversations: { sql: 'SELECT text FROM turns LIMIT 1' },
    get_conversation: { conversation_id: call!.conversation_id },
  })) {
    const { text } = await ask(app, name, input)
    expect([name, text.split('(1 conversation occurs twice: the newest counts)').length]).toEqual([name, 2])
  }
  await app.close()
})

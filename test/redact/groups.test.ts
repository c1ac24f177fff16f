import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { checkCommand } from '../../src/tools/check.ts'
import { runTool } from '../../src/tools/run.ts'
import { ask } from '../support/demo.ts'

const collected = {
  caller_name: 'Thandiwe Mbeki-Larsson',
  callback_number: 14155550199,
  profile: { name: 'Thandiwe Mbeki-Larsson', tel: 14155550199 },
  plan: 'gold',
}

const call = (id: string, at: number) => ({
  conversation_id: id,
  agent_id: 'agent_a',
  status: 'done',
  metadata: { start_time_unix_secs: 1_795_000_000 + at, call_duration_secs: 60 },
  transcript: [{ role: 'user', message: 'Hello', time_in_call_secs: 1 }],
  analysis: {
    data_collection_results: Object.fromEntries(
      Object.entries(collected).map(([name, value]) => [name, { data_collection_id: name, value }]),
    ),
  },
})

const data = join(mkdtempSync(join(inject('shared'), 'groups-')), 'calls.jsonl')
writeFileSync(data, [call('conv_1', 1), call('conv_2', 2)].map(body => JSON.stringify(body)).join('\n'))
const app = createApp(readConfig({ data, now: '2026-11-22T12:00:00Z', timezone: 'UTC', redact: 'on' }, {}))
afterAll(() => app.close())

test.each([
  ['caller_name', /^\[name-\w{8}\]$/],
  ['callback_number', /^\[phone-\w{8}\]$/],
  ['profile', /^\{"name":"\[name-\w{8}\]","tel":"\[phone-\w{8}\]"\}$/],
  ['plan', /^gold$/],
])('values of %s that calls are grouped by are masked as in the call', async (field, shown) => {
  const group_by = [`data:${field}`]
  const context = await app.toolContext(new AbortController().signal)
  const analysis = await ask(app, 'analyze_conversations', { metrics: ['count'], group_by })
  const check = await runTool(checkCommand, { conditions: ['count > 100'], group_by }, context)
  expect((analysis.structured as any).rows.map(([value]: string[]) => value)).toEqual([expect.stringMatching(shown)])
  expect((check.structured as any).findings.map((one: any) => one.group[0])).toEqual([expect.stringMatching(shown)])
  expect(analysis.text + check.text).not.toMatch(/Thandiwe|5550199/)
})

import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { deskOf } from '../support/desk.ts'
import { NOW, startWorld } from '../support/world.ts'

/* Members named secret__ are meant for the headers of tools: no file holds them, however deep they stand. */

const SECRET = 'sk_secret_of_the_workspace'
const nested = { order: 'A-7', deep: [{ secret__token: SECRET, inner: { secret__other: { value: SECRET } } }] }
const CALL = {
  conversation_id: 'conv_secret',
  agent_id: 'agent_1',
  agent_name: 'Desk',
  status: 'done',
  metadata: { start_time_unix_secs: NOW - 3600, call_duration_secs: 60 },
  analysis: {
    call_successful: 'success',
    data_collection_results: { order: { data_collection_id: 'order', value: nested } },
  },
  conversation_initiation_client_data: {
    dynamic_variables: { plan: 'gold', secret__top: SECRET, context: nested, text: JSON.stringify(nested) },
  },
  transcript: [
    { role: 'user', message: 'Where is my order?', time_in_call_secs: 1 },
    {
      role: 'agent',
      time_in_call_secs: 2,
      tool_calls: [
        {
          ...{ request_id: '1', tool_name: 'lookup', tool_has_been_called: true },
          params_as_json: JSON.stringify({ ...nested, headers: { Authorization: SECRET } }),
        },
      ],
      tool_results: [{ request_id: '1', tool_name: 'lookup', result_value: JSON.stringify(nested) }],
    },
  ],
}
const folder = mkdtempSync(join(inject('shared'), 'secrets-'))

const world = { conversations: [CALL], agents: [{ agent_id: 'agent_1', name: 'Desk' }], tags: [], extras: {} }
const desk = deskOf(() => startWorld(world, { exportDir: folder }))

test.each<[{ format: string; columns?: string[] }]>([
  [{ format: 'jsonl' }],
  [{ format: 'markdown' }],
  [
    {
      format: 'csv',
      columns: ['conversation_id', 'transcript', 'collected:order', 'variable:context', 'variable:text'],
    },
  ],
  [{ format: 'csv', columns: ['conversation_id', 'variable:secret__top'] }],
])('%j', async args => {
  for (const mask of [false, true]) {
    const { structured, isError } = await desk.client.call('export_conversations', { ...args, mask })
    expect(isError).toBe(false)
    const text = readFileSync((structured as any).file.path, 'utf8')
    expect(text).not.toContain(SECRET)
    expect(text).toContain('conv_secret'.replace('_', args.format === 'markdown' ? '\\_' : '_'))
    // What stands beside the secrets is there.
    if (!args.columns?.includes('variable:secret__top')) expect(text).toContain('A-7')
  }
})

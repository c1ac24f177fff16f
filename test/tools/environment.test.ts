import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { connect } from '../support/client.ts'
import { deskOf } from '../support/desk.ts'
import { NOW, startWorld } from '../support/world.ts'

/* What the API cannot filter by: where a call ran. And what its list alone tells: which calls it counts as error. */

const call = (id: string, at: number, more: Json): Json => ({
  conversation_id: id,
  agent_id: 'agent_1',
  agent_name: 'Desk',
  status: 'done',
  metadata: { start_time_unix_secs: NOW - 3600 + at, call_duration_secs: 60 },
  analysis: { call_successful: 'success' },
  transcript: [{ role: 'user', message: 'A refund please', time_in_call_secs: 1 }],
  ...more,
})

const CALLS = [
  call('conv_prod', 0, { environment: 'production' }),
  call('conv_staging', 1, { environment: 'staging', analysis: { call_successful: 'failure' } }),
  call('conv_client', 2, { conversation_initiation_client_data: { environment: 'dev', dynamic_variables: {} } }),
  call('conv_silent', 3, { analysis: { call_successful: 'unknown' } }),
]
const WORLD = {
  conversations: CALLS,
  agents: [{ agent_id: 'agent_1', name: 'Desk' }],
  tags: [],
  extras: { conv_silent: { evaluation_error: true } },
}

const desk = deskOf(() => startWorld(WORLD))

const LIVE: [string, string, Json][] = [
  ['list_conversations', 'rows', {}],
  ['search_conversations', 'hits', { query: 'refund', mode: 'fuzzy' }],
  ['search_conversations', 'hits', { query: 'refund', mode: 'semantic' }],
  ['search_conversations', 'hits', { query: 'refund' }],
  ['triage_conversations', 'sample', { sample: 10 }],
]
const idsIn = (found: any): string[] => {
  const rows: any[] = found.rows ?? found
  return rows.map(row => row.conversation_id ?? row[0]).sort()
}

describe.each([
  ['staging', ['conv_staging']],
  ['dev', ['conv_client']],
  // The API's own default.
  ['production', ['conv_prod', 'conv_silent']],
  ['nowhere', []],
])('calls of the environment %s', (environment, ids) => {
  test.each(LIVE)('are selected by %s %s %j', async (tool, half, input) => {
    const filter = tool === 'list_conversations' ? { environment } : { where: [`environment=${environment}`] }
    const { structured, isError } = await desk.client.call(tool, { ...input, ...filter })
    expect(isError).toBe(false)
    expect(idsIn(structured[half])).toEqual(ids)
    expect(structured.coverage.filters).toContain(`environment = "${environment}"`)
  })
})

test('the API is never asked for it, and the answer says what was done instead', async () => {
  const { structured } = await desk.client.call('list_conversations', { environment: 'staging' })
  expect(structured.coverage.notes).toEqual([
    'The API cannot filter by environment: each call of this page was checked, 3 calls excluded.',
  ])
  expect(desk.world.api.requests.some(({ query }) => 'environment' in query)).toBe(false)
})

test('calls that cannot be read are excluded, and counted', async () => {
  const other = await startWorld(WORLD)
  const client = await connect(other.app)
  other.api.faults.always(/conv_staging/, { status: 404 })
  const { structured } = await client.call('list_conversations', { environment: 'staging' })
  expect(structured.rows).toEqual([])
  expect(structured.coverage.notes[0]).toContain('4 calls excluded, 1 of them unreadable.')
  await client.close()
  await other.close()
})

test('is shown', async () => {
  const { structured } = await desk.client.call('list_conversations', { fields: ['id', 'environment'] })
  expect(structured.rows).toEqual([
    ['conv_silent', null],
    ['conv_client', 'dev'],
    ['conv_staging', 'staging'],
    ['conv_prod', 'production'],
  ])
  const read = await desk.client.call('get_conversation', { conversation_id: 'conv_staging' })
  expect(read.structured.metadata.environment).toBe('staging')
  expect(read.text).toContain('\nenvironment: staging\n')
  const values = await desk.client.call('list_filter_values', { kind: 'environments' })
  expect(values.structured.rows).toEqual([
    ['production', 2],
    ['dev', 1],
    ['staging', 1],
  ])
})

test('calls that are not of production are named where they count', async () => {
  const named = 'Not production: 1 call in "dev", 1 call in "staging"; where ["environment=production"] excludes them.'
  const input = { metrics: ['count', 'success_rate'], group_by: ['environment'] }
  const { structured } = await desk.client.call('analyze_conversations', input)
  expect(structured.coverage.read).toContain(named)
  expect(structured.rows.map((row: unknown[]) => row.slice(0, 2))).toEqual([
    ['production', 2],
    ['dev', 1],
    ['staging', 1],
  ])
  expect((await desk.client.call('search_conversations', { query: 'refund' })).text).toContain(named)
  const production = await desk.client.call('analyze_conversations', { ...input, where: ['environment=production'] })
  expect(production.text).not.toContain('Not of production')
})

test('calls that the API counts as error are found, whatever they show themselves', async () => {
  const { structured } = await desk.client.call('analyze_conversations', {
    metrics: ['count'],
    call_successful: 'error',
  })
  expect(structured.rows).toEqual([[1]])
  expect(structured.coverage.notes).toEqual([
    'The API counts these calls as error; the calls themselves show another outcome, mostly unknown.',
  ])
  const found = await desk.client.call('search_conversations', { query: 'refund', call_successful: 'error' })
  expect(idsIn(found.structured.hits)).toEqual(['conv_silent'])
  const refused = await desk.client.call('search_conversations', {
    query: 'refund',
    mode: 'fuzzy',
    call_successful: 'error',
  })
  expect(refused.text).toContain('takes call_successful success, failure or unknown')
})

test('a page that holds a call twice shows it once', async () => {
  const item = { conversation_id: 'conv_prod', agent_id: 'agent_1', agent_name: 'Desk', status: 'done' }
  desk.world.api.faults.next(1, { status: 200, body: { conversations: [item, item], has_more: false } })
  const { structured } = await desk.client.call('list_conversations', { page_size: 7 })
  expect(structured.rows).toHaveLength(1)
  expect(structured.coverage.counts).toBe('1 call, newest first. No more match.')
})

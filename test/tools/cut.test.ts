import { expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { deskWith } from '../support/desk.ts'
import { NOW } from '../support/world.ts'

/* Calls that have more of something than is read, or say more than is searched: the answers say so. */

const MANY = 2_003
const said = (message: string, role = 'user'): Json => ({ role, message, time_in_call_secs: 1 })
const call = (id: string, more: Json, message = 'A refund please'): Json => ({
  conversation_id: id,
  agent_id: 'agent_1',
  agent_name: 'Desk',
  status: 'done',
  metadata: { start_time_unix_secs: NOW - 3600, call_duration_secs: 60 },
  transcript: [said(message)],
  ...more,
})
const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`v${at}`, at]))
const CALLS = [
  call('conv_plain', { analysis: { call_successful: 'success' } }),
  call('conv_variables', { conversation_initiation_client_data: { dynamic_variables: named(MANY) } }),
  call('conv_summary', { analysis: { transcript_summary: 's'.repeat(250_004), data_collection_results: named(MANY) } }),
  call('conv_exact', { conversation_initiation_client_data: { dynamic_variables: named(2_000) } }),
  call('conv_many_turns', { transcript: [...Array(1_001)].map((_, at) => said(`refund ${at}`)) }),
  call('conv_1000_turns', {
    transcript: [...Array(2_000)].map((_, at) => said(`order ${at}`, at % 2 ? 'user' : 'agent')),
  }),
  call('conv_ending', {
    metadata: {
      start_time_unix_secs: NOW - 3600,
      call_duration_secs: 60,
      termination_reason: `over ${'.'.repeat(1_000)}`,
    },
  }),
  call('conv_long', {}, `refund ${'word '.repeat(50_000)} beyond`),
]

const c = deskWith(CALLS)

const notesOf = async (tool: string, args: Json): Promise<string[]> =>
  ((await c().call(tool, args)).structured as any).coverage.notes ?? []
const shown = async (args: Json): Promise<string> =>
  ((await c().call('get_conversation', args)).structured as any).coverage

test('get_conversation says of what only the beginning is shown', async () => {
  expect(await shown({ conversation_id: 'conv_variables' })).toContain(
    'Read in part: the first 2,000 of 2,003 variables; the rest is only in raw and in jsonl exports.',
  )
  expect(await shown({ conversation_id: 'conv_summary' })).toContain(
    'Read in part: the first 250,000 of 250,004 characters of the summary, 2,000 of 2,003 collected values; the rest',
  )
})

test('and of what it is measured in part', async () => {
  expect(await shown({ conversation_id: 'conv_many_turns' })).toContain(
    'For repetition a turn is compared with the 1,000 latest of its side; one side has more.',
  )
  expect(await shown({ conversation_id: 'conv_ending' })).toContain(
    'How the call ended is told by the first 1,000 characters of its reason.',
  )
})

test('and nothing where all is shown', async () => {
  expect(await shown({ conversation_id: 'conv_exact' })).not.toContain('Read in part')
  expect(await shown({ conversation_id: 'conv_long' })).not.toContain('Read in part')
  expect(await shown({ conversation_id: 'conv_1000_turns' })).not.toContain('For repetition')
})

test.each([
  ['analyze_conversations', { metrics: ['turns'] }],
  ['triage_conversations', {}],
  ['search_conversations', { query: 'refund', mode: 'words' }],
])('%s says that something is left out', async (tool, args) => {
  expect((await notesOf(tool, args)).filter(note => note.startsWith('Lists or texts of'))).toEqual([
    expect.stringMatching(
      /^Lists or texts of 2 calls \(such as conv_\w+\) are longer than what is read \(2,000 entries, 250,000 characters\); the rest does not count and is only in the raw JSON\.$/,
    ),
  ])
})

test('a search says that a turn is longer than what it looks through', async () => {
  const search = { query: 'beyond', mode: 'words' }
  const longer = 'Searched of a turn: its first 250,000 characters; 1 turn of conv_long is longer.'
  expect(await notesOf('search_conversations', search)).toContain(longer)
  expect(await notesOf('analyze_conversations', { metrics: ['turns'] })).not.toContain(longer)
})

test('match says it, too', async () => {
  const longer = 'match looks at the first 250,000 characters of a turn; longer: 0.'
  expect(await shown({ conversation_id: 'conv_long', match: 'beyond' })).toContain(longer)
  expect(await shown({ conversation_id: 'conv_plain', match: 'refund' })).not.toContain('match looks at')
})

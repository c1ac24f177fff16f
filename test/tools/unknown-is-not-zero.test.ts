import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { deskWith } from '../support/desk.ts'
import { NOW } from '../support/world.ts'

/* What nobody can know of a call counts as unknown in every tool, and is not told as none. */

const turn = (role: string, message: string, at: number): Json => ({ role, message, time_in_call_secs: at })
const talk = [turn('agent', 'Harbour desk, hello.', 0), turn('user', 'A berth please.', 4), turn('agent', 'Done.', 9)]
const many = Array.from({ length: 2100 }, (_, at) => turn(at % 2 ? 'user' : 'agent', `Boat ${at}`, at))
const call = (id: string, at: number, transcript: Json[], { metadata, ...more }: Json = {}): Json => ({
  conversation_id: id,
  agent_id: 'agent_1',
  agent_name: 'Desk',
  status: 'done',
  metadata: {
    start_time_unix_secs: NOW - 3600 + at,
    call_duration_secs: 3000,
    termination_reason: 'Client disconnected: 1000',
    ...metadata,
  },
  analysis: { call_successful: 'success' },
  transcript,
  ...more,
})
const CALLS = [
  call('conv_whole', 0, talk),
  call('conv_gone', 1, [], { metadata: { deletion_settings: { deleted_transcript_at_time_unix_secs: NOW - 60 } } }),
  call('conv_bare', -60, [], { transcript: null }),
  call('conv_strangers', 2, [turn('assistant', 'Hello.', 0), turn('human', 'Move my boat please.', 3)]),
  call('conv_undated', 0, talk, { metadata: { start_time_unix_secs: { $numberLong: String(NOW) } } }),
  call('conv_long', 3, many),
  call('conv_short', 4, talk, { metadata: { call_duration_secs: 3 } }),
  call('conv_live', 5, [], { status: 'in-progress', analysis: null, metadata: { call_duration_secs: 0 } }),
]
const EXPORTS = mkdtempSync(join(tmpdir(), 'unknown-'))

const c = deskWith(CALLS, { exportDir: EXPORTS })
afterAll(() => rmSync(EXPORTS, { recursive: true }))

const ask = async (tool: string, args: Json): Promise<string> => (await c().call(tool, args)).text

test('whether a caller was heard is unknown without a transcript, and where nobody says who spoke', async () => {
  const text = await ask('analyze_conversations', {
    metrics: ['connection_rate', 'containment_rate', 'turns', 'talk_share', 'tool_calls', 'voicemail_rate'],
  })
  expect(text).toMatch(/^connection_rate: 100\.0 % \(4\/4;/m)
  expect(text).toMatch(/^containment_rate: 100\.0 % \(4\/4;/m)
  expect(text).toMatch(/^turns: n 4, avg 527\.3, min 3, /m)
  expect(text).toMatch(/^tool_calls: n 5, /m)
  expect(text).toMatch(/^voicemail_rate: 0\.0 % \(0\/5;/m)
  expect(text.match(/Excluded:.* 3 calls \(no transcript, or speakers unknown\)/g)).toHaveLength(4)
})

const GONE =
  '2 calls (such as conv_gone) have no transcript (deleted by ElevenLabs, or left out of the data); what only it tells is unknown.'
const UNDATED = '1 more call would match, but its start cannot be read, so no time window includes it.'
test.each([
  ['analyze_conversations', { metrics: ['turns'] }],
  ['explain_conversations', {}],
  ['triage_conversations', {}],
  ['search_conversations', { query: 'berth' }],
  ['query_conversations', { sql: 'SELECT count(*) FROM turns' }],
  ['export_conversations', { format: 'jsonl' }],
])('%s names calls without a transcript, and calls that no window holds', async (tool, args) => {
  const { coverage } = (await c().call(tool, { ...args, after: '1d' })).structured as Json
  // Of two groups it is said whose calls they are.
  const notes = (coverage.notes as string[]).map(note => note.replace(/^successful calls: /, ''))
  expect(notes.filter(note => note === GONE || note === UNDATED).sort()).toEqual([UNDATED, GONE])
  const whole = (await c().call(tool, args)).structured as Json
  expect(JSON.stringify(whole.coverage.notes)).not.toContain(UNDATED)
})

test.each([
  ['list_conversations', { sort_by: 'duration' }],
  ['list_filter_values', { kind: 'outcomes' }],
])('%s names calls that no window holds', async (tool, args) => {
  const { coverage } = (await c().call(tool, { ...args, after: '1d' })).structured as Json
  expect(coverage.notes).toContain(UNDATED)
})

test('words and modes say which calls are too long for them', async () => {
  const { coverage } = (await c().call('explain_conversations', {})).structured as Json
  expect(coverage.notes).toContain('Words and modes leave out 1 call of more than 500 turns.')
  expect(JSON.stringify(coverage)).not.toContain('random sample')
})

const COMPARED = 'Repetition in 1 long call: a turn is compared with the 1,000 latest of its side only.'
test('repetition says where turns are compared with the latest ones only, and nothing else does', async () => {
  expect(await ask('analyze_conversations', { metrics: ['repetition_rate'] })).toContain(COMPARED)
  expect(await ask('triage_conversations', {})).toContain(COMPARED)
  expect(await ask('explain_conversations', { include: 'facts' })).toContain(COMPARED)
  expect(await ask('explain_conversations', { include: 'modes' })).not.toContain('Repetition')
  expect(await ask('analyze_conversations', { metrics: ['turns'] })).not.toContain('Repetition')
  const before = new Date((NOW - 3598) * 1000).toISOString()
  expect(await ask('triage_conversations', { before })).not.toContain('Repetition')
})

test('SQL is told no duration that cannot be, and no counts of a call that goes on', async () => {
  const sql = 'SELECT conversation_id, duration_secs, connected, caller_turns, tool_calls FROM conversations ORDER BY 1'
  expect((await c().call('query_conversations', { sql })).structured.rows).toEqual([
    ['conv_bare', 3000, null, null, null],
    ['conv_gone', 3000, null, null, null],
    ['conv_live', null, null, null, null],
    ['conv_long', 3000, 1, 1050, 0],
    ['conv_short', null, 1, 1, 0],
    ['conv_strangers', 3000, null, null, 0],
    ['conv_undated', 3000, 1, 1, 0],
    ['conv_whole', 3000, 1, 1, 0],
  ])
})

test('a table has empty cells for them', async () => {
  const columns = ['conversation_id', 'entries', 'messages', 'tool_calls', 'tool_errors', 'interruptions']
  const { structured } = await c().call('export_conversations', { format: 'csv', columns })
  const rows = readFileSync((structured as Json).file.path, 'utf8').split('\r\n')
  expect(rows).toContain('conv_gone,,,,,')
  expect(rows).toContain('conv_bare,,,,,')
  expect(rows).toContain('conv_whole,3,3,0,0,0')
})

test('get_conversation says whose turns count for neither side', async () => {
  const text = await ask('get_conversation', { conversation_id: 'conv_strangers' })
  expect(text).toContain('2 turns by speakers other than user and agent; counted for neither.')
  expect(await ask('get_conversation', { conversation_id: 'conv_bare' })).toContain(
    'The record of the call has no transcript, not even an empty one: what was said is unknown.',
  )
  expect(await ask('get_conversation', { conversation_id: 'conv_undated' })).toContain(
    'Ignored as impossible or unreadable: start (object).',
  )
})

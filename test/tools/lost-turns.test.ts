import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { deskWith } from '../support/desk.ts'
import { NOW } from '../support/world.ts'

/* Calls of which turns, or all of it, cannot be read: every tool that counts says so, in a line of its own. */

const hello = { role: 'user', message: 'A refund please', time_in_call_secs: 1 }
const call = (id: string, at: number, transcript: unknown): Json => ({
  conversation_id: id,
  agent_id: 'agent_1',
  agent_name: 'Desk',
  status: 'done',
  metadata: { start_time_unix_secs: NOW - 3600 + at, call_duration_secs: 60 },
  analysis: { call_successful: 'success' },
  transcript,
})
const CALLS = [
  call('conv_whole', 0, [hello]),
  call('conv_one', 1, [hello, null]),
  call('conv_two', 2, ['agent: hello', hello, 7]),
  call('conv_text', 3, 'agent: hello'),
]
const EXPORTS = mkdtempSync(join(tmpdir(), 'lost-turns-'))

const c = deskWith(CALLS, { exportDir: EXPORTS })
afterAll(() => rmSync(EXPORTS, { recursive: true }))

const notesOf = async (tool: string, args: Json): Promise<string[]> =>
  ((await c().call(tool, args)).structured as any).coverage.notes ?? []

const LOST = '3 turns of 2 calls (such as conv_two) could not be read and are excluded; the rest counts.'
const TEXT =
  /^1 call cannot be read and is excluded where transcripts are needed: .*conv_text.*its transcript is a string/

test.each([
  ['analyze_conversations', { metrics: ['turns'] }],
  ['triage_conversations', {}],
  ['export_conversations', { format: 'jsonl' }],
])('%s says what could not be read', async (tool, args) => {
  const notes = await notesOf(tool, args)
  expect(notes).toContain(LOST)
  expect(notes.filter(note => TEXT.test(note))).toHaveLength(1)
})

test('the metrics leave out such calls for that reason', async () => {
  const { text } = await c().call('analyze_conversations', { metrics: ['turns', 'duration'] })
  expect(text).toMatch(/^turns: .* Excluded: 1 call \(cannot be read\)\.$/m)
  expect(text).toMatch(/^duration .*transcript\.$/m)
})

test('only of the calls that were asked for, and not where lists tell all', async () => {
  const at = (secs: number) => new Date((NOW - 3600 + secs) * 1000).toISOString()
  const one = await notesOf('analyze_conversations', { metrics: ['turns'], after: at(0), before: at(2) })
  expect(one).toEqual(['1 turn of conv_one could not be read and is excluded; the rest counts.'])
  const whole = await notesOf('analyze_conversations', { metrics: ['turns'], after: at(0), before: at(1) })
  expect(whole).toEqual([])
  const counted = await c().call('analyze_conversations', { metrics: ['count'] })
  expect(counted.text).toContain('count: 4')
  expect(counted.text).not.toContain('could not be read')
})

test('what cannot be read is not told as something to wait for', async () => {
  const triage = (await c().call('triage_conversations', {})).structured as Json
  expect(triage.coverage.counts).toContain('Excluded: 1 call that cannot be read.')
  const byTool = (await c().call('analyze_conversations', { group_by: ['tool'] })).structured as Json
  expect(byTool.coverage.counts).toMatch(/^4 calls;/)
  const said = JSON.stringify([triage.coverage, byTool.coverage])
  expect(said).not.toMatch(/not read yet|not synced yet/)
})

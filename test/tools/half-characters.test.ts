import { expect, test } from 'vitest'
import { deskWith } from '../support/desk.ts'
import { NOW } from '../support/world.ts'

/* JSON may hold half a character, and a text that is cut may end in one. SQLite makes bytes of it that no text has. */

const HALF = 'a\ud800b'
/** Cut between the two halves of its last character. */
const CUT = `${'x'.repeat(79)}🦊`
const CALL = {
  conversation_id: 'conv_1',
  agent_id: 'agent_1',
  status: 'done',
  metadata: {
    start_time_unix_secs: NOW - 3600,
    warnings: [HALF],
    charging: { tts_usage: { per_voice_usage: [{ voice_id: HALF, audio_output_seconds: 1 }] } },
  },
  analysis: { data_collection_results: { [HALF]: { value: [HALF] } } },
  transcript: [
    { role: 'user', message: HALF },
    { role: 'agent', tool_results: [{ tool_name: HALF, result_value: CUT, is_error: true }] },
  ],
}
const c = deskWith([CALL])

test.each(['voice', 'tool', 'tool_error_text', 'data:a�b', 'last_tool'])('are shown as unreadable: %s', async group => {
  const { structured, isError } = await c().call('analyze_conversations', { metrics: ['count'], group_by: [group] })
  expect([isError, structured.rows.length, String(structured.rows[0][0])]).toEqual([
    false,
    1,
    expect.stringContaining('�'),
  ])
})

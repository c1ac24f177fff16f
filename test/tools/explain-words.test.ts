import { expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { withCalls } from '../support/few-and-many.ts'
import { NOW } from '../support/world.ts'

/* The line of an example shows the words that it is an example of. */

const LONG = 'Let me read all of it to you. '.repeat(20)

const calls = Array.from({ length: 40 }, (_, number): Json => {
  const isFailed = number % 2 === 0
  const turn = (role: string, message: string) => ({ role, message, time_in_call_secs: 1 })
  return {
    ...{ conversation_id: `conv_${String(number).padStart(2, '0')}`, agent_id: 'agent_1', status: 'done' },
    metadata: { start_time_unix_secs: NOW - 9_000 + number, call_duration_secs: 60 },
    analysis: { call_successful: isFailed ? 'failure' : 'success', transcript_summary: '' },
    transcript: [
      turn('user', isFailed ? 'My agent agents: Walrus!' : 'Hello'),
      turn('agent', `${LONG}${isFailed ? 'Two zebras came by.' : 'That is all.'}`),
    ],
  }
})

test('marked, and behind a line that is cut before them', async () => {
  await withCalls(calls, async client => {
    const { structured } = await client.call('explain_conversations', { include: ['words'] })
    const lines = Object.fromEntries(structured.words.map(({ by, line }: { by: string; line: string }) => [by, line]))
    expect(lines.caller).toBe('0 0:01 user: My «agent» agents: Walrus!')
    expect(lines.agent).toMatch(
      /^1 0:01 agent: Let me read .* bytes omitted\] \[later: …all of it to you\. Let me read all of it to you\. Two zebras «came by»\.…\]$/,
    )
  })
})

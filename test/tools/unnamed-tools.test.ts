import { expect, test } from 'vitest'
import { deskWith } from '../support/desk.ts'
import { NOW } from '../support/world.ts'

/* A tool that the transcript does not name is a tool: it is not the same as none. */

const client = deskWith(Array.from({ length: 60 }, (_, number) => callOf(number)))

/** A third of the calls has no tool, a third one that works, and a third one without a name that fails. */
function callOf(number: number) {
  const tool_name = [null, 'lookup', ''][number % 3]!
  const ran = { request_id: 'r', tool_name, tool_has_been_called: true }
  const failed = { is_error: true, error_type: 'timeout', result_value: 'gone' }
  const tools = [
    { role: 'agent', message: null, time_in_call_secs: 3, tool_calls: [{ ...ran, params_as_json: '{}' }] },
    {
      ...{ role: 'agent', message: null, time_in_call_secs: 4 },
      tool_results: [{ ...ran, ...(tool_name === '' ? failed : { result_value: 'ok' }) }],
    },
  ]
  return {
    ...{ conversation_id: `conv_${number}`, agent_id: 'agent_1', agent_name: 'Desk', status: 'done' },
    metadata: { start_time_unix_secs: NOW - 3600 + number, call_duration_secs: 60 },
    analysis: { call_successful: tool_name === '' ? 'failure' : 'success' },
    transcript: [{ role: 'user', message: 'Hello', time_in_call_secs: 1 }, ...(tool_name === null ? [] : tools)],
  }
}

test.each([
  ['tool', '(unnamed)', 'lookup'],
  ['last_tool', '(unnamed)', 'lookup'],
  ['tool_error', '(unnamed): timeout', null],
  ['tool_error_text', '(unnamed): gone', null],
])('by %s', async (group, unnamed, named) => {
  const { structured } = await client().call('analyze_conversations', { group_by: group, metrics: 'count' })
  const rows = new Map(structured.rows)
  expect(rows).toEqual(new Map([[unnamed, 20], ...(named ? [[named, 20] as const] : []), [null, named ? 20 : 40]]))
})

test('as a cause, with the turn that shows it', async () => {
  const { structured } = await client().call('explain_conversations', { include: 'facts' })
  const [{ fact, turn, same_calls, goes_with = [] }] = structured.facts
  expect(turn).toBe(1)
  expect([fact, ...same_calls, ...goes_with]).toEqual(
    expect.arrayContaining(['tool = (unnamed)', 'failed_tool = (unnamed)', 'tool_error = (unnamed): timeout']),
  )
})

test('where there is no value, no group is counted', async () => {
  const { text } = await client().call('analyze_conversations', { group_by: 'campaign', metrics: 'count' })
  expect(text).toMatch(/^60 calls; no call has a value of campaign\./)
})

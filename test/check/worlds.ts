import type { Json } from '../../src/demo/world.ts'
import { NOW } from '../support/world.ts'

/* Calls of which tests know what they come to. */

export interface Sketch {
  agent?: string
  /** Unix seconds. */
  start?: number
  outcome?: 'success' | 'failure' | 'unknown'
  secs?: number
  /** Of its tool calls, those that failed. */
  tools?: boolean[]
}

let count = 0

export function call({
  agent = 'agent_1',
  start = NOW - 3600,
  outcome = 'success',
  secs = 60,
  tools = [],
}: Sketch): Json {
  count++
  const ids = tools.map((_, at) => `r${at}`)
  return {
    conversation_id: `conv_${String(count).padStart(4, '0')}`,
    ...{ agent_id: agent, agent_name: agent, status: 'done' },
    metadata: { start_time_unix_secs: start, call_duration_secs: secs },
    analysis: { call_successful: outcome },
    transcript: [
      { role: 'agent', message: 'Hello.', time_in_call_secs: 0 },
      { role: 'user', message: 'Hi.', time_in_call_secs: 2 },
      ...tools.map((is_error, at) => ({
        ...{ role: 'agent', message: null, time_in_call_secs: 3 },
        tool_calls: [{ request_id: ids[at], tool_name: 'find', params_as_json: '{}', tool_has_been_called: true }],
        tool_results: [
          { request_id: ids[at], tool_name: 'find', is_error, result_value: 'x', tool_has_been_called: true },
        ],
      })),
    ],
  }
}

/** So many calls alike. */
export const calls = (times: number, sketch: Sketch): Json[] => Array.from({ length: times }, () => call(sketch))

export const worldOf = (conversations: Json[]) => ({
  conversations,
  agents: [...new Set(conversations.map(({ agent_id }) => agent_id as string))].map(id => ({ agent_id: id, name: id })),
  tags: [],
  extras: {},
})

import { expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { deskOf } from '../support/desk.ts'
import { NOW, startWorld } from '../support/world.ts'

/* Files of others write the API's words in other letters: lists and analyses select the same calls of them. */

const turn = (role: string, message: string): Json => ({ role, message, time_in_call_secs: 0 })
const call = (at: number, over: Json, metadata: Json = {}, analysis: Json = {}): Json => ({
  conversation_id: `conv_${at}`,
  agent_id: 'agent_1',
  status: 'done',
  metadata: { start_time_unix_secs: NOW - 3600 + at, call_duration_secs: 60, ...metadata },
  analysis: { call_successful: 'failure', ...analysis },
  transcript: [turn('agent', 'Harbour desk.'), turn('user', 'A berth please.')],
  ...over,
})
const CALLS = [
  call(0, { user_id: ' u1 ', status: 'Done' }, { main_language: 'EN' }, { call_successful: 'Success' }),
  call(1, { user_id: 'u1' }, { main_language: 'pt_br', call_duration_secs: '90' }, { call_successful: ' success' }),
  call(2, { tag_ids: 'tag_vip' }, { text_only: 'True', call_duration_secs: 0 }, { call_successful: 'SUCCESS' }),
  call(3, { user_id: 7 }, { call_duration_secs: -5, conversation_initiation_source: 'Widget' }),
  call(4, { tag_ids: [null, 'tag_vip'] }, { user_id: 'u1' }),
  call(5, { status: 'IN_PROGRESS' }, { call_duration_secs: 90_000, feedback: { rating: '4' } }),
  call(6, {
    transcript: [
      {
        role: 'agent',
        tool_calls: [{ request_id: 'r', tool_name: 'find', tool_has_been_called: 'False' }],
        tool_results: [{ request_id: 'r', tool_name: 'find', is_error: 'True', tool_has_been_called: 'true' }],
      },
    ],
  }),
]
const TAGS = [{ tag_id: 'tag_vip', title: 'VIP', created_at_unix_secs: 1 }]
const AGENTS = [{ agent_id: 'agent_1', name: 'Desk' }]
const desk = deskOf(() => startWorld({ conversations: CALLS, agents: AGENTS, tags: TAGS, extras: {} }))

test.each<[Json, number]>([
  [{ call_successful: 'success' }, 3],
  [{ call_successful: 'failure' }, 4],
  [{ main_languages: ['en'] }, 1],
  [{ main_languages: ['pt-BR'] }, 1],
  [{ user_id: 'u1' }, 3],
  [{ user_id: '7' }, 1],
  [{ tag_ids: ['tag_vip'] }, 2],
  [{ call_duration_min_secs: 0 }, 4],
  [{ call_duration_max_secs: 90 }, 4],
  [{ tool_names: ['find'] }, 1],
  [{ tool_names_errored: ['find'] }, 1],
  [{ text_only: true }, 1],
  [{ rating_min: 4 }, 1],
  [{ exclude_statuses: ['done'] }, 1],
  [{ conversation_initiation_source: 'widget' }, 1],
])('%j selects the same calls in a list and in numbers', async (filter, count) => {
  const listed = (await desk.client.call('list_conversations', { ...filter, fields: ['id'] })).structured as Json
  const OTHERS = ['text_only', 'rating_min', 'exclude_statuses', 'conversation_initiation_source']
  const name = Object.keys(filter)[0]!
  const selection = OTHERS.includes(name) ? { where: [`${name}=${[filter[name]].flat()[0]}`] } : filter
  const counted = (await desk.client.call('analyze_conversations', { ...selection, metrics: ['count'] })).text
  expect([listed.rows?.length, /^count: (\d+)$/m.exec(counted)?.[1]]).toEqual([count, String(count)])
})

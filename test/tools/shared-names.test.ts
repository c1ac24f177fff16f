import { expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { asking, deskOf } from '../support/desk.ts'
import { NOW, startWorld } from '../support/world.ts'

/* Tags and criteria of one name: which one is meant, only its id tells. */

const call = (id: string, tag: string, results: Record<string, string>): Json => ({
  conversation_id: id,
  agent_id: 'agent_1',
  status: 'done',
  tag_ids: [tag],
  metadata: { start_time_unix_secs: NOW - 3600, call_duration_secs: 60 },
  analysis: {
    evaluation_criteria_results: Object.fromEntries(Object.entries(results).map(([key, result]) => [key, { result }])),
  },
  transcript: [],
})
const criterion = (id: string, name: string) => ({
  id,
  name,
  type: 'prompt',
  conversation_goal_prompt: 'Was it solved?',
})

const desk = deskOf(() =>
  startWorld({
    conversations: [call('conv_1', 'tag_1', { a: 'success', b: 'failure' }), call('conv_2', 'tag_2', { a: 'failure' })],
    agents: [
      {
        agent_id: 'agent_1',
        name: 'Desk',
        criteria: [criterion('a', 'Solved'), criterion('b', 'solved'), criterion('c', 'Polite')],
      },
      // The same criterion at another agent is one.
      { agent_id: 'agent_2', name: 'Line', criteria: [criterion('c', 'Polite')] },
    ],
    tags: [
      { tag_id: 'tag_1', title: 'VIP' },
      { tag_id: 'tag_2', title: 'vip' },
    ],
  }),
)
const { ask, refusal } = asking('list_conversations', desk)
const idsOf = async (input: Json): Promise<string[]> => (await ask(input)).structured.rows.map(([id]: string[]) => id)

test('a name that several have is refused with their ids', async () => {
  expect(await refusal({ tag_ids: 'VIP' })).toBe(
    'tag_ids "VIP" matches 2 tags: "VIP" (tag_1), "vip" (tag_2). Give the id, since names are shared.',
  )
  expect(await refusal({ evaluation_params: 'Solved:success' })).toBe(
    'evaluation_params "Solved" matches 2 criteria: "Solved" (a), "solved" (b). Give the id, since names are shared.',
  )
})

test('an id, and a name of one criterion that several agents have, select', async () => {
  expect(await idsOf({ tag_ids: 'tag_2' })).toEqual(['conv_2'])
  expect(await idsOf({ evaluation_params: 'a:success' })).toEqual(['conv_1'])
  expect(await idsOf({ evaluation_params: 'Polite:success' })).toEqual([])
})

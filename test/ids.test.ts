import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../src/demo/world.ts'
import { connect, type TestClient } from './support/client.ts'
import { NOW, startWorld, type TestWorld } from './support/world.ts'

/* Ids and names are the workspace's own: those that JavaScript's objects were born with are as good as any. */

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']

/** JSON's objects can have such members, literals of the language cannot. */
const keyed = (entries: [string, unknown][]): Json => Object.fromEntries(entries)

const call = (name: string, at: number): Json => ({
  conversation_id: name,
  agent_id: name,
  agent_name: null,
  status: 'done',
  tag_ids: [name],
  metadata: { start_time_unix_secs: NOW - 1000 - at, call_duration_secs: 60, termination_reason: '' },
  analysis: {
    call_successful: 'success',
    evaluation_criteria_results: keyed([[name, { criteria_id: name, result: 'failure', rationale: 'Why.' }]]),
    data_collection_results: keyed([[name, { data_collection_id: name, value: `value of ${name}` }]]),
  },
  conversation_initiation_client_data: { dynamic_variables: keyed([[name, `variable ${name}`]]) },
  transcript: [
    { role: 'user', message: 'hello', time_in_call_secs: 0 },
    {
      role: 'agent',
      message: 'done',
      time_in_call_secs: 2,
      tool_calls: [{ request_id: name, tool_name: name, params_as_json: '{}', tool_has_been_called: true }],
      tool_results: [{ request_id: name, tool_name: name, result_value: 'ok', is_error: false }],
    },
  ],
})

let server: TestWorld
let client: TestClient
/** As the API gives them, before anything is archived. */
const live = new Map<string, Json>()
const get = async (name: string): Promise<Json> =>
  (await client.call('get_conversation', { conversation_id: name, include: ['variables'] })).structured
beforeAll(async () => {
  const agents = NAMES.map(name => ({ agent_id: name, name: `Agent ${name}` }))
  const tags = NAMES.map(name => ({ tag_id: name, title: `Tag ${name}` }))
  server = await startWorld({ conversations: NAMES.map(call), agents, tags })
  client = await connect(server.app)
  for (const name of NAMES) live.set(name, await get(name))
  await client.call('search_conversations', { query: 'hello' })
})
afterAll(async () => {
  await client.close()
  await server.close()
})

const own = (object: Json, name: string): unknown => (Object.hasOwn(object, name) ? object[name] : undefined)

describe.each(NAMES)('%s', name => {
  test('is an id in a conversation, live and archived', async () => {
    for (const [from, structured] of [
      ['Source: the live API', live.get(name)!],
      ['Source: local archive', await get(name)],
    ] as const) {
      expect(structured).toMatchObject({ conversation_id: name, agent_id: name })
      expect(structured.analysis.criteria[0]).toMatchObject({ id: name, result: 'failure', rationale: 'Why.' })
      expect(own(structured.analysis.collected, name)).toBe(`value of ${name}`)
      expect(own(structured.variables, name)).toBe(`variable ${name}`)
      expect(structured.transcript).toContain(`tool ${name} {}`)
      expect(structured.coverage).toContain(from)
    }
  })

  test.each([
    ['tool', name],
    ['tag', `Tag ${name}`],
    ['agent', name],
    [`data:${name}`, `value of ${name}`],
  ])('is a group by %s', async (group, row) => {
    const { structured } = await client.call('analyze_conversations', { metrics: ['count'], group_by: [group] })
    expect(structured.rows.map(([value, count]: Json[]) => [value, Number(count)])).toContainEqual([row, 1])
  })

  test('is a filter, and no filter’s name', async () => {
    for (const filter of [{ agent_id: name }, { tool_names: [name] }, { tag_ids: [name] }]) {
      const { structured } = await client.call('list_conversations', filter)
      expect(structured.rows.map((row: Json[]) => row[0])).toEqual([name])
    }
    const { text, isError } = await client.call('analyze_conversations', { where: [`${name}=1`] })
    expect([isError, text]).toEqual([true, expect.stringMatching(/^Unknown filter in where/)])
  })
})

import { describe, expect, test } from 'vitest'
import { AGENT_SECRETS } from '../../src/demo/agents.ts'
import { DEMO_SECRET, SPECIAL } from '../../src/demo/data/index.ts'
import { ALL_RUNS, MORE } from '../support/runs.ts'
import { PROMPT_SECRET, SETTINGS_SECRETS } from '../support/small-world.ts'
import { own } from './conversation/calls.ts'
import { callDesk, everything, others } from './conversation/desk.ts'

const desk = callDesk()
const { ok } = desk

describe('secrets', () => {
  const SECRETS = [
    DEMO_SECRET,
    ...Object.values({ ...AGENT_SECRETS, ...SETTINGS_SECRETS }),
    PROMPT_SECRET,
    'x-elevenlabs-history',
    'conversation_history',
    'tool_details',
  ]
  const include = ['metrics', 'costs', 'variables', 'rag', 'raw']

  test('are in the bodies, so that the tests below can fail', () => {
    const text = JSON.stringify(everything)
    for (const secret of [DEMO_SECRET, 'x-elevenlabs-history', 'tool_details', 'secret__'])
      expect(text).toContain(secret)
  })

  function check(text: string): void {
    for (const secret of SECRETS) expect(text).not.toContain(secret)
    expect(text).not.toMatch(/secret__\w+["\\]*\s*:/)
  }

  test('are in no half of any conversation', async () => {
    const ids = [...Object.values(SPECIAL), ...own.map(body => body.conversation_id)]
    const few = others.filter((_, at) => ALL_RUNS || at % 48 === 0).map(body => body.conversation_id)
    for (const conversation_id of [...ids, ...few]) {
      const { text, structured } = await ok(conversation_id, { include, max_tokens: 20_000, max_tool_bytes: 80_000 })
      check(text)
      check(JSON.stringify(structured))
    }
  })

  test('are in no other answer and no resource', MORE, async () => {
    const all = await Promise.all([
      desk.client.call('list_conversations', { page_size: 100, summary_mode: 'include', max_tokens: 20_000 }),
      desk.client.call('search_conversations', { query: 'order', page_size: 50, max_tokens: 20_000, neighbours: 5 }),
      desk.client.call('search_conversations', {
        query: 'order',
        page_size: 50,
        max_tokens: 20_000,
        neighbours: 5,
        mode: 'fuzzy',
      }),
      ...['agents', 'criteria', 'data_fields', 'tags', 'tools', 'endings'].map(kind =>
        desk.client.call('list_filter_values', { kind, max_tokens: 20_000 }),
      ),
      desk.client.client.listResources(),
      ...[SPECIAL.hostile, 'conv_rich', SPECIAL.long].map(id =>
        desk.client.client.readResource({ uri: `conversation://${id}` }),
      ),
      desk.client.client.readResource({ uri: 'conversations://recent' }),
    ])
    for (const answer of all) check(JSON.stringify(answer))
    // Nor can they be found.
    expect((await desk.client.call('search_conversations', { query: DEMO_SECRET })).structured.hits).toEqual([])
  })
})

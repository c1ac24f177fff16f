import { describe, expect, test } from 'vitest'
import { readWorldFile } from '../../src/demo/file.ts'
import { ConfigurationError } from '../../src/errors.ts'
import { SMALL_WORLD_START, smallWorld, smallWorldExtras } from '../support/small-world.ts'
import { get, serve } from './client.ts'
import { calls, lines, worldFiles } from './world-files.ts'

const { file } = worldFiles()

describe('the catalogue of a file', () => {
  test('reads the catalogue beside the file', async () => {
    const { agents, tags } = smallWorld()
    file('shop.catalog.json', JSON.stringify({ agents, tags, window: {} }))
    expect(await readWorldFile(file('shop.jsonl', lines.join('\n')))).toEqual({
      ...smallWorld(),
      conversations: calls,
      notes: [],
    })
  })

  test('reads topics and their calls from the catalogue', async () => {
    const topics = [{ topic_id: 'topic_refunds', agent_id: 'agent_billing', label: 'Refunds' }]
    file('topics.catalog.json', JSON.stringify({ topics, extras: smallWorldExtras() }))
    const world = await readWorldFile(file('topics.jsonl', lines.join('\n')))
    const server = await serve({ world, extras: undefined, now: () => (SMALL_WORLD_START + 86_400) * 1000 })
    expect((await get(server, 'agents/agent_billing/topics')).topics).toMatchObject([
      { topic_id: 'topic_refunds', label: 'Refunds', description: '', conversation_count: 2 },
    ])
    expect((await get(server, 'conversations?topic_ids=topic_refunds')).conversations).toHaveLength(2)
  })

  test('has no topics where the catalogue tells none', async () => {
    const world = await readWorldFile(file('untold.jsonl', lines.join('\n')))
    const server = await serve({ world, extras: undefined })
    expect(await get(server, 'agents/agent_billing/topics')).toMatchObject({ topics: [], has_more: false })
  })

  test('makes agents and tags from the calls where there is no catalogue', async () => {
    const { agents, tags } = await readWorldFile(file('alone.jsonl', lines.join('\n')))
    expect(tags).toEqual(['tag_vip', 'tag_bug'].map(id => ({ tag_id: id, title: id })))
    expect(agents.map(agent => [agent.agent_id, agent.name])).toEqual([
      ['agent_billing', 'Billing'],
      ['agent_support', 'Support'],
      ['seng_reader', 'seng_reader'],
    ])
    expect(agents[0]).toMatchObject({
      created_at_unix_secs: 1_790_856_000,
      versions: [{ version_id: 'agtvrsn_1' }, { version_id: 'agtvrsn_2' }],
      criteria: [{ id: 'solved' }, { id: 'polite' }],
    })
    expect(Object.keys(agents[0]!.data_collection)).toEqual(['order_id', 'amount', 'gift'])
  })

  test.each([
    ['[]', 'it must be an object'],
    ['{"topics":"x"}', 'topics must be an array'],
    ['{"topics":{"a":1}}', 'topics must be an array'],
    ['{"topics":[{"topic_id":"t"}]}', 'topics[0].agent_id must be a string'],
    ['{"tags":[{"id":1}]}', 'tags[0].tag_id must be a string'],
    ['{"agents":[{"agent_id":"a"},{"agent_id":"b","tags":[7]}]}', 'agents[1].tags[0] must be a string'],
    ['{"agents":[null]}', 'agents[0] must be an object'],
    ['{"agents":[{"agent_id":"a","name":5}]}', 'agents[0].name must be a string'],
    ['{"extras":{"conv_1":{"topic_ids":"t"}}}', 'extras.conv_1.topic_ids must be an array'],
    ['{"extras":[]}', 'extras must be an object'],
  ])('refuses the catalogue %s, and says where', async (catalogue, wrong) => {
    const path = file('odd.catalog.json', catalogue)
    const error = await readWorldFile(file('odd.jsonl', '{"conversation_id":"a"}')).catch(reason => reason)
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toBe(`${path}: ${wrong}`)
  })

  test('serves a catalogue that leaves things out, or has more', async () => {
    const sparse = {
      agents: [{ agent_id: 'a', name: null, more: 1 }],
      tags: [{ tag_id: 't' }],
      topics: null,
      extras: null,
    }
    file('sparse.catalog.json', JSON.stringify(sparse))
    const world = await readWorldFile(file('sparse.jsonl', '{"conversation_id":"c","agent_id":"a"}'))
    const server = await serve({ world, extras: undefined })
    expect((await get(server, 'agents')).agents).toMatchObject([{ agent_id: 'a', name: 'a' }])
    expect((await get(server, 'agents/a/topics')).topics).toEqual([])
    expect((await get(server, 'tags')).conversation_tags).toMatchObject([{ tag_id: 't' }])
    expect((await get(server, 'conversations?topic_ids=t')).conversations).toEqual([])
  })
})

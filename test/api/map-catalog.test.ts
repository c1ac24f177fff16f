import { expect, it } from 'vitest'
import { toAgents, toDefinitions, toHits, toTags, toTopics } from '../../src/api/map-catalog.ts'
import { ShapeError } from '../../src/errors.ts'

it('map hits', () => {
  const hit = { conversation_id: 'conv_1', transcript_index: 3, chunk_text: 'refund', score: 1.5 }
  const highlighted = {
    ...hit,
    agent_id: 'a',
    agent_name: 'A',
    chunk_highlights: [{ value: 'refund', is_hit: true }],
  }
  const page = toHits({ results: [highlighted, hit], has_more: false, meta: { total: 2 } })
  expect(page).toMatchObject({ total: 2, hasMore: false })
  expect(page.items).toEqual([
    {
      conversationId: 'conv_1',
      agentId: 'a',
      agentName: 'A',
      turnIndex: 3,
      text: 'refund',
      highlights: [{ text: 'refund', isHit: true }],
      score: 1.5,
      startedAt: 0,
    },
    expect.objectContaining({ agentId: null, agentName: null, highlights: [] }),
  ])
  expect(toHits({ results: [] }).total).toBeNull()
  for (const transcript_index of [null, undefined, -1, 'x']) {
    expect(() => toHits({ results: [{ ...hit, transcript_index }] })).toThrow('results[0].transcript_index')
    expect(toHits({ results: [{ ...hit, transcript_index }, hit, null] })).toMatchObject({
      items: [{ turnIndex: 3 }],
      unnamed: 2,
    })
  }
})

it('map agents and tags', () => {
  const agents = [{ agent_id: 'a', name: 'A', tags: ['x'], archived: true }, { agent_id: 'b' }]
  expect(toAgents({ agents }, false).items).toEqual([
    { id: 'a', name: 'A', archived: true, tags: ['x'] },
    { id: 'b', name: 'b', archived: false, tags: [] },
  ])
  expect(toAgents({ agents: [{ agent_id: 'b' }] }, true).items[0]!.archived).toBe(true)
  expect(() => toAgents({ agents: [{ name: 'A' }] }, false)).toThrow('agents[0].agent_id')
  expect(toAgents({ agents: [{ name: 'A' }, { agent_id: ' ' }, 'x', ...agents] }, false).items).toHaveLength(2)
  expect(toTags({ conversation_tags: [{}, { tag_id: 't' }] }).items).toMatchObject([{ id: 't' }])
  expect(toTags({ conversation_tags: [{ tag_id: 't', title: 'T', description: '' }] }).items).toEqual([
    { id: 't', title: 'T', description: null },
  ])
  expect(() => toTags({ tags: [] })).toThrow('conversation_tags')
})

it('map topics', () => {
  const topic = {
    topic_id: 't',
    label: 'Refunds',
    description: 'Money back',
    conversation_count: 12,
    parent_topic_id: 'p',
    success_rate: 0.75,
    metrics: {
      conversation_count: 12,
      sentiment: { sentiment: { count: 4, sum: -2 }, frustration: { count: 0, sum: 0 } },
    },
    x_2d: 0.5,
  }
  const page = toTopics({ topics: [topic], window_start_unix_secs: 1, has_more: true, next_cursor: 'c' })
  expect(page).toEqual({
    items: [
      {
        id: 't',
        label: 'Refunds',
        description: 'Money back',
        calls: 12,
        successRate: 0.75,
        sentiment: -0.5,
        frustration: null,
      },
    ],
    hasMore: true,
    nextCursor: 'c',
  })
  const none = { calls: null, successRate: null, sentiment: null, frustration: null }
  const bare = { id: 't', label: 't', description: null, ...none }
  for (const odd of [
    { topic_id: 't' },
    { topic_id: 't', label: '', description: '', conversation_count: 'many', parent_topic_id: '' },
    { topic_id: 't', label: null, description: null, conversation_count: null, parent_topic_id: null },
    { topic_id: 't', label: {}, description: [], conversation_count: Number.NaN, parent_topic_id: false },
    { topic_id: 't', success_rate: 1.5, metrics: { sentiment: { sentiment: { count: 3 }, frustration: null } } },
  ]) {
    expect(toTopics({ topics: [odd] }).items).toEqual([bare])
  }
  expect(toTopics({ topics: [{ topic_id: 't', conversation_count: '0' }] }).items[0]!.calls).toBe(0)
  expect(toTopics({ topics: [] })).toEqual({ items: [], hasMore: false, nextCursor: null })
  expect(() => toTopics({ topics: [topic, { label: 'Refunds' }] })).toThrow('topics[1].topic_id')
  for (const wrong of [{}, { topics: null }, { topics: 'none' }, null, []]) {
    expect(() => toTopics(wrong)).toThrow(ShapeError)
  }
})

it('keep nothing of an agent but its definitions', () => {
  const definitions = toDefinitions({
    agent_id: 'a',
    conversation_config: { agent: { prompt: { prompt: 'PROMPT' } } },
    platform_settings: {
      auth: { token: 'SECRET' },
      evaluation: {
        criteria: [{ id: 'c1', name: 'Solved', conversation_goal_prompt: 'Was it solved?' }, { name: 'no id' }],
      },
      data_collection: { city: { type: 'string', description: 'Where?' }, bare: null },
      analysis_items: {
        evaluation_criteria: [{ source: 'user', analysis_item_id: 'shared' }, { analysis_item_id: 'c1' }],
        data_collection: [{ source: 'system', analysis_item_id: '__system_data_collection_topic' }],
      },
    },
  })
  expect(definitions).toEqual({
    criteria: [
      { id: 'c1', name: 'Solved', description: 'Was it solved?' },
      { id: 'shared', name: 'shared', description: null },
    ],
    dataFields: [
      { id: 'city', type: 'string', description: 'Where?' },
      { id: 'bare', type: null, description: null },
      { id: '__system_data_collection_topic', type: null, description: null },
    ],
  })
  expect(toDefinitions({ platform_settings: null })).toEqual({ criteria: [], dataFields: [] })
  expect(() => toDefinitions('text')).toThrow(ShapeError)
})

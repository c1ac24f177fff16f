import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { SMALL_WORLD_START, smallWorld } from '../support/small-world.ts'
import { get, request, serve, walk } from './client.ts'

const NEWEST_FIRST = [
  'conv_failed',
  'conv_live',
  'conv_speech',
  'conv_guarded',
  'conv_chat',
  'conv_transfer',
  'conv_tie_b',
  'conv_tie_a',
  'conv_no_order',
  'conv_refund_error',
  'conv_refund',
  'conv_bare_words',
  'conv_bare',
]

const idsOf = (pages: Json[]) => pages.flatMap(page => page.conversations.map((item: Json) => item.conversation_id))

describe('paging', () => {
  test.each([1, 2, 3, 5, 13, 100])('page_size %i gives each call once, newest first', async size => {
    const pages = await walk(await serve(), `conversations?page_size=${size}`)
    expect(idsOf(pages)).toEqual(NEWEST_FIRST)
    expect(pages).toHaveLength(Math.ceil(13 / size))
    expect(pages.at(-1)).toMatchObject({ has_more: false, next_cursor: null })
  })

  test('ascending is the reverse', async () => {
    const pages = await walk(await serve(), 'conversations?page_size=4&sort_direction=asc')
    expect(idsOf(pages)).toEqual(NEWEST_FIRST.toReversed())
  })

  test('a walk survives new calls and removed ones', async () => {
    const server = await serve()
    const first = await get(server, 'conversations?page_size=3')
    const { conversations } = server.world
    conversations.push({ conversation_id: 'conv_new', metadata: { start_time_unix_secs: SMALL_WORLD_START * 2 } })
    conversations.splice(
      conversations.findIndex(call => call.conversation_id === 'conv_speech'),
      1,
    )
    const second = await get(server, `conversations?page_size=3&cursor=${first.next_cursor}`)
    expect(idsOf([first, second])).toEqual(NEWEST_FIRST.slice(0, 6))
  })

  test('the page size may change during a walk, the filters may not', async () => {
    const server = await serve()
    const { next_cursor } = await get(server, 'conversations?page_size=2&exclude_statuses=failed')
    const same = await get(server, `conversations?page_size=5&exclude_statuses=failed&cursor=${next_cursor}`)
    expect(idsOf([same])[0]).toBe('conv_guarded')
    for (const other of ['', 'exclude_statuses=done&', 'exclude_statuses=failed&sort_direction=asc&']) {
      const response = await request(server, `conversations?${other}cursor=${next_cursor}`)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ detail: { code: 'invalid_cursor', param: 'cursor' } })
    }
  })

  test.each(['', 'garbage', 'e30', 'bnVsbA', 'WzFd'])('the cursor %j is refused', async cursor => {
    const response = await request(await serve(), `conversations?cursor=${cursor}`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ detail: { code: 'invalid_cursor' } })
  })

  test('the default page holds 30', async () => {
    const world = smallWorld()
    for (let n = 0; n < 40; n++) world.conversations.push({ conversation_id: `conv_more_${n}` })
    expect((await get(await serve({ world }), 'conversations')).conversations).toHaveLength(30)
  })
})

describe('list items', () => {
  const itemOf = async (id: string, query = '') => {
    const page = await get(await serve(), `conversations?page_size=100&${query}`)
    return page.conversations.find((item: Json) => item.conversation_id === id)
  }

  test('hold what the API shows in lists', async () => {
    expect(await itemOf('conv_refund')).toEqual({
      agent_id: 'agent_billing',
      branch_id: 'agtbrch_main',
      version_id: 'agtvrsn_1',
      agent_name: 'Billing',
      conversation_id: 'conv_refund',
      start_time_unix_secs: SMALL_WORLD_START,
      call_duration_secs: 60,
      message_count: 3,
      status: 'done',
      termination_reason: 'Client disconnected',
      call_successful: 'success',
      call_success_score: null,
      transcript_summary: null,
      call_summary_title: null,
      main_language: 'en',
      conversation_initiation_source: 'twilio',
      tool_names: ['lookup_order', 'issue_refund'],
      direction: 'inbound',
      rating: 5,
      sentiment_analysis: { overall_label: 'positive', overall_sentiment_score: 0.8 },
      data_collection_results: null,
      evaluation_criteria_results: null,
      tag_ids: ['tag_vip'],
      hiding_reason: null,
      demo_undocumented: { shard: 'demo' },
    })
  })

  test('say neither who called nor what it cost', async () => {
    const page = JSON.stringify(await get(await serve(), 'conversations?page_size=100&summary_mode=include'))
    for (const hidden of ['user_ada', '+15550100777', 'cost', 'has_audio', 'dynamic_variables']) {
      expect(page).not.toContain(hidden)
    }
  })

  test('have summaries when asked', async () => {
    const item = await itemOf('conv_refund', 'summary_mode=include')
    expect(item).toMatchObject({
      transcript_summary: 'Summary of conv_refund.\n',
      call_summary_title: 'Title of conv_refund',
    })
  })

  test('have results of the criteria and data items asked for', async () => {
    const query = 'evaluation_criteria_ids=polite&evaluation_criteria_ids=other&data_collection_ids=amount'
    expect(await itemOf('conv_refund', query)).toMatchObject({
      evaluation_criteria_results: { polite: { result: 'success', score: 9, max_score: 10 } },
      data_collection_results: { amount: 40 },
    })
    const uncollected = await itemOf('conv_no_order', 'data_collection_ids=order_id')
    expect(uncollected.data_collection_results).toEqual({ order_id: null })
  })

  test('of trimmed bodies have defaults', async () => {
    expect(await itemOf('conv_bare', 'summary_mode=include&data_collection_ids=x')).toMatchObject({
      agent_id: '',
      start_time_unix_secs: 0,
      call_duration_secs: null,
      message_count: 0,
      status: 'done',
      call_successful: 'unknown',
      transcript_summary: null,
      data_collection_results: {},
      tool_names: [],
      tag_ids: [],
    })
  })
})

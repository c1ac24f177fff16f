import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { SMALL_WORLD_START } from '../support/small-world.ts'
import { get, request, serve, walk } from './client.ts'

const TEXT = 'conversations/messages/text-search'
const SMART = 'conversations/messages/smart-search'

const places = (page: Json) => page.results.map((hit: Json) => `${hit.conversation_id}/${hit.transcript_index}`)

describe('text-search', () => {
  test('finds messages, best first, with their place in the whole transcript', async () => {
    const page = await get(await serve(), `${TEXT}?text_query=refund`)
    expect(places(page)).toEqual(['conv_refund_error/3', 'conv_refund/1', 'conv_refund/6', 'conv_speech/0'])
    expect(page).toMatchObject({ has_more: false, next_cursor: null, meta: { total: 4, page_size: 20 } })
    expect(page.results[1]).toEqual({
      conversation_id: 'conv_refund',
      agent_id: 'agent_billing',
      agent_name: 'Billing',
      transcript_index: 1,
      chunk_text: 'I was charged twice and want a refund for order A-7.',
      chunk_highlights: [
        { value: 'I was charged twice and want a ', is_hit: false },
        { value: 'refund', is_hit: true },
        { value: ' for order A-7.', is_hit: false },
      ],
      score: 1,
      conversation_start_time_unix_secs: SMALL_WORLD_START,
    })
  })

  test('highlights join to the text', async () => {
    const page = await get(await serve(), `${TEXT}?text_query=order refund charged`)
    for (const hit of page.results) {
      expect(hit.chunk_highlights.map((part: Json) => part.value).join('')).toBe(hit.chunk_text)
    }
  })

  test.each([
    ['refnud', []],
    ['refunt', ['conv_refund_error/3', 'conv_refund/1', 'conv_refund/6']],
    ['parcell', ['conv_no_order/0']],
    ['UNITED CAFE', ['conv_speech/0']],
    ['furious demands', ['conv_refund_error/0']],
    ['nothing here matches xyzzy plugh', []],
    ['', []],
  ])('%j', async (query, expected) => {
    const hits = places(await get(await serve(), `${TEXT}?text_query=${encodeURIComponent(query)}`))
    expect(hits).toEqual(expected)
  })

  test('by time', async () => {
    const page = await get(await serve(), `${TEXT}?text_query=refund&sort_by=created_at`)
    expect(places(page)[0]).toBe('conv_speech/0')
  })

  test('takes the filters of the list but some', async () => {
    const server = await serve()
    expect(places(await get(server, `${TEXT}?text_query=refund&call_successful=failure`))).toEqual([
      'conv_refund_error/3',
    ])
    expect(places(await get(server, `${TEXT}?text_query=refund&topic_ids=topic_errors`))).toEqual([
      'conv_refund_error/3',
    ])
    for (const refused of [
      'tag_ids=tag_vip',
      'call_successful=error',
      'search=x',
      'page_size=51',
      'sort_direction=asc',
    ]) {
      expect((await request(server, `${TEXT}?text_query=refund&${refused}`)).status).toBe(422)
    }
    expect((await request(server, TEXT)).status).toBe(422)
  })

  test('in pages, each hit once', async () => {
    const server = await serve()
    const pages = await walk(server, `${TEXT}?text_query=refund&page_size=1`)
    expect(pages.flatMap(places)).toEqual(places(await get(server, `${TEXT}?text_query=refund`)))
    const response = await request(server, `${TEXT}?text_query=order&cursor=${pages[0]!.next_cursor}`)
    expect(response.status).toBe(400)
  })
})

describe('smart-search', () => {
  test('finds what is meant, whatever the words', async () => {
    const server = await serve()
    expect(places(await get(server, `${SMART}?text_query=angry`))).toEqual(['conv_refund_error/0'])
    expect(places(await get(server, `${SMART}?text_query=operator please`))[0]).toBe('conv_transfer/0')
    const refunds = await get(server, `${SMART}?text_query=reimbursement`)
    expect(refunds.results).toHaveLength(5)
    expect(refunds.results[0]).toMatchObject({ chunk_highlights: null, score: expect.any(Number) })
  })

  test('filters by agent and branch only', async () => {
    const server = await serve()
    expect(places(await get(server, `${SMART}?text_query=refund&agent_id=seng_reader`))).toEqual(['conv_speech/0'])
    expect(places(await get(server, `${SMART}?text_query=refund&branch_id=agtbrch_support`))).toEqual([])
    for (const refused of ['call_start_after_unix=1', 'sort_by=created_at', 'user_id=x']) {
      expect((await request(server, `${SMART}?text_query=refund&${refused}`)).status).toBe(422)
    }
  })

  test('in pages, each hit once', async () => {
    const server = await serve()
    const pages = await walk(server, `${SMART}?text_query=refund&page_size=2`)
    expect(pages.flatMap(places)).toEqual(places(await get(server, `${SMART}?text_query=refund`)))
  })
})

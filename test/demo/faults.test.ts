import { describe, expect, test } from 'vitest'
import type { ErrorShape } from '../../src/demo/errors.ts'
import type { Damage } from '../../src/demo/fault.ts'
import { Faults } from '../../src/demo/faults.ts'
import type { Json } from '../../src/demo/world.ts'
import { get, request, serve } from './client.ts'

const LIST = /\/conversations$/

/** A server whose list is damaged in one way. */
async function damaged(damage: Damage, megabytes?: number) {
  const server = await serve()
  server.faults.always(LIST, { damage, megabytes })
  return server
}

describe('which requests fail', () => {
  test('the next ones, in the order of the queue, then none', async () => {
    const server = await serve()
    server.faults.next(2, { status: 500 })
    server.faults.next(1, { status: 429 })
    const statuses: number[] = []
    for (let n = 0; n < 4; n++) statuses.push((await request(server, 'tags')).status)
    expect(statuses).toEqual([500, 500, 429, 200])
  })

  test('those that match, by pattern or predicate, until cleared', async () => {
    const server = await serve()
    server.faults.always(/\/tags$/, { status: 503 })
    server.faults.next(1, { status: 500 }, url => url.searchParams.get('page_size') === '7')
    expect((await request(server, 'conversations')).status).toBe(200)
    expect((await request(server, 'tags')).status).toBe(503)
    expect((await request(server, 'tags?page_size=7')).status).toBe(500)
    expect((await request(server, 'tags?page_size=7')).status).toBe(503)
    server.faults.clear()
    expect((await request(server, 'tags')).status).toBe(200)
  })

  test('some, the same ones for the same seed', () => {
    const draw = (seed: number) => {
      const faults = new Faults(seed)
      faults.always(/^/, { status: 500, probability: 0.3 })
      return Array.from({ length: 200 }, () => faults.take(new URL('http://x/')) !== undefined)
    }
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    const share = draw(1).filter(Boolean).length / 200
    expect(share).toBeGreaterThan(0.2)
    expect(share).toBeLessThan(0.4)
  })
})

describe('answers instead of the API', () => {
  test('status, headers and body', async () => {
    const server = await serve()
    server.faults.next(1, { status: 429, headers: { 'retry-after': '1' }, body: { detail: 'slow down' } })
    const response = await request(server, 'conversations')
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await response.json()).toEqual({ detail: 'slow down' })
  })

  test.each<[ErrorShape, unknown]>([
    ['structured', { detail: { type: 'rate_limit_error', code: 'rate_limit_exceeded', request_id: 'req_demo_fault' } }],
    ['legacy', { detail: { status: 'rate_limit_exceeded', message: 'Demo error 429.' } }],
    ['validation', { detail: [{ loc: ['query', 'page_size'] }] }],
    ['string', { detail: 'Demo error 429.' }],
  ])('shape %s', async (shape, expected) => {
    const server = await serve()
    server.faults.next(1, { status: 429, shape })
    expect(await (await request(server, 'conversations')).json()).toMatchObject(expected as object)
  })

  test('HTML, with any status, and nothing', async () => {
    const server = await serve()
    server.faults.next(1, { status: 502, shape: 'html' })
    server.faults.next(1, { status: 200, shape: 'html' })
    server.faults.next(1, { status: 504, shape: 'empty' })
    for (const status of [502, 200]) {
      const response = await request(server, 'conversations')
      expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/html'])
      expect(await response.text()).toMatch(/^<!DOCTYPE html>/)
    }
    const empty = await request(server, 'conversations')
    expect([empty.status, await empty.text()]).toEqual([504, ''])
  })
})

describe('time', () => {
  test('a late answer is otherwise as it should be', async () => {
    const server = await serve()
    server.faults.next(1, { delayMs: 80 })
    expect((await get(server, 'tags')).conversation_tags).toHaveLength(2)
  })

  test('latency for all', async () => {
    const server = await serve({ latencyMs: 3_600_000 })
    for (const path of ['tags', 'agents']) void get(server, path).catch(() => 'the server was closed')
    await expect.poll(() => server.inFlight).toBe(2)
  })
})

describe('broken connections', () => {
  test('reset before the headers', async () => {
    const server = await damaged('reset')
    await expect(request(server, 'conversations')).rejects.toThrow('fetch failed')
    expect(server.requests[0]!.status).toBe(0)
    expect(server.inFlight).toBe(0)
  })

  test('cut in the middle of the body', async () => {
    const server = await damaged('cut')
    const response = await request(server, 'conversations')
    const announced = Number(response.headers.get('content-length'))
    let received = 0
    const read = async () => {
      for await (const chunk of response.body!) received += chunk.length
    }
    await expect(read()).rejects.toThrow()
    expect(response.status).toBe(200)
    expect(received).toBe(Math.floor(announced / 2))
  })
})

describe('wrong content', () => {
  test.each<[Damage, unknown]>([
    ['array', []],
    ['string', 'unexpected'],
    ['null', null],
    ['missing-fields', {}],
  ])('%s', async (damage, expected) => {
    const response = await request(await damaged(damage), 'conversations')
    expect([response.status, await response.json()]).toEqual([200, expected])
  })

  test('half a JSON text in a whole answer', async () => {
    const response = await request(await damaged('truncated-json'), 'conversations')
    const text = await response.text()
    expect(Number(response.headers.get('content-length'))).toBe(Buffer.byteLength(text))
    expect(() => JSON.parse(text)).toThrow()
  })

  test('megabytes of which nothing was said before', async () => {
    const response = await request(await damaged('huge', 3), 'conversations')
    expect(response.headers.get('content-length')).toBeNull()
    const text = await response.text()
    expect(text.length).toBeGreaterThan(3 * 2 ** 20)
    expect(JSON.parse(text).conversations).toHaveLength(13)
  })

  test('a client may stop reading', async () => {
    const server = await damaged('huge', 500)
    const response = await request(server, 'conversations')
    await response.body!.cancel()
    await expect.poll(() => server.inFlight).toBe(0)
  })
})

describe('wrong pages', () => {
  const list = (server: Awaited<ReturnType<typeof serve>>, cursor?: string | null) =>
    get(server, `conversations?page_size=5${cursor ? `&cursor=${cursor}` : ''}`)
  const ids = (page: Json): string[] => page.conversations.map((item: Json) => item.conversation_id)

  test('a cursor that leads back to its own page', async () => {
    const server = await damaged('repeated-cursor')
    const first = await list(server)
    const second = await list(server, first.next_cursor)
    expect(second).toMatchObject({ has_more: true, next_cursor: first.next_cursor })
    expect(await list(server, second.next_cursor)).toEqual(second)
  })

  test('more, but no cursor', async () => {
    expect(await list(await damaged('null-cursor'))).toMatchObject({ has_more: true, next_cursor: null })
  })

  test('empty pages, after which the walk continues without loss', async () => {
    const server = await serve()
    const first = await list(server)
    server.faults.next(2, { damage: 'empty-page' })
    const empty = await list(server, first.next_cursor)
    expect(empty).toMatchObject({ conversations: [], has_more: true })
    const emptyAgain = await list(server, empty.next_cursor)
    expect(new Set([first.next_cursor, empty.next_cursor, emptyAgain.next_cursor]).size).toBe(3)
    const second = await list(server, emptyAgain.next_cursor)
    expect(second).toEqual(await list(server, first.next_cursor))
  })

  test('an empty first page', async () => {
    const server = await serve()
    const wanted = await list(server)
    server.faults.next(1, { damage: 'empty-page' })
    const empty = await list(server)
    expect(await list(server, empty.next_cursor)).toEqual(wanted)
  })

  test('an item that comes twice', async () => {
    const server = await damaged('duplicates')
    const first = await list(server)
    const second = await list(server, first.next_cursor)
    expect(ids(second)[0]).toBe(ids(first).at(-1))
    expect(ids(second)).toHaveLength(6)
  })

  test('only pages are changed', async () => {
    const server = await serve()
    server.faults.always(/^/, { damage: 'empty-page' })
    expect((await get(server, 'conversations/conv_refund')).conversation_id).toBe('conv_refund')
  })
})

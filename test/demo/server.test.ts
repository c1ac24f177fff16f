import { connect } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { startDemoServer } from '../../src/demo/server.ts'
import { smallWorld } from '../support/small-world.ts'
import { get, request, serve } from './client.ts'

describe('the demo server', () => {
  test('builds its world at the first request, once', async () => {
    const world = vi.fn(smallWorld)
    const server = await serve({ world })
    expect(world).not.toHaveBeenCalled()
    await get(server, 'tags')
    await get(server, 'agents')
    expect(world).toHaveBeenCalledTimes(1)
    expect(server.world.conversations).toHaveLength(13)
  })

  test('records requests without the key', async () => {
    const server = await serve()
    await request(server, 'conversations?tag_ids=a&tag_ids=b', { 'xi-api-key': 'very-secret', 'x-extra': '1' })
    await request(server, 'conversations/conv_nope', { 'xi-api-key': 'very-secret' })
    expect(server.requests).toMatchObject([
      {
        method: 'GET',
        path: '/v1/convai/conversations',
        query: { tag_ids: ['a', 'b'] },
        headers: { 'xi-api-key': '[redacted]', 'x-extra': '1' },
        status: 200,
      },
      { path: '/v1/convai/conversations/conv_nope', query: {}, status: 404 },
    ])
    expect(JSON.stringify(server.requests)).not.toContain('very-secret')
  })

  test('counts what is in flight', async () => {
    const server = await serve({ latencyMs: 3_600_000 })
    const gaveUp = new AbortController()
    const held = ['tags', 'agents', 'conversations'].map(path => get(server, path, gaveUp.signal))
    await expect.poll(() => server.inFlight).toBe(3)
    gaveUp.abort()
    await Promise.allSettled(held)
    await expect.poll(() => server.inFlight).toBe(0)
    server.faults.latencyMs = 0
    await get(server, 'tags')
    await expect.poll(() => server.inFlight).toBe(0)
    expect(server.maxInFlight).toBe(3)
  })

  test('listens on the loopback interface only', async () => {
    const server = await serve()
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  test('closes at once, though connections are open and answers are due', async () => {
    const server = await startDemoServer({ world: smallWorld() })
    await get(server, 'tags')
    const idle = connect(Number(new URL(server.url).port), '127.0.0.1')
    await new Promise(resolve => idle.once('connect', resolve))
    idle.on('error', () => {})
    server.faults.next(1, { delayMs: 60_000 })
    const pending = request(server, 'tags').catch(error => error)
    await expect.poll(() => server.inFlight).toBe(1)
    // The answer that is due comes in a minute, after this test would have been given up.
    await server.close()
    expect(await pending).toBeInstanceOf(Error)
    await expect(request(server, 'tags')).rejects.toThrow()
  })

  test('says why it cannot listen', async () => {
    const server = await serve()
    const port = Number(new URL(server.url).port)
    await expect(startDemoServer({ world: smallWorld(), port })).rejects.toThrow('EADDRINUSE')
  })

  test('leaves the Request and Response of the process alone', async () => {
    const before = [globalThis.Request, globalThis.Response]
    await serve()
    expect([globalThis.Request, globalThis.Response]).toEqual(before)
  })
})

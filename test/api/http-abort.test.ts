import { describe, expect, it } from 'vitest'
import { mutePort } from '../support/sockets.ts'
import { after, client, failureOf, get, halfBody, json, serve, silence } from './scripted.ts'

describe('an abort', () => {
  const reason = new Error('the caller left')
  /** Aborts after a moment; resolves to the error. */
  async function abortDuring(start: (signal: AbortSignal) => Promise<unknown>, ms = 40): Promise<unknown> {
    const control = new AbortController()
    const failure = failureOf(start(control.signal))
    await new Promise(resolve => setTimeout(resolve, ms))
    control.abort(reason)
    // Whoever waits for the server does so until the test's own time is over.
    return failure
  }

  it.each([
    ['before the headers', silence],
    ['during the body', halfBody('{"a":', 'stall')],
    ['during a wait of our own', json({}, 503)],
    ['during a wait the server asked for', json({}, 503, { 'retry-after': '20' })],
  ])('%s', async (_, answer) => {
    const server = await serve(answer)
    const http = client(server.url, { retryBaseMs: 20_000, random: () => 1 })
    expect(await abortDuring(signal => get(http, signal))).toBe(reason)
  })

  it('while connecting', async () => {
    // A lazy address that never comes, and a connection that is accepted but never speaks TLS.
    const never = client(() => new Promise<string>(() => {}))
    expect(await abortDuring(signal => get(never, signal))).toBe(reason)
    const port = await mutePort()
    const mute = client(`https://127.0.0.1:${port}`)
    expect(await abortDuring(signal => get(mute, signal))).toBe(reason)
  })

  it('while queued, without harm to the others', async () => {
    const server = await serve(after(120, json({ ok: 1 })))
    const http = client(server.url, { concurrency: 1 })
    const first = get(http)
    const second = abortDuring(signal => get(http, signal))
    const third = get(http)
    expect(await second).toBe(reason)
    expect(await Promise.all([first, third])).toEqual([{ ok: 1 }, { ok: 1 }])
    expect(server.requests).toHaveLength(2)
  })

  it('before the start', async () => {
    const server = await serve(json({}))
    expect(await failureOf(get(client(server.url), AbortSignal.abort(reason)))).toBe(reason)
    expect(server.connections()).toBe(0)
  })

  it('frees its place', async () => {
    const server = await serve(silence, json({ ok: 1 }))
    const http = client(server.url, { concurrency: 1 })
    await abortDuring(signal => get(http, signal))
    expect(await get(http)).toEqual({ ok: 1 })
  })
})

describe('many at once', () => {
  it('go out four at a time, in order, without a warning of leaks', async () => {
    const warnings: string[] = []
    const onWarning = (warning: Error): number => warnings.push(warning.message)
    process.on('warning', onWarning)
    const server = await serve(after(5, (response, request) => response.end(JSON.stringify({ url: request.url }))))
    const http = client(server.url)
    const { signal } = new AbortController()
    const asked = Array.from({ length: 64 }, (_, i) => `/n/${i}`)
    const answers = await Promise.all(asked.map((_, i) => http.getJson(['n', String(i)], { what: 'n', signal })))
    expect(answers).toEqual(asked.map(url => ({ url })))
    expect(server.peak()).toBe(4)
    expect(server.requests.slice(0, 4).map(request => request.path)).toEqual(asked.slice(0, 4))
    await new Promise(resolve => setImmediate(resolve))
    process.off('warning', onWarning)
    expect(warnings).toEqual([])
  })

  it('are all broken off by close', async () => {
    const server = await serve(silence)
    const http = client(server.url)
    const failures = Array.from({ length: 8 }, () => failureOf(get(http)))
    await expect.poll(() => server.requests.length).toBe(4)
    await http.close()
    for (const error of [...(await Promise.all(failures)), await failureOf(get(http))]) {
      expect((error as Error).message).toBe('The connection to the API is closed: the server is shutting down.')
    }
  })
})

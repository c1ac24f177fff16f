import { describe, expect, it, vi } from 'vitest'
import { RateLimitError, ShapeError, UpstreamError, UserInputError } from '../../src/errors.ts'
import { VERSION } from '../../src/version.ts'
import { closedPort, hangUpAtOnce, noHttp } from '../support/sockets.ts'
import { client, failureOf, get, halfBody, hangUp, json, raw, serve, silence } from './scripted.ts'

describe('a request', () => {
  it('carries the key, asks for JSON, and encodes path and query', async () => {
    const server = await serve(json({ ok: true }))
    const http = client(`${server.url}/prefix/`)
    const query = new URLSearchParams({ q: 'a b&c' })
    expect(await http.getJson(['v1', 'a/../b'], { what: 'x', query })).toEqual({ ok: true })
    expect(server.requests[0]!.path).toBe('/prefix/v1/a%2F..%2Fb?q=a+b%26c')
    expect(server.requests[0]!.headers).toMatchObject({
      'xi-api-key': 'key_1',
      'user-agent': `conversations-mcp/${VERSION}`,
      accept: 'application/json',
    })
  })

  it('sends no key where there is none', async () => {
    const server = await serve(json({}))
    await get(client(server.url, { apiKey: '' }))
    expect(server.requests[0]!.headers).not.toHaveProperty('xi-api-key')
  })

  it('asks for a lazy address once, and again after a failure', async () => {
    const server = await serve(json({}))
    const baseUrl = vi.fn(async () => server.url)
    baseUrl.mockRejectedValueOnce(new Error('not yet'))
    const http = client(baseUrl)
    await expect(get(http)).rejects.toThrow('not yet')
    await Promise.all([get(http), get(http), get(http)])
    expect(baseUrl).toHaveBeenCalledTimes(2)
  })

  it('refuses an address that is none, without repeating it', async () => {
    for (const url of ['', 'host.example', 'ftp://secret@host']) {
      const error = (await failureOf(get(client(url)))) as Error
      expect(error.message).toBe('ELEVENLABS_BASE_URL is not an http or https URL.')
    }
  })

  it('refuses ids that are none before it connects', async () => {
    const server = await serve(json({}))
    const http = client(server.url)
    for (const id of ['', '..', 'a\r\nb']) {
      await expect(http.getJson(['v1', id], { what: 'x' })).rejects.toThrow(UserInputError)
    }
    expect(server.connections()).toBe(0)
  })

  it('reuses connections', async () => {
    const server = await serve(json({}))
    const http = client(server.url)
    for (let i = 0; i < 5; i += 1) await get(http)
    expect(server.connections()).toBeLessThanOrEqual(2)
  })

  it('reads bytes and their type', async () => {
    const server = await serve(raw(new Uint8Array([1, 2, 3]), 'Audio/MPEG; x=y'))
    const { data, mimeType } = await client(server.url).getBytes(['a'], { what: 'x' })
    expect([[...data], mimeType]).toEqual([[1, 2, 3], 'audio/mpeg'])
  })
})

describe('retries', () => {
  it('repeats what can pass', async () => {
    const server = await serve(json({}, 503), hangUp, json({}, 429, { 'retry-after': '0' }), json({ ok: 1 }))
    expect(await get(client(server.url))).toEqual({ ok: 1 })
    expect(server.requests).toHaveLength(4)
  })

  it('gives up after four tries and says how many', async () => {
    const server = await serve(json({}, 500))
    const error = (await failureOf(get(client(server.url)))) as Error
    expect(error).toBeInstanceOf(UpstreamError)
    expect(error.message).toBe(
      `${server.host} failed (HTTP 500) while reading thing x, after 4 tries. Try again in a minute or later.`,
    )
    expect(server.requests).toHaveLength(4)
  })

  it('does not repeat what cannot pass', async () => {
    for (const status of [400, 401, 402, 403, 404, 422]) {
      const server = await serve(json({ detail: 'no' }, status))
      await failureOf(get(client(server.url)))
      expect(server.requests).toHaveLength(1)
    }
  })

  it('waits as long as the server asks', async () => {
    const server = await serve(json({}, 429, { 'retry-after': '7' }), json({}))
    const waits: number[] = []
    await get(client(server.url, { wait: async ms => void waits.push(ms) }))
    expect(waits).toEqual([7_000])
  })

  it('gives up at once where the server asks for more than there is', async () => {
    const server = await serve(json({}, 429, { 'retry-after': '3600' }))
    const wait = vi.fn()
    const error = (await failureOf(get(client(server.url, { wait })))) as RateLimitError
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error.retryAfterSecs).toBe(3600)
    expect(error.message).toContain('after one try. Try again in 60 min or later.')
    expect(wait).not.toHaveBeenCalled()
  })

  it('does not wait past its budget', async () => {
    const server = await serve(json({}, 503))
    await failureOf(get(client(server.url, { retryBaseMs: 400, random: () => 1, retryBudgetMs: 100 })))
    expect(server.requests).toHaveLength(1)
  })
})

describe('what the network does', () => {
  const cases: [string, () => Promise<string>, string][] = [
    ['refused', closedPort, ' refuses connections; check'],
    ['no such name', async () => 'http://does-not-exist.invalid', 'does-not-exist.invalid cannot be resolved'],
    ['reset', async () => (await serve(hangUp)).url, 'broke before the answer was complete'],
    ['cut body', async () => (await serve(halfBody('{"a":', 'hang up'))).url, 'broke before the answer was complete'],
    ['silence', async () => (await serve(silence)).url, 'did not answer within 0.05 s'],
    ['stalled body', async () => (await serve(halfBody('{"a":', 'stall'))).url, 'did not answer within 0.05 s'],
    ['no TLS', async () => (await serve(json({}))).url.replace('http:', 'https:'), 'No trusted TLS connection'],
    ['hangs up on connect', hangUpAtOnce, 'broke before the answer was complete'],
    ['no HTTP', noHttp, 'The connection to 127.0.0.1:'],
  ]

  it.each(cases)('%s', async (name, url, text) => {
    const http = client(await url(), { timeoutMs: /silence|stalled/.test(name) ? 50 : 2_000 })
    const error = (await failureOf(get(http))) as Error
    expect(error).toBeInstanceOf(UpstreamError)
    expect(error.message).toContain(text)
    expect(error.message).toMatch(name === 'no TLS' ? /after one try\.$/ : /after 4 tries\.$/)
    expect(error.cause).toBeUndefined()
  })

  it('a redirect is not followed', async () => {
    const target = await serve(json({}))
    const server = await serve((response, _request) => {
      response.writeHead(302, { location: target.url })
      response.end()
    })
    const error = (await failureOf(get(client(server.url)))) as Error
    expect(error).toBeInstanceOf(UpstreamError)
    expect(error.message).toContain('redirect (HTTP 302)')
    expect(error.message).toContain('check ELEVENLABS_BASE_URL')
    expect(target.requests).toHaveLength(0)
  })

  it('a slow body does not get more time than a slow start', async () => {
    const drip = await serve(response => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(timer))
    })
    await expect(get(client(drip.url, { timeoutMs: 150, retryBudgetMs: 0 }))).rejects.toThrow('did not answer within')
  })
})

describe('bodies', () => {
  it.each([
    ['cut', raw('{"conversations": [{"a": 1}, {"b"', 'application/json'), 'is not valid JSON'],
    ['empty', raw('', 'application/json'), 'returned an empty response'],
    ['a web page', raw('<!doctype html><h1>Sign in</h1>', 'text/html'), 'a web page where JSON was expected'],
    ['a web page in disguise', raw('\n <html>', 'application/json'), 'a web page where JSON was expected'],
    ['null', raw('null', 'application/json'), 'is not the expected JSON object'],
    [
      'an error that calls itself a success',
      json({ detail: { status: 'internal' } }),
      'is not the expected JSON object',
    ],
    ['a list', raw('[]', 'application/json'), 'is not the expected JSON object'],
  ])('of a success that is %s: asked for again, as after a 502', async (_, answer, text) => {
    const server = await serve(answer)
    const error = (await failureOf(get(client(server.url)))) as Error
    expect(error).toBeInstanceOf(ShapeError)
    expect(error.message).toContain(text)
    expect(error.message).toContain('after 4 tries')
    expect(error.message).not.toContain('Sign in')
    expect(server.requests).toHaveLength(4)
    const passing = await serve(answer, answer, json({ ok: 1 }))
    expect(await get(client(passing.url))).toEqual({ ok: 1 })
  })

  it('are read up to a size, however they are announced', async () => {
    const body = `{"x":"${'x'.repeat(2_000)}"}`
    const announced = await serve(raw(body, 'application/json'))
    const streamed = await serve(response => {
      response.writeHead(200)
      // Endless; only a reader who stops gets away.
      const timer = setInterval(() => response.write(body), 1)
      response.once('close', () => clearInterval(timer))
    })
    for (const server of [announced, streamed]) {
      const error = (await failureOf(get(client(server.url, { maxBytes: 1_024 })))) as Error
      expect(error).toBeInstanceOf(ShapeError)
      expect(error.message).toContain('exceeds the maximum of 1 KiB')
    }
    expect(await get(client(announced.url, { maxBytes: 2_008 }))).toEqual({ x: 'x'.repeat(2_000) })
  })

  it('of errors may be huge or broken: the status counts', async () => {
    const huge = await serve(raw('x'.repeat(300_000), 'text/html', 404))
    await expect(get(client(huge.url))).rejects.toThrow('answers "not found"')
    const broken = await serve(response => {
      response.writeHead(404, { 'content-length': '100' })
      response.write('{', () => response.socket?.destroy())
    })
    await expect(get(client(broken.url))).rejects.toThrow('answers "not found"')
  })

  it('may begin with a byte order mark', async () => {
    const server = await serve(raw('\ufeff{"a":1}', 'application/json'))
    expect(await get(client(server.url))).toEqual({ a: 1 })
  })
})

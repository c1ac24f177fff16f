import { afterEach, expect, it, vi } from 'vitest'
import { proxyTo } from '../support/sockets.ts'
import { client, failureOf, get, json, serve } from './scripted.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

it('uses the proxy of the environment, but not for this computer', async () => {
  const server = await serve(json({ ok: 1 }))
  const proxy = await proxyTo(server.host, 'HTTP/1.1 200 Connected')
  vi.stubEnv('HTTP_PROXY', proxy.url)
  vi.stubEnv('NO_PROXY', '')
  expect(await get(client('http://does-not-exist.invalid'))).toEqual({ ok: 1 })
  expect(proxy.asked).toEqual(['CONNECT does-not-exist.invalid:80 HTTP/1.1'])
  expect(await get(client(server.url))).toEqual({ ok: 1 })
  expect(proxy.asked).toHaveLength(1)
})

it('says so where the proxy refuses', async () => {
  const proxy = await proxyTo('127.0.0.1:1', 'HTTP/1.1 407 Proxy Authentication Required')
  vi.stubEnv('HTTP_PROXY', proxy.url)
  const error = (await failureOf(get(client('http://does-not-exist.invalid')))) as Error
  expect(error.message).toBe(
    'The proxy refused the connection to does-not-exist.invalid; check HTTPS_PROXY, HTTP_PROXY and NO_PROXY. Gave up after one try.',
  )
})

it('asks a proxy that hangs up once, not for ever', async () => {
  const proxy = await proxyTo('127.0.0.1:1', '')
  vi.stubEnv('HTTPS_PROXY', proxy.url)
  vi.stubEnv('HTTP_PROXY', '')
  await expect(get(client('https://does-not-exist.invalid'))).rejects.toThrow('The proxy refused the connection')
  expect(proxy.asked).toHaveLength(1)
})

it('says so where the proxy is no address, without its password', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://user:pass word@:x')
  const error = (await failureOf(get(client('https://does-not-exist.invalid')))) as Error
  expect(error.message).toBe('HTTPS_PROXY or HTTP_PROXY is not a proxy URL (http://host:port).')
})

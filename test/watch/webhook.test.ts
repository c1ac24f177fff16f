import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test } from 'vitest'
import { checkWebhook } from '../../src/outgoing-url.ts'
import { post } from '../../src/watch/webhook.ts'
import { startReceiver } from './receiver.ts'

/* Posts to a webhook, over real HTTP; signatures are checked by the library that receivers use. */

const SECRET = `whsec_${Buffer.from('a secret of at least 24 bytes').toString('base64')}`
const message = { id: 'alert_1', body: '{"type":"check.changed","text":"näher 🎧"}' }
const signal = new AbortController().signal

let receiver: Awaited<ReturnType<typeof startReceiver>>
afterEach(() => receiver.close())

/** Waits of no length, noted. */
function waits() {
  const ms: number[] = []
  return { ms, wait: async (time: number) => void ms.push(time) }
}

test('are signed as Standard Webhooks says, with either kind of secret', async () => {
  receiver = await startReceiver()
  expect(await post({ url: receiver.url, secret: SECRET }, message, { signal })).toBeNull()
  expect(await post({ url: receiver.url, secret: 'any text of sixteen' }, message, { signal })).toBeNull()
  const [first, second] = receiver.posts
  expect(first!.path).toBe('/hooks?team=1')
  expect(new Webhook(SECRET).verify(first!.body, first!.headers as never)).toEqual(JSON.parse(message.body))
  new Webhook('any text of sixteen', { format: 'raw' }).verify(second!.body, second!.headers as never)
  expect(() => new Webhook(SECRET).verify(`${first!.body} `, first!.headers as never)).toThrow()
})

test('are sent again under the same id, after the time that the receiver asks for', async () => {
  receiver = await startReceiver((_, response, count) => {
    if (count === 1) response.setHeader('retry-after', '3')
    if (count < 3) response.statusCode = count === 1 ? 503 : 429
  })
  const { ms, wait } = waits()
  expect(await post({ url: receiver.url, secret: SECRET }, message, { signal, wait })).toBeNull()
  expect(receiver.posts.map(({ headers, body }) => [headers['webhook-id'], body])).toEqual(
    Array.from({ length: 3 }, () => ['alert_1', message.body]),
  )
  expect(ms[0]).toBe(3000)
})

test('are given up where that is of no use, and a redirect is not followed', async () => {
  receiver = await startReceiver((_, response, count) => {
    response.statusCode = count === 1 ? 400 : 307
    response.setHeader('location', 'http://127.0.0.1:9/elsewhere')
  })
  const { ms, wait } = waits()
  expect(await post({ url: receiver.url, secret: SECRET }, message, { signal, wait })).toBe('HTTP 400')
  expect(await post({ url: receiver.url, secret: SECRET }, message, { signal, wait })).toBe('HTTP 307')
  expect([ms, receiver.posts.length]).toEqual([[], 2])
})

test('that nobody answers fail with words, after five tries', async () => {
  receiver = await startReceiver()
  await receiver.close()
  const { ms, wait } = waits()
  expect(await post({ url: receiver.url, secret: SECRET }, message, { signal, wait })).toBe('no answer (refused)')
  expect(ms).toHaveLength(4)
})

test.each([
  ['http://example.com/hook', SECRET, 'takes an https:// URL'],
  ['https://user:pass@example.com/', SECRET, 'takes an https:// URL'],
  ['ftp://127.0.0.1/', SECRET, 'takes an https:// URL'],
  ['not a url', SECRET, 'takes an https:// URL'],
  ['https://example.com/', undefined, 'needs CONVERSATIONS_MCP_WEBHOOK_SECRET'],
  ['https://example.com/', 'too short', 'at least 16 characters'],
])('%s with %s is refused, and neither is repeated', async (url, secret, words) => {
  receiver = await startReceiver()
  const refused = () => checkWebhook(url, secret)
  expect(refused).toThrow(words)
  expect(refused).not.toThrow(/user:pass|too short$/)
})

test.each(['https://example.com/x?y=1', 'http://localhost:8080/x', 'http://127.0.0.1/'])('%s is taken', async url => {
  receiver = await startReceiver()
  expect(checkWebhook(url, SECRET)).toEqual({ url, secret: SECRET })
})

import zlib, { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Answer, client, failureOf, get, serve } from './scripted.ts'

/* Bodies that a gateway has compressed or written in UTF-16, though neither was asked for. */

const BODY = { text: 'Grüße, 世界 👋', list: Array.from({ length: 200 }, (_, at) => at) }
const JSON_TEXT = JSON.stringify(BODY)
const UTF_16 = Buffer.from(JSON_TEXT, 'utf16le')
function utf32(mark: string, isLittle: boolean): Buffer {
  const codes = [...`${mark}${JSON_TEXT}`].map(sign => sign.codePointAt(0)!)
  const bytes = Buffer.alloc(4 * codes.length)
  for (const [at, code] of codes.entries()) bytes[isLittle ? 'writeUInt32LE' : 'writeUInt32BE'](code, 4 * at)
  return bytes
}
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16()

/** In pieces of so many bytes. */
const sent =
  (bytes: Uint8Array, headers: Record<string, string>, status = 200): Answer =>
  async response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.write(bytes.subarray(0, 1))
    await new Promise(resolve => setImmediate(resolve))
    response.end(bytes.subarray(1))
  }
const encoded = (encoding: string) => ({ 'content-encoding': encoding })

test.each<[string, Uint8Array, Record<string, string>]>([
  ['gzip', gzipSync(JSON_TEXT), encoded('gzip')],
  ['gzip of which nobody tells', gzipSync(JSON_TEXT), {}],
  ['gzip in capitals', gzipSync(JSON_TEXT), encoded('GZIP')],
  ['deflate', deflateSync(JSON_TEXT), encoded('deflate')],
  ['bare deflate', deflateRawSync(JSON_TEXT), encoded('deflate')],
  ['brotli', brotliCompressSync(JSON_TEXT), encoded('br')],
  ['one in another', gzipSync(brotliCompressSync(JSON_TEXT)), encoded('br, gzip')],
  ['the word alone', Buffer.from(JSON_TEXT), encoded('gzip')],
  ['identity', Buffer.from(JSON_TEXT), encoded('identity')],
  ['UTF-16, little end first', UTF_16, {}],
  ['UTF-16, big end first', swapped(UTF_16), {}],
  ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), UTF_16]), {}],
  ['UTF-16, big end first, with a mark', swapped(Buffer.concat([Buffer.from([0xff, 0xfe]), UTF_16])), {}],
  ['UTF-32, little end first', utf32('', true), {}],
  ['UTF-32, big end first, with a mark', utf32('\uFEFF', false), {}],
  ['UTF-32 with a mark', utf32('\uFEFF', true), {}],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${JSON_TEXT}`), {}],
  ['UTF-16, compressed', gzipSync(UTF_16), encoded('gzip')],
])('%s is read', async (_, bytes, headers) => {
  const server = await serve(sent(bytes, headers))
  expect(await get(client(server.url))).toEqual(BODY)
})

/** BODY as `zstd -19` packs it. */
const ZSTD = Buffer.from(
  'KLUv/QRolQsAdm1aI5AplQ5XZHfYyxmJtDY+wlaFSKsQ5mKbor333ntvjT0hM6YHYABLAEkAt446aaSPNrpooocWunTQOeN8s801' +
    '0zyzzJ1jThnlk00umeSRRa4ccnbs161Xpz5denv0HL/tmp7lHgIOEChw+MDAQYQLDA0eWIAgoQLDDREoTKBgIMABwAFBggYEBwUB' +
    '0TH6RbfoFZ2iT3SJ3ugRPXPML7e8csonl7x55IkjfrjhhRM+uODFA88b77vtrpvuueXuHXfaaJ9tdtlkjy127bCzxvpqq6umemqp' +
    'U/WpLtVbPaondaR+1I16USfqQ12ol3pQz+k4/abb9JpO02e6TO/0mJ7SUfpJN+klnaSPdJFe6SE927H92q292ql92qW97dGeAQsG' +
    'ZHbMftkte2Wn7JNdsjd7ZE/siP2wG/bCTtgHu2Av9sCe1/H6XbfrdZ2uz3W53utxPa2j9bNu1ss6WR/rYr3Ww3pWx+pX3apXNQEA' +
    'C4B6Ag0p04o=',
  'base64',
)
const hasZstd = 'zstdDecompress' in zlib

test.each([encoded('zstd'), {}])('zstd with %j is read where Node can, else its cause is told', async headers => {
  const server = await serve(sent(ZSTD, headers))
  const got = get(client(server.url))
  if (hasZstd) expect(await got).toEqual(BODY)
  else
    expect(String(await failureOf(got))).toMatch(
      / is compressed \(zstd\) and cannot .* in between\. Node 24 reads zstd\.$/,
    )
})

test('the limit of a body holds for what it is when unpacked', async () => {
  const server = await serve(sent(gzipSync(JSON.stringify({ text: 'x'.repeat(5_000_000) })), encoded('gzip')))
  const error = await failureOf(get(client(server.url, { maxBytes: 1_000_000 })))
  expect((error as Error).message).toMatch(/exceeds the maximum of 976 KiB\.$/)
  expect(server.requests).toHaveLength(1)
})

test('an error tells its cause, and a small one that unpacks to very much tells its status', async () => {
  const refused = gzipSync(JSON.stringify({ detail: { status: 'missing_permissions' } }))
  const server = await serve(sent(refused, encoded('gzip'), 401))
  expect(String(await failureOf(get(client(server.url))))).toContain('lacks the convai_read permission')
  const bomb = await serve(sent(gzipSync(Buffer.alloc(50_000_000)), encoded('gzip'), 403))
  expect(String(await failureOf(get(client(bomb.url))))).toContain('(HTTP 403)')
})

test.each([
  ['cut off', gzipSync(JSON_TEXT).subarray(0, 40), 'gzip', 'gzip'],
  ['of a kind that is not read', Buffer.from('28b52ffd0000', 'hex'), 'compress', 'compress'],
  ['under a name that is none', gzipSync(JSON_TEXT), '<b>', 'in an unknown way'],
])('what is %s is told as compressed, after all tries', async (_, bytes, encoding, how) => {
  const server = await serve(sent(bytes, encoded(encoding)))
  expect(((await failureOf(get(client(server.url)))) as Error).message).toBe(
    `The response of ${server.host} for thing x is compressed (${how}) and cannot be unpacked, after 4 tries; check ELEVENLABS_BASE_URL, and the gateway or proxy in between.`,
  )
})

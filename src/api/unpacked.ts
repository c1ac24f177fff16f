import { type HttpAnswer, limitOf } from './answer.ts'
import { firstTwo } from './body.ts'

type Unpack = (packed: Buffer) => Promise<Buffer>

/**
 * Gateways compress unasked, and some leave the header out, or leave it in when they have unpacked the body: what cannot
 * be unpacked stays as it is. A body that is larger than the limit when it is unpacked is none, as others are.
 */
export async function unpacked(answer: HttpAnswer, maxBytes: number): Promise<HttpAnswer> {
  const { status, headers, body } = answer
  const encodings = [headers['content-encoding'] ?? []].flat().flatMap(names => names.toLowerCase().split(','))
  const named = encodings.map(name => name.trim()).filter(name => name !== '' && name !== 'identity')
  if (body === null || (named.length === 0 && !isGzip(body))) return answer
  const unpackers = await unpackersOf(limitOf(status, maxBytes))
  try {
    let content: Buffer = Buffer.concat(body)
    for (const name of named.length > 0 ? named.reverse() : ['gzip']) content = await unpackers[name]!(content)
    return { ...answer, headers: { ...headers, 'content-encoding': undefined }, body: [content] }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? { ...answer, body: null } : answer
  }
}

/** No text begins like that. */
function isGzip(body: readonly Uint8Array[]): boolean {
  const [a, b] = firstTwo(body)
  return a === 0x1f && b === 0x8b
}

async function unpackersOf(maxOutputLength: number): Promise<Record<string, Unpack>> {
  const [zlib, { promisify }] = await Promise.all([import('node:zlib'), import('node:util')])
  const limits = { maxOutputLength }
  const unzip = promisify(zlib.unzip)
  const gzip: Unpack = packed => unzip(packed, limits)
  const inflateRaw = promisify(zlib.inflateRaw)
  const brotli = promisify(zlib.brotliDecompress)
  return {
    gzip,
    'x-gzip': gzip,
    // Some mean the bare stream by it.
    deflate: packed => ((packed[0]! & 0x0f) === 8 ? unzip(packed, limits) : inflateRaw(packed, limits)),
    br: packed => brotli(packed, limits),
  }
}

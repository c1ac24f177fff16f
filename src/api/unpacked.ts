import { type HttpAnswer, limitOf } from './answer.ts'
import { firstOf } from './body.ts'

type Unpack = (packed: Buffer) => Promise<Buffer>

/**
 * Gateways compress unasked, and some leave the header out, or leave it in when they have unpacked the body: what cannot
 * be unpacked stays as it is. A body that is larger than the limit when it is unpacked is none, as others are.
 */
export async function unpacked(answer: HttpAnswer, maxBytes: number): Promise<HttpAnswer> {
  const { status, headers, body } = answer
  const encodings = [headers['content-encoding'] ?? []].flat().flatMap(names => names.toLowerCase().split(','))
  const named = encodings.map(name => name.trim()).filter(name => name !== '' && name !== 'identity')
  if (named.length === 0 && body !== null) named.push(...packingOf(body))
  if (body === null || named.length === 0) return answer
  const unpackers = await unpackersOf(limitOf(status, maxBytes))
  try {
    let content: Buffer = Buffer.concat(body)
    for (const name of named.toReversed()) content = await unpackers[name]!(content)
    return { ...answer, headers: { ...headers, 'content-encoding': undefined }, body: [content] }
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    return { ...answer, headers: { ...headers, 'content-encoding': named.join(', ') }, body: isTooLarge ? null : body }
  }
}

/** No text begins like that. */
function packingOf(body: readonly Uint8Array[]): string[] {
  const first = Buffer.from(firstOf(body)).toString('hex')
  return first.startsWith('1f8b') ? ['gzip'] : first.startsWith('28b52ffd') ? ['zstd'] : []
}

async function unpackersOf(maxOutputLength: number): Promise<Record<string, Unpack>> {
  const [zlib, { promisify }] = await Promise.all([import('node:zlib'), import('node:util')])
  const limits = { maxOutputLength }
  const unzip = promisify(zlib.unzip)
  const gzip: Unpack = packed => unzip(packed, limits)
  const inflateRaw = promisify(zlib.inflateRaw)
  const brotli = promisify(zlib.brotliDecompress)
  // Since Node 22.15.
  const { zstdDecompress: zstd } = zlib as Partial<Record<'zstdDecompress', typeof zlib.brotliDecompress>>
  return {
    gzip,
    'x-gzip': gzip,
    // Some mean the bare stream by it.
    deflate: packed => ((packed[0]! & 0x0f) === 8 ? unzip(packed, limits) : inflateRaw(packed, limits)),
    br: packed => brotli(packed, limits),
    ...(zstd && { zstd: packed => promisify(zstd)(packed, limits) }),
  }
}

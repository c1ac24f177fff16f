import { StringDecoder } from 'node:string_decoder'
import { inTurns, type Pieces } from '../pieces.ts'
import { parseJson } from './json.ts'

/** Bytes that are decoded in one go. */
const A_PIECE = 2_000_000

/** Its text, and the JSON in it; undefined: it is none. @param received in pieces as they came */
export async function readJson(received: readonly Uint8Array[]): Promise<{ text: string; value: unknown }> {
  const text = await inTurns(decodeInPieces(received))
  return { text, value: await parseJson(text).catch(() => undefined) }
}

/** Every answer of the API is an object; one with nothing but `detail` is an error, whatever its status says. */
export const isAnswer = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).join() !== 'detail'

/**
 * Piece by piece: glibc answers the first large block that is freed, such as the buffer of a long call, by giving less
 * memory back from then on.
 */
export function* decodeInPieces(received: readonly Uint8Array[]): Pieces<string> {
  const encoding = encodingOf(received)
  if (encoding.startsWith('utf-32')) return yield* decodeUtf32(Buffer.concat(received), encoding === 'utf-32le')
  const utf16 = encoding === 'utf-8' ? null : new TextDecoder(encoding)
  // Of pieces a TextDecoder would make two bytes for each letter, which takes all that reads them twice as long.
  const utf8 = new StringDecoder()
  let text = ''
  let bytes = 0
  for (const piece of received) {
    text += utf16 ? utf16.decode(piece, { stream: true }) : utf8.write(piece)
    bytes += piece.length
    if (bytes < A_PIECE) continue
    bytes = 0
    yield
  }
  text += utf16 ? utf16.decode() : utf8.end()
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text
}

const BYTE_ORDER_MARK = 0xfeff

/** JSON begins with a sign of ASCII: bytes of 0 beside it, or a mark before it, tell UTF-16 and UTF-32. */
function encodingOf(received: readonly Uint8Array[]): string {
  const [a, b, c, d] = firstOf(received)
  if (a === 0 && b === 0) return 'utf-32be'
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0)) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  return (a === 0xfe && b === 0xff) || (a === 0 && b !== 0) ? 'utf-16be' : 'utf-8'
}

/** Node's decoder does not know it. */
function* decodeUtf32(bytes: Buffer, isLittle: boolean): Pieces<string> {
  let text = ''
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
    if (at % A_PIECE === 0) yield
  }
  return text.replace(/^\ufeff/, '')
}

/** The first four bytes, however small the pieces are. */
export function firstOf(received: readonly Uint8Array[]): number[] {
  const bytes: number[] = []
  for (const piece of received) {
    bytes.push(...piece.subarray(0, 4))
    if (bytes.length >= 4) break
  }
  return bytes
}

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
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (const piece of received) {
    text += decoder.decode(piece, { stream: true })
    bytes += piece.length
    if (bytes < A_PIECE) continue
    bytes = 0
    yield
  }
  return text + decoder.decode()
}

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
  const decoder = new TextDecoder(encodingOf(received))
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

/** JSON begins with a sign of ASCII: a byte of 0 beside it, or a mark before it, tells UTF-16. */
function encodingOf(received: readonly Uint8Array[]): string {
  const [a, b] = firstTwo(received)
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0)) return 'utf-16le'
  return (a === 0xfe && b === 0xff) || (a === 0 && b !== 0) ? 'utf-16be' : 'utf-8'
}

/** Bytes, wherever it is cut. */
export const firstTwo = ([first = NONE, second = NONE]: readonly Uint8Array[]): number[] => [
  ...first.subarray(0, 2),
  ...second.subarray(0, 1),
]

const NONE = new Uint8Array()

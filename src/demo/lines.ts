import { isUtf8 } from 'node:buffer'

const LINE_BREAK = 10

/** The lines of a file, one after the other: the file may be larger than any string. */
export async function* linesOf(
  pieces: AsyncIterable<Uint8Array>,
  decode = (bytes: Uint8Array) => Buffer.from(bytes).toString(),
): AsyncGenerator<string> {
  let line: Uint8Array[] = []
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf(LINE_BREAK); end >= 0; end = piece.indexOf(LINE_BREAK, from)) {
      yield decode(Buffer.concat([...line, piece.subarray(from, end)]))
      line = []
      from = end + 1
    }
    if (from < piece.length) line.push(piece.subarray(from))
  }
  yield decode(Buffer.concat(line))
}

/** The signs from 0x80 on. Some versions of Node's TextDecoder take them for those of ISO-8859-1. */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Text in UTF-8, or in Windows-1252, in which Excel and older programs write Western letters. */
export class Decoder {
  /** Whether something was not in UTF-8. */
  isWestern = false

  readonly decode = (bytes: Uint8Array): string => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const text = buffer.toString()
    // With other letters that came through it is UTF-8 that was damaged; with zeros it is no text.
    if (!text.includes('\uFFFD') || isUtf8(bytes) || /[^\x01-\x7f\uFFFD]/.test(text)) return text
    this.isWestern = true
    return buffer.toString('latin1').replace(/[\x80-\x9f]/g, sign => WINDOWS[sign.charCodeAt(0) - 0x80]!)
  }
}

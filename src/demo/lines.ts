const LINE_BREAK = 10

/** The lines of a file, one after the other: the file may be larger than any string. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let line: Uint8Array[] = []
  for await (const piece of pieces) {
    let from = 0
    for (let end = piece.indexOf(LINE_BREAK); end >= 0; end = piece.indexOf(LINE_BREAK, from)) {
      yield Buffer.concat([...line, piece.subarray(from, end)]).toString()
      line = []
      from = end + 1
    }
    if (from < piece.length) line.push(piece.subarray(from))
  }
  yield Buffer.concat(line).toString()
}

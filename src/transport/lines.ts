import { IdFinder } from './id-finder.ts'

/** What a message may be long, as elsewhere in the protocol's libraries. */
export const MOST_BYTES = 10 * 1024 * 1024

/** A line as text, with the id in it where that is known already; of one that is too long, only its length and the id. */
export type Line = { text: string; id?: string | null | undefined } | { bytes: number; id: string | null }

/** From here on the id is looked for while the line arrives, so that this takes no time at once. */
const LONG = 2 ** 20

const NEWLINE = 10

/** Cuts what arrives into lines. Each byte is looked at once, and a line that is too long is not kept. */
export class Lines {
  #parts: Buffer[] = []
  #bytes = 0
  #finder: IdFinder | undefined;

  *push(chunk: Buffer): Generator<Line> {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#add(chunk.subarray(from, end))
      yield this.#take()
      from = end + 1
    }
    this.#add(chunk.subarray(from))
  }

  /** What is left when nothing more comes. */
  *end(): Generator<Line> {
    if (this.#bytes > 0) yield this.#take()
  }

  #add(part: Buffer): void {
    this.#bytes += part.length
    if (this.#bytes <= MOST_BYTES) this.#parts.push(part)
    if (this.#finder) this.#finder.read(part)
    else if (this.#bytes > LONG) {
      this.#finder = new IdFinder()
      for (const kept of this.#parts) this.#finder.read(kept)
    }
    if (this.#bytes > MOST_BYTES) this.#parts = []
  }

  #take(): Line {
    const [parts, bytes, finder] = [this.#parts, this.#bytes, this.#finder]
    this.#parts = []
    this.#bytes = 0
    this.#finder = undefined
    if (bytes > MOST_BYTES) return { bytes, id: finder?.id ?? null }
    return { text: Buffer.concat(parts).toString('utf8'), id: finder?.id }
  }
}

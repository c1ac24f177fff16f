/** No client uses longer ids. */
const LONGEST = 256

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c]
const OPEN = new Set([0x7b, 0x5b])
const CLOSE = new Set([0x7d, 0x5d])

/** Finds the id of a request in JSON that is not parsed, because it is too long or broken: a member of the outer object. */
export class IdFinder {
  /** As it stands in the JSON; null: none was found. */
  id: string | null = null
  #depth = 0
  #inString = false
  #escaped = false
  #name = ''
  #text = ''

  read(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#inString) at = this.#leap(bytes, at)
      else this.#between(bytes[at++]!)
    }
  }

  /** To behind the next quotation mark of a text, which is nearly all of what is long. */
  #leap(bytes: Buffer, from: number): number {
    const found = bytes.indexOf(QUOTE, from)
    const end = found === -1 ? bytes.length : found
    for (let at = from; at < end && this.#depth === 1 && this.#text.length < LONGEST; at += 1) this.#keep(bytes[at]!)
    let start = end
    while (start > from && bytes[start - 1] === BACKSLASH) start -= 1
    // Backslashes that reach back to the part before go on from there.
    const carried = start === from && this.#escaped
    this.#escaped = (end - start) % 2 === (carried ? 0 : 1)
    if (found === -1) return end
    this.#keep(QUOTE)
    this.#inString = this.#escaped
    this.#escaped = false
    return end + 1
  }

  #between(byte: number): void {
    if (this.#depth === 1 && (byte === COMMA || CLOSE.has(byte))) this.#endMember()
    if (this.#depth === 1 && byte === COLON) {
      this.#name = this.#text.trim()
      this.#text = ''
    } else if (OPEN.has(byte)) this.#depth += 1
    else if (CLOSE.has(byte)) this.#depth -= 1
    else if (byte !== COMMA) this.#keep(byte)
    if (byte === QUOTE) this.#inString = true
  }

  #keep(byte: number): void {
    if (this.#depth === 1 && this.#text.length < LONGEST) this.#text += String.fromCharCode(byte)
  }

  #endMember(): void {
    const value = this.#text.trim()
    if (this.#name === '"id"' && isId(value)) this.id = value
    this.#name = ''
    this.#text = ''
  }
}

export function idIn(json: string): string | null {
  const finder = new IdFinder()
  finder.read(Buffer.from(json))
  return finder.id
}

/** A text of ASCII, since bytes are looked at one by one, or a number. */
const isId = (json: string): boolean =>
  json.length < LONGEST && /^("([\x20-\x21\x23-\x5b\x5d-\x7e]|\\.)*"|-?\d+(\.\d+)?([eE][+-]?\d+)?)$/.test(json)

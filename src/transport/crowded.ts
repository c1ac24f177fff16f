/**
 * Values that one message may hold. What tools take is a few dozen, and the protocol's library looks at each several
 * times before we see it.
 */
export const MOST_VALUES = 5_000

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, OPEN_OBJECT] = [0x22, 0x5c, 0x2c, 0x5b, 0x7b]

/** Whether JSON holds more values than that. Counts without parsing, and no further than it must. */
export function isCrowded(json: string): boolean {
  let values = 0
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === QUOTE) at = endOfText(json, at)
    else if (code === COMMA || code === OPEN_LIST || code === OPEN_OBJECT) values++
    if (values > MOST_VALUES) return true
  }
  return false
}

/** Its closing quotation mark. */
export function endOfText(json: string, start: number): number {
  let at = start
  for (;;) {
    at = json.indexOf('"', at + 1)
    if (at === -1) return json.length
    let slashes = at
    while (json.charCodeAt(slashes - 1) === BACKSLASH) slashes--
    if ((at - slashes) % 2 === 0) return at
  }
}

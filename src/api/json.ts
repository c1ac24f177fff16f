import { inTurns, type Pieces } from '../pieces.ts'

/** Characters of JSON that are parsed in one go: some milliseconds. */
const A_PIECE = 250_000

/** @throws SyntaxError as JSON.parse */
export const parseJson = async (text: string): Promise<unknown> => inTurns(parsedInPieces(text))

/**
 * What JSON.parse gives, in pieces: an object member by member, its lists some elements at a time, since what grows
 * without end in an answer is a list. Whatever has another form is left to JSON.parse as a whole.
 */
export function* parsedInPieces(text: string): Pieces<unknown> {
  const members: [string, unknown][] = []
  let at = skip(text, 0)
  if (text.length <= 4 * A_PIECE || text[at] !== '{') return JSON.parse(text)
  do {
    const name = skip(text, at + 1)
    const colon = text[name] === '"' ? skip(text, endOf(text, name)) : -1
    if (text[colon] !== ':') return JSON.parse(text)
    const value = skip(text, colon + 1)
    const key = JSON.parse(text.slice(name, endOf(text, name))) as string
    if (text[value] === '[') {
      const list: unknown[] = []
      at = skip(text, yield* elements(text, value, list))
      members.push([key, list])
    } else {
      const end = endOf(text, value)
      members.push([key, JSON.parse(text.slice(value, end))])
      at = skip(text, end)
    }
  } while (text[at] === ',')
  if (text[at] !== '}' || skip(text, at + 1) < text.length) return JSON.parse(text)
  return Object.fromEntries(members)
}

/** Adds the elements of the list that begins there. @returns where it ends */
function* elements(text: string, start: number, list: unknown[]): Pieces<number> {
  let from = start + 1
  let at = skip(text, from)
  if (text[at] === ']') return at + 1
  for (;;) {
    at = skip(text, endOf(text, at))
    const isLast = text[at] === ']'
    if (!isLast && text[at] !== ',') throw new SyntaxError('the list is not JSON')
    if (isLast || at - from > A_PIECE) {
      for (const element of JSON.parse(`[${text.slice(from, at)}]`) as unknown[]) list.push(element)
      from = at + 1
      yield
    }
    if (isLast) return at + 1
    at = skip(text, at + 1)
  }
}

/** The first place from there on that is no white space. */
function skip(text: string, at: number): number {
  while (at < text.length && ' \n\r\t'.includes(text[at]!)) at++
  return at
}

/** Where the value that begins there ends; whether it is one JSON.parse will see. */
function endOf(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) at = closingQuote(text, at)
    else if (char === OPEN_LIST || char === OPEN_OBJECT) depth++
    else if (char === CLOSE_LIST || char === CLOSE_OBJECT) depth--
    else if (depth > 0 || (char !== COMMA && char > SPACE)) continue
    if (depth < 0 || (depth === 0 && (char === COMMA || char <= SPACE))) return at
    if (depth === 0) return at + 1
  }
  return text.length
}

const [QUOTE, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, COMMA, SPACE] = [
  0x22, 0x5b, 0x5d, 0x7b, 0x7d, 0x2c, 0x20,
]

/** Of the string that begins there. */
function closingQuote(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at)
    if (at < 0) return text.length
    let slashes = 0
    while (text[at - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return at
  }
}

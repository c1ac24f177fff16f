import { closingQuote, parseExactly } from '../exact-json.ts'
import { batches, inTurns, type Pieces } from '../pieces.ts'

/** Characters of JSON that are parsed in one go: some milliseconds. */
const A_PIECE = 250_000

/** A member or element of more characters is opened, not read in one go with its neighbours. */
const LONG = 20_000

/** What lies deeper is read in one go. */
const MOST_LEVELS = 100

const large = new WeakSet<object>()

/** A body of more than a megabyte, which is worked on in pieces. */
export const isLarge = (body: object): boolean => large.has(body)

/** Says so of what was made of such a body. */
export function markLarge<T extends object>(body: T): T {
  large.add(body)
  return body
}

/** @throws SyntaxError as JSON.parse */
export const parseJson = async (text: string): Promise<unknown> => inTurns(parsedInPieces(text))

/** What `parseExactly` gives; of a long text some of its members or elements at a time, however they are nested. */
export function* parsedInPieces(text: string): Pieces<unknown> {
  if (text.length <= 4 * A_PIECE) return parseExactly(text)
  const start = skip(text, 0)
  const { value, end } = yield* valueAt(text, start, 0)
  if (skip(text, end) < text.length) throw notJson()
  return typeof value === 'object' && value !== null ? markLarge(value) : value
}

interface Read {
  value: unknown
  end: number
}

/** A long value. */
function* valueAt(text: string, start: number, level: number): Pieces<Read> {
  const isList = text[start] === '['
  if (level < MOST_LEVELS && (isList || text[start] === '{')) return yield* membersOf(text, start, isList, level)
  const end = endOf(text, start)
  yield
  const value = parseExactly(text.slice(start, end))
  yield
  return { value, end }
}

/** A list or an object: short members up to a piece at a time, each long one by itself. */
function* membersOf(text: string, start: number, isList: boolean, level: number): Pieces<Read> {
  const list: unknown[] = []
  const object: Record<string, unknown> = {}
  const close = isList ? ']' : '}'
  let at = skip(text, start + 1)
  if (text[at] === close) return { value: isList ? list : object, end: at + 1 }
  for (;;) {
    let end = shortOnes(text, at, isList)
    if (end > at) {
      const read = parseExactly(text[start] + text.slice(at, end) + close) as Record<string, unknown> | unknown[]
      if (Array.isArray(read)) for (const item of read) list.push(item)
      else for (const name of Object.keys(read)) put(object, name, read[name])
      yield
    } else {
      const place = isList ? at : valueAfter(text, at)
      const long = yield* valueAt(text, place, level + 1)
      end = long.end
      if (isList) list.push(long.value)
      else put(object, JSON.parse(text.slice(at, endOf(text, at))), long.value)
    }
    at = skip(text, end)
    if (text[at] === close) return { value: isList ? list : object, end: at + 1 }
    if (text[at] !== ',') throw notJson()
    at = skip(text, at + 1)
  }
}

/** Where the members that begin there end, as many as make a piece; the place itself where the first one is long. */
function shortOnes(text: string, start: number, isList: boolean): number {
  let end = start
  for (let at = start; at - start < A_PIECE; ) {
    const value = isList ? at : valueAfter(text, at)
    const valueEnd = endOf(text, value, LONG)
    if (valueEnd < 0) break
    if (valueEnd === value) throw notJson()
    end = valueEnd
    at = skip(text, end)
    if (text[at] !== ',') break
    at = skip(text, at + 1)
  }
  return end
}

/** Where the value of the member begins whose name begins there. */
function valueAfter(text: string, name: number): number {
  const colon = text[name] === '"' ? skip(text, endOf(text, name)) : -1
  if (text[colon] !== ':') throw notJson()
  return skip(text, colon + 1)
}

/** Sets a member as JSON.parse does it, for which `__proto__` is a name like others. */
export function put(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value
  else Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true })
}

/** Levels that are written in parts; what lies deeper is written at once. */
const OPENED = 8
/** Of a longer list so many elements are one part. */
const MANY = 50

/** What JSON.stringify gives, in parts: nobody has to take all of them. */
export function* jsonParts(holder: object, level = 0): Generator<string> {
  const isList = Array.isArray(holder)
  let before = isList ? '[' : '{'
  if (isList && holder.length > MANY) {
    for (const batch of batches(holder, MANY)) {
      yield before + JSON.stringify(batch).slice(1, -1)
      before = ','
    }
    return yield ']'
  }
  for (const name of Object.keys(holder)) {
    const value = (holder as Record<string, unknown>)[name]
    if (value === undefined && !isList) continue
    yield before + (isList ? '' : `${JSON.stringify(name)}:`)
    if (typeof value === 'object' && value !== null && level < OPENED) yield* jsonParts(value, level + 1)
    else if (typeof value === 'string' && value.length > A_PIECE) yield* textParts(value)
    else yield JSON.stringify(value) ?? 'null'
    before = ','
  }
  const isEmpty = before !== ','
  yield isList ? (isEmpty ? '[]' : ']') : isEmpty ? '{}' : '}'
}

function* textParts(text: string): Generator<string> {
  yield '"'
  for (let at = 0; at < text.length; ) {
    let end = at + A_PIECE
    // The two halves of a character stay together.
    if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end++
    yield JSON.stringify(text.slice(at, end)).slice(1, -1)
    at = end
  }
  yield '"'
}

const notJson = (): SyntaxError => new SyntaxError('the text is not JSON')

/** The first place from there on that is no white space. */
function skip(text: string, at: number): number {
  while (at < text.length && ' \n\r\t'.includes(text[at]!)) at++
  return at
}

/** Where the value that begins there ends; whether it is one JSON.parse will see. -1: it has more characters than that. */
function endOf(text: string, start: number, most = text.length): number {
  const last = Math.min(text.length, start + most)
  let depth = 0
  for (let at = start; at < last; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) at = closingQuote(text, at)
    else if (char === OPEN_LIST || char === OPEN_OBJECT) depth++
    else if (char === CLOSE_LIST || char === CLOSE_OBJECT) depth--
    else if (depth > 0 || (char !== COMMA && char > SPACE)) continue
    if (depth < 0 || (depth === 0 && (char === COMMA || char <= SPACE))) return at
    if (depth === 0) return at - start < most ? at + 1 : -1
  }
  return last === text.length ? last : -1
}

const [QUOTE, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, COMMA, SPACE] = [
  0x22, 0x5b, 0x5d, 0x7b, 0x7d, 0x2c, 0x20,
]

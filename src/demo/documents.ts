import { constants, createReadStream, openSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { ConfigurationError } from '../errors.ts'
import { outsideStrings, parseExactly } from '../exact-json.ts'
import { isObject } from './json.ts'
import { Decoder, linesOf } from './lines.ts'

/** A file that cannot be served; the message says where and why and is meant for people. */
export class WorldFileError extends ConfigurationError {}

/** What stands in a file, and where: one JSON document a line, several over several lines each, or one for all. */
export class Documents {
  readonly #path: string
  readonly #decoder = new Decoder()

  constructor(path: string) {
    this.#path = path
  }

  /** @throws WorldFileError where the file is packed or too large */
  async *all(): AsyncGenerator<{ value: unknown; place: string }> {
    let number = 0
    const isPipe = statSync(this.#path).isFIFO()
    // A pipe is read once.
    let isFirst = !isPipe
    let open: { lines: string[]; end: string; place: string } | null = null
    for await (const line of linesOf(isPipe ? pipe(this.#path) : createReadStream(this.#path), this.#decoder.decode)) {
      number++
      const text = number === 1 ? withoutMark(line, this.#path) : line
      if (text.trim() === '') continue
      const place = `line ${number}`
      if (open) {
        open.lines.push(text)
        if (!text.startsWith(open.end)) continue
        yield { value: parse(withoutMarks(open.lines.join('\n'))), place: open.place }
        open = null
        continue
      }
      const value = parseLine(withoutMarks(text))
      const whole = isFirst ? elementsOf(value === NOT_JSON ? await this.#readWhole() : value) : null
      isFirst = false
      const [, indent] = /^([ \t]*)\{\s*$/.exec(text) ?? []
      if (whole !== null)
        for (const [at, element] of whole.entries()) yield { value: element, place: `element ${at + 1}` }
      else if (indent !== undefined) open = { lines: [text], end: `${indent}}`, place }
      else yield { value, place }
      if (whole !== null && value === NOT_JSON) return
    }
    if (open) yield { value: NOT_JSON, place: open.place }
  }

  notes(): string[] {
    return this.#decoder.isWestern ? ['what is not UTF-8 is read as Windows-1252'] : []
  }

  /** As one text, or nothing where that is no JSON. */
  async #readWhole(): Promise<unknown> {
    try {
      const value = parse(withoutMark(this.#decoder.decode(await readFile(this.#path)), this.#path))
      return isObject(value) && !Array.isArray(value.conversations) ? [value] : value
    } catch (error) {
      if (error instanceof WorldFileError) throw error
      throw new WorldFileError(
        `${this.#path}: too large to read as one JSON document. Write one conversation per line.`,
      )
    }
  }
}

/** To wait for whoever writes into it takes no thread, which the end of the process would wait for. */
const pipe = (path: string): AsyncIterable<Uint8Array> =>
  new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false })

/** What stands round JSON where files were joined or cut: byte order marks, record separators, commas between elements. */
const withoutMarks = (line: string): string => line.trim().replace(/^\x1e/, '').replace(/,$/, '')

export const NOT_JSON = Symbol('not JSON')

export function parse(text: string): unknown {
  try {
    return parseExactly(text)
  } catch {
    return /NaN|Infinity/.test(text) ? parseNumbersOfPython(text) : NOT_JSON
  }
}

/** Python writes numbers that JSON does not have. */
function parseNumbersOfPython(text: string): unknown {
  const named = outsideStrings(text, part => part.replace(/\bNaN\b/g, 'null').replace(/\bInfinity\b/g, '1e999'))
  return named === text ? NOT_JSON : parse(named)
}

/** Logs and streams write before JSON when, whence and what it is. */
function parseLine(text: string): unknown {
  const value = parse(text)
  const start = value === NOT_JSON ? text.indexOf('{"') : -1
  return start < 0 ? value : parse(text.slice(start, text.lastIndexOf('}') + 1))
}

/** Of an array, of a page of calls, and of one call written over several lines; null: the file is one of lines. */
function elementsOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value
  return isObject(value) && Array.isArray(value.conversations) ? value.conversations : null
}

export function withoutMark(text: string, path: string): string {
  // Windows PowerShell writes UTF-16 unless told otherwise.
  if (/^(\x1f[\uFFFD\u2039]|PK\x03\x04)/.test(text))
    throw new WorldFileError(`${path}: a compressed file. Unpack it first.`)
  if (/^(\uFFFD|\xff\xfe|\xfe\xff)/.test(text)) throw new WorldFileError(`${path}: not UTF-8 text. Save it as UTF-8.`)
  return text.replace(/^\uFEFF/, '')
}

const UNREADABLE: Record<string, string> = {
  ENOENT: 'no such file',
  EISDIR: 'a directory, not a file. Name one of the files in it',
  EACCES: 'the user of this process may not read it',
}

export function unreadable(path: string, error: unknown): WorldFileError {
  const { code } = error as NodeJS.ErrnoException
  return new WorldFileError(`${path}: ${UNREADABLE[code ?? ''] ?? `cannot be read (${code ?? 'too large'})`}`)
}

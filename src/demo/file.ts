import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { ConfigurationError } from '../errors.ts'
import { parseExactly } from '../exact-json.ts'
import { checkCatalog } from './catalog.ts'
import { agentsOf, tagsIn } from './catalogue-of-calls.ts'
import { type KeptCall, readEntry } from './entry.ts'
import { statusOf, turnsOf } from './facts.ts'
import { cutToServe, isObject } from './json.ts'
import { linesOf } from './lines.ts'
import type { Json, World } from './world.ts'

/** A file that cannot be served; the message says where and why and is meant for people. */
class WorldFileError extends ConfigurationError {}

/**
 * Reads conversations in the API's own shape, one per line (or as a JSON array, or a page of them), and the catalogue
 * beside them: `calls.jsonl` and `calls.catalog.json` with `{ agents, tags, topics, extras }`, where `extras` tells by the
 * id of a call which `topic_ids` it has. Without a catalogue, agents and tags are made from the calls, and there are no
 * topics. Bodies that webhooks brought are taken out of their envelopes. What is no call is left out and noted.
 */
export async function readWorldFile(path: string): Promise<World> {
  const calls = new Calls(path)
  try {
    for await (const { value, place } of entries(path)) calls.add(value, place)
  } catch (error) {
    throw error instanceof WorldFileError ? error : unreadable(path, error)
  }
  const conversations = calls.all()
  const catalogPath = `${path.replace(/\.[^./\\]+$/, '')}.catalog.json`
  const catalog = existsSync(catalogPath) ? await readCatalog(catalogPath) : {}
  const { topics, extras } = catalog
  const agents = catalog.agents ?? agentsOf(conversations)
  return { conversations, agents, tags: catalog.tags ?? tagsIn(conversations), topics, extras, notes: calls.notes() }
}

/** What stands round JSON where files were joined or cut: byte order marks, record separators, commas between elements. */
const withoutMarks = (line: string): string => line.trim().replace(/^\x1e/, '').replace(/,$/, '')

const NOT_JSON = Symbol('not JSON')

function parse(text: string): unknown {
  try {
    return parseExactly(text)
  } catch {
    return NOT_JSON
  }
}

/** What stands in the file, and where. JSON over several lines is read as a whole. */
async function* entries(path: string): AsyncGenerator<{ value: unknown; place: string }> {
  let number = 0
  let isFirst = true
  for await (const line of linesOf(createReadStream(path))) {
    number++
    const text = number === 1 ? withoutMark(line, path) : line
    if (text.trim() === '') continue
    const value = parse(withoutMarks(text))
    const whole = isFirst ? elementsOf(value === NOT_JSON ? await readWhole(path) : value) : null
    isFirst = false
    if (whole === null) yield { value, place: `line ${number}` }
    else for (const [at, element] of whole.entries()) yield { value: element, place: `element ${at + 1}` }
    if (whole !== null && value === NOT_JSON) return
  }
}

/** Of an array, of a page of calls, and of one call written over several lines; null: the file is one of lines. */
function elementsOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value
  return isObject(value) && Array.isArray(value.conversations) ? value.conversations : null
}

/** As one text, or nothing where that is no JSON. */
async function readWhole(path: string): Promise<unknown> {
  try {
    const value = parse(withoutMark(await readFile(path, 'utf8'), path))
    return isObject(value) && !Array.isArray(value.conversations) ? [value] : value
  } catch (error) {
    if (error instanceof WorldFileError) throw error
    throw new WorldFileError(`${path}: too large to read as one JSON document. Write one conversation per line.`)
  }
}

function withoutMark(text: string, path: string): string {
  // Windows PowerShell writes UTF-16 unless told otherwise.
  if (/^(\x1f\uFFFD|PK\x03\x04)/.test(text)) throw new WorldFileError(`${path}: a compressed file. Unpack it first.`)
  if (/^\uFFFD/.test(text)) throw new WorldFileError(`${path}: not UTF-8 text. Save it as UTF-8.`)
  return text.replace(/^\uFEFF/, '')
}

/** Each call of a file once, and what is to be said about the others. */
class Calls {
  readonly #path: string
  readonly #kept = new Map<string, KeptCall>()
  readonly #repeated = new Set<string>()
  readonly #leftOut: string[] = []

  constructor(path: string) {
    this.#path = path
  }

  add(value: unknown, place: string): void {
    for (const call of value === NOT_JSON ? ['not valid JSON'] : readEntry(value)) {
      if (typeof call === 'string') {
        this.#leftOut.push(`${place} is ${call}`)
        continue
      }
      const id: string = call.body.conversation_id
      const known = this.#kept.get(id)
      if (known) this.#repeated.add(id)
      cutToServe(call.body)
      if (!known || isNewer(call, known)) this.#kept.set(id, call)
    }
  }

  /** @throws WorldFileError where there is nothing but what cannot be read */
  all(): Json[] {
    const [first] = this.#leftOut
    if (this.#kept.size === 0 && first !== undefined) {
      throw new WorldFileError(
        `${this.#path}: ${first}. Give whole conversations as returned by GET conversations/{id}.`,
      )
    }
    return [...this.#kept.values()].map(({ body }) => body)
  }

  notes(): string[] {
    const notes: string[] = []
    const [twice, [first, ...rest]] = [this.#repeated.size, this.#leftOut]
    if (this.#kept.size === 0) notes.push('it has none')
    if (twice > 0)
      notes.push(`${twice === 1 ? '1 conversation occurs' : `${twice} conversations occur`} twice: the newest counts`)
    if (first !== undefined) {
      const more =
        rest.length === 0 ? '' : `, and ${rest.length} more ${rest.length === 1 ? 'entry is' : 'entries are'} excluded`
      notes.push(`excluded: ${first}${more}`)
    }
    return notes
  }
}

/** Its turns were deleted. */
const isErased = ({ body }: KeptCall): boolean =>
  Boolean(body.metadata?.deletion_settings?.deleted_transcript_at_time_unix_secs)

const isOver = ({ body }: KeptCall): boolean => ['done', 'failed'].includes(statusOf(body))

const hasTurns = ({ body }: KeptCall): boolean => turnsOf(body).length > 0

/**
 * A call that is over was read after one that is not, and one without turns tells less: webhooks may leave them out. Of
 * two webhooks the later one tells; else what stands below.
 */
function isNewer(call: KeptCall, known: KeptCall): boolean {
  if (isOver(call) !== isOver(known)) return isOver(call)
  if (hasTurns(call) !== hasTurns(known) && !isErased(call)) return hasTurns(call)
  return call.sentAt === 0 || call.sentAt >= known.sentAt
}

async function readCatalog(path: string): Promise<Partial<World>> {
  const text = await readFile(path, 'utf8').catch(error => {
    throw unreadable(path, error)
  })
  const value = parse(withoutMark(text, path))
  if (value === NOT_JSON) throw new WorldFileError(`${path}: not valid JSON`)
  const catalog = checkCatalog(value)
  if (typeof catalog === 'string') throw new WorldFileError(`${path}: ${catalog}`)
  return catalog
}

const UNREADABLE: Record<string, string> = {
  ENOENT: 'no such file',
  EISDIR: 'a directory, not a file. Name one of the files in it',
  EACCES: 'the user of this process may not read it',
}

function unreadable(path: string, error: unknown): WorldFileError {
  const { code } = error as NodeJS.ErrnoException
  return new WorldFileError(`${path}: ${UNREADABLE[code ?? ''] ?? `cannot be read (${code ?? 'too large'})`}`)
}

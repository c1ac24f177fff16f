import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { checkCatalog } from './catalog.ts'
import { agentsOf, tagsIn } from './catalogue-of-calls.ts'
import { Documents, NOT_JSON, parse, unreadable, WorldFileError, withoutMark } from './documents.ts'
import { type KeptCall, readEntry } from './entry.ts'
import { statusOf, turnsOf } from './facts.ts'
import { cutToServe } from './json.ts'
import type { Json, World } from './world.ts'

/**
 * Reads conversations in the API's own shape, one per line (or as a JSON array, or a page of them), and the catalogue
 * beside them: `calls.jsonl` and `calls.catalog.json` with `{ agents, tags, topics, extras }`, where `extras` tells by the
 * id of a call which `topic_ids` it has. Without a catalogue, agents and tags are made from the calls, and there are no
 * topics. Bodies that webhooks brought are taken out of their envelopes. What is no call is left out and noted.
 */
export async function readWorldFile(path: string): Promise<World> {
  const calls = new Calls(path)
  const documents = new Documents(path)
  try {
    for await (const { value, place } of documents.all()) calls.add(value, place)
  } catch (error) {
    throw error instanceof WorldFileError ? error : unreadable(path, error)
  }
  const conversations = calls.all()
  const catalogPath = `${path.replace(/\.[^./\\]+$/, '')}.catalog.json`
  const catalog = existsSync(catalogPath) ? await readCatalog(catalogPath) : {}
  const { topics, extras } = catalog
  const agents = catalog.agents ?? agentsOf(conversations)
  return {
    conversations,
    agents,
    tags: catalog.tags ?? tagsIn(conversations),
    topics,
    extras,
    notes: [...calls.notes(), ...documents.notes()],
  }
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

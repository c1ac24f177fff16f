import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { ConfigurationError } from '../errors.ts'
import { startOf } from './facts.ts'
import type { Json, World } from './world.ts'

/** A file that cannot be served; the message says where and why and is meant for people. */
export class WorldFileError extends ConfigurationError {}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new WorldFileError(`${where}: not valid JSON`)
  }
}

async function read(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new WorldFileError(`${path}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`)
  }
}

/** The entries of a JSONL file or of a JSON array, each with the place to name in an error. */
function entries(path: string, content: string): { body: unknown; where: string }[] {
  if (content.trimStart().startsWith('[')) {
    const array = parseJson(content, path) as unknown[]
    return array.map((body, index) => ({ body, where: `${path}: element ${index + 1}` }))
  }
  return content.split('\n').flatMap((line, index) => {
    const where = `${path}: line ${index + 1}`
    return line.trim() === '' ? [] : { body: parseJson(line, where), where }
  })
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

function conversations(path: string, content: string): Json[] {
  const seen = new Map<string, string>()
  return entries(path, content).map(({ body, where }) => {
    if (!isObject(body)) throw new WorldFileError(`${where}: not a JSON object`)
    const id = body.conversation_id
    if (typeof id !== 'string' || id === '') throw new WorldFileError(`${where}: conversation_id is missing`)
    const before = seen.get(id)
    // The id is the key of paging; two calls of one id could not both be reached.
    if (before) throw new WorldFileError(`${where}: conversation_id ${id} already stands at ${before}`)
    seen.set(id, where)
    return body
  })
}

/** Catalogue entries made from what the calls say about their agents. */
function agentsOf(calls: Json[]): Json[] {
  const ids = new Set<string>(calls.flatMap(call => call.agent_id ?? []))
  return [...ids].map(agent_id => {
    const own = calls.filter(call => call.agent_id === agent_id)
    const results = own.flatMap(call => Object.keys(call.analysis?.evaluation_criteria_results ?? {}))
    const items = own.flatMap(call => Object.entries<Json>(call.analysis?.data_collection_results ?? {}))
    const versions = new Set(own.flatMap(call => call.version_id ?? []))
    return {
      agent_id,
      name: own.find(call => call.agent_name)?.agent_name ?? agent_id,
      created_at_unix_secs: own.reduce((first, call) => Math.min(first, startOf(call)), Infinity),
      versions: [...versions].map(version_id => ({ version_id })),
      criteria: [...new Set(results)].map(id => ({ id, name: id, conversation_goal_prompt: '' })),
      data_collection: Object.fromEntries(items.map(([id, item]) => [id, item.json_schema ?? { type: 'string' }])),
    }
  })
}

/**
 * Reads conversations in the API's own shape, one per line (or as a JSON array), and the catalogue beside them:
 * `calls.jsonl` and `calls.catalog.json` with `{ agents, tags, topics, extras }`, where `extras` tells by the id of a call
 * which `topic_ids` it has. Without a catalogue, agents are made from the calls, and there are no tags and topics.
 */
export async function readWorldFile(path: string): Promise<World> {
  const calls = conversations(path, await read(path))
  const catalogPath = `${path.replace(/\.[^./\\]+$/, '')}.catalog.json`
  const catalog = existsSync(catalogPath) ? parseJson(await read(catalogPath), catalogPath) : {}
  if (!isObject(catalog)) throw new WorldFileError(`${catalogPath}: not a JSON object`)
  const { topics, extras } = catalog
  return { conversations: calls, agents: catalog.agents ?? agentsOf(calls), tags: catalog.tags ?? [], topics, extras }
}

import type { AgentBranch, AgentConfig, AgentHistory, AgentVersion } from '../domain/agent-history.ts'
import type { Agent, AgentDefinitions, Page, Tag, Topic } from '../domain/conversation.ts'
import type { ApiFilter, ListOptions } from '../domain/filter.ts'
import { ConversationsError, NotFoundError, ShapeError } from '../errors.ts'
import { inTurns } from '../pieces.ts'
import { SharedCache } from './cache.ts'
import type { Errand } from './gate.ts'
import { HttpClient, type HttpOptions, type Traffic } from './http.ts'
import { toConversationInPieces, toSummaries } from './map.ts'
import { toBranches, toConfig, toVersion, toVersions } from './map-agents.ts'
import { toAgents, toDefinitions, toHits, toTags, toTopics, toWorkspaceId } from './map-catalog.ts'
import { showId } from './path.ts'
import {
  agentsQuery,
  branchesQuery,
  configQuery,
  listQuery,
  type SearchOptions,
  smartSearchQuery,
  type TopicSpan,
  tagsQuery,
  textSearchQuery,
  topicsQuery,
} from './query.ts'
import { withoutSecretsInPieces } from './remove-secrets.ts'
import type { ConversationSource } from './source.ts'
import { anObject, read } from './tolerant.ts'
import { walk } from './walk.ts'

export type { ConversationSource, HitPage } from './source.ts'

const REMEMBER_MS = 60_000
/** What never changes. */
const REMEMBER_LONG_MS = 3_600_000
const MAX_CATALOG_PAGES = 50
/** Branches of an agent whose versions are asked for, one request each. */
const MOST_BRANCHES = 20
const ROOT = ['v1', 'convai'] as const
const CALLS = [...ROOT, 'conversations'] as const

/** The live Conversations API. */
export class ApiClient implements ConversationSource {
  readonly #http: HttpClient
  readonly #agents: SharedCache<Agent[]>
  readonly #definitions: SharedCache<AgentDefinitions>
  readonly #tags: SharedCache<Tag[]>
  readonly #topics: SharedCache<Topic[]>
  readonly #histories: SharedCache<AgentHistory>
  readonly #versions: SharedCache<AgentVersion>
  readonly #configs: SharedCache<AgentConfig>
  /** The latest one: views ask for it piece by piece. */
  readonly #recording: SharedCache<{ data: Uint8Array; mimeType: string }>

  /** Opens nothing: the first request does. */
  constructor(options: HttpOptions) {
    this.#http = new HttpClient(options)
    this.#agents = new SharedCache(REMEMBER_MS, options.now)
    this.#definitions = new SharedCache(REMEMBER_MS, options.now)
    this.#tags = new SharedCache(REMEMBER_MS, options.now)
    this.#topics = new SharedCache(REMEMBER_MS, options.now)
    this.#histories = new SharedCache(REMEMBER_MS, options.now)
    this.#versions = new SharedCache(REMEMBER_LONG_MS, options.now)
    this.#configs = new SharedCache(REMEMBER_MS, options.now)
    this.#recording = new SharedCache(REMEMBER_MS, options.now, 1)
  }

  get traffic(): Traffic {
    return this.#http.traffic
  }

  get concurrency(): number {
    return this.#http.concurrency
  }

  async list(filter: ApiFilter, options: ListOptions = {}, signal?: AbortSignal) {
    const query = listQuery(filter, options)
    const errand = options.forArchive ? 'walk' : 'list'
    return toSummaries(await this.#http.getJson(CALLS, { what: 'the list of conversations', query, signal, errand }))
  }

  async get(id: string, signal?: AbortSignal) {
    return (await this.getWithRaw(id, signal)).call
  }

  async getWithRaw(id: string, signal?: AbortSignal) {
    const raw = await this.#conversation(id, 'question', signal)
    return { call: await inTurns(toConversationInPieces(raw, id), signal), raw }
  }

  async getRaw(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.#conversation(id, 'bulk', signal)
  }

  async audio(id: string, signal?: AbortSignal) {
    const what = `the recording of conversation ${showId(id)}`
    const load = async (own: AbortSignal) => {
      const { data, mimeType } = await this.#http.getBytes([...CALLS, id, 'audio'], { what, signal: own })
      if (data.length === 0) {
        throw new NotFoundError(`The API returned an empty file for ${what}: there is no recording.`)
      }
      if (/^(text|application)\/(?!octet-stream)/.test(mimeType)) {
        throw new ShapeError(`The API did not return audio for ${what}.`)
      }
      return { data, mimeType: mimeType.startsWith('audio/') ? mimeType : 'audio/mpeg' }
    }
    return this.#recording.get(id, load, signal)
  }

  async textSearch(text: string, filter: ApiFilter, options: SearchOptions = {}, signal?: AbortSignal) {
    return this.#search('text-search', textSearchQuery(text, filter, options), signal)
  }

  async smartSearch(text: string, filter: ApiFilter, options: SearchOptions = {}, signal?: AbortSignal) {
    return this.#search('smart-search', smartSearchQuery(text, filter, options), signal)
  }

  async agents(signal?: AbortSignal) {
    return this.#agents.get('', load => this.#loadAgents(load), signal)
  }

  async agentDefinitions(agentId: string, signal?: AbortSignal) {
    const what = `agent ${showId(agentId)}`
    const load = async (own: AbortSignal) =>
      toDefinitions(await this.#http.getJson(agentPath(agentId), { what, signal: own }))
    return this.#definitions.get(agentId, load, signal)
  }

  async agentHistory(agentId: string, signal?: AbortSignal) {
    return this.#histories.get(agentId, load => this.#loadHistory(agentId, load), signal)
  }

  async agentVersion(agentId: string, versionId: string, signal?: AbortSignal) {
    const what = `version ${showId(versionId)} of agent ${showId(agentId)}`
    const load = async (own: AbortSignal) =>
      toVersion(
        await this.#http.getJson([...agentPath(agentId), 'versions', versionId], { what, signal: own }),
        agentId,
      )
    return this.#versions.get(JSON.stringify([agentId, versionId]), load, signal)
  }

  async agentConfig(agentId: string, versionId?: string, signal?: AbortSignal) {
    const what = `${versionId === undefined ? '' : `version ${showId(versionId)} of `}agent ${showId(agentId)}`
    const query = configQuery(versionId)
    const load = async (own: AbortSignal) =>
      toConfig(await this.#http.getJson(agentPath(agentId), { what, query, signal: own }), agentId)
    return this.#configs.get(JSON.stringify([agentId, versionId]), load, signal)
  }

  async tags(signal?: AbortSignal) {
    const load = (own: AbortSignal) => all(async cursor => toTags(await this.#catalog('tags', tagsQuery(cursor), own)))
    return this.#tags.get('', load, signal)
  }

  async workspaceId(signal?: AbortSignal) {
    const what = 'the list of tags'
    return toWorkspaceId(await this.#http.getJson([...ROOT, 'tags'], { what, query: tagsQuery(undefined), signal }))
  }

  async topics(agentId: string, span?: TopicSpan, signal?: AbortSignal) {
    const path = [...agentPath(agentId), 'topics']
    const what = `the topics of agent ${showId(agentId)}`
    const load = (own: AbortSignal) =>
      all(async cursor =>
        toTopics(await this.#http.getJson(path, { what, query: topicsQuery(span, cursor), signal: own })),
      )
    return this.#topics.get(JSON.stringify([agentId, span?.from, span?.to]), load, signal)
  }

  /** Ends all connections; what is under way fails. */
  async close(): Promise<void> {
    await this.#http.close()
  }

  async #conversation(id: string, errand: Errand, signal?: AbortSignal): Promise<unknown> {
    const what = `conversation ${showId(id)}`
    const body = read(anObject, await this.#http.getJson([...CALLS, id], { what, errand, signal }), what)
    const { conversation_id: own = id } = body
    // It would be shown, counted and stored as the call that was asked for.
    if (own && own !== id) throw new ShapeError(`The API returned another conversation instead of ${what}.`)
    return inTurns(withoutSecretsInPieces(body), signal)
  }

  async #search(kind: 'text-search' | 'smart-search', query: URLSearchParams, signal?: AbortSignal) {
    return toHits(
      await this.#http.getJson([...CALLS, 'messages', kind], { what: 'the search of messages', query, signal }),
    )
  }

  #catalog(kind: 'agents' | 'tags', query: URLSearchParams, signal: AbortSignal): Promise<unknown> {
    return this.#http.getJson([...ROOT, kind], { what: `the list of ${kind}`, query, signal })
  }

  async #loadHistory(agentId: string, signal: AbortSignal): Promise<AgentHistory> {
    const path = [...agentPath(agentId), 'branches']
    const get = (segments: readonly string[], query?: URLSearchParams): Promise<unknown> =>
      this.#http.getJson(segments, { what: `the branches of agent ${showId(agentId)}`, query, signal })
    const branches = toBranches(await get(path, branchesQuery()))
    const versionsOf = async ({ id }: AgentBranch): Promise<AgentVersion[]> => {
      try {
        return toVersions(await get([...path, id])).map(one => ({ ...one, branchId: one.branchId ?? id }))
      } catch (error) {
        // A branch that this key may not read must not hide the others.
        if (signal.aborted || !(error instanceof ConversationsError)) throw error
        return []
      }
    }
    const versions = (await Promise.all(branches.slice(0, MOST_BRANCHES).map(versionsOf))).flat()
    const began = ({ committedAt, number }: AgentVersion): number => committedAt ?? number ?? 0
    return { branches, versions: versions.sort((a, b) => began(a) - began(b)) }
  }

  async #loadAgents(signal: AbortSignal): Promise<Agent[]> {
    const ask = (archived: boolean) =>
      all(async cursor => toAgents(await this.#catalog('agents', agentsQuery(archived, cursor), signal), archived))
    const [active, archived] = await Promise.all([ask(false), ask(true)])
    // Whether the second list repeats the first is not documented.
    const known = new Set(active.map(agent => agent.id))
    return [...active, ...archived.filter(agent => !known.has(agent.id))]
  }
}

const agentPath = (id: string) => [...ROOT, 'agents', id]

/** The whole of a catalogue, up to its page limit. */
async function all<T extends { id: string }>(readPage: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  for await (const step of walk(readPage, { maxPages: MAX_CATALOG_PAGES })) items.push(...step.items)
  return items
}

import type { AgentConfig, AgentHistory, AgentVersion } from '../domain/agent-history.ts'
import type {
  Agent,
  AgentDefinitions,
  Conversation,
  ConversationSummary,
  MessageHit,
  Page,
  Tag,
  Topic,
} from '../domain/conversation.ts'
import type { ApiFilter, ListOptions } from '../domain/filter.ts'
import type { SearchOptions, TopicSpan } from './query.ts'

/** Messages that match, a page at a time. */
export type HitPage = Page<MessageHit> & {
  /** Matches in all, where the API says. */
  total: number | null
}

/**
 * Where conversations come from. Every method rejects with one of our own errors (`src/errors.ts`) whose message is fit
 * to be read by a model, or with the reason of `signal` as soon as that aborts.
 */
export interface ConversationSource {
  /** Requests that may be under way at a time; it changes with how the source answers. */
  readonly concurrency: number
  /** One page of the calls that the filter selects, newest first unless `options.sort` says otherwise. */
  list(filter: ApiFilter, options?: ListOptions, signal?: AbortSignal): Promise<Page<ConversationSummary>>
  /** @throws NotFoundError */
  get(id: string, signal?: AbortSignal): Promise<Conversation>
  /**
   * The API's own JSON of a conversation without tool details, prompt overrides, secret variables and the history
   * variable. `toConversation` maps it as it maps the original. For whoever reads many: all other requests go first.
   * @throws NotFoundError
   */
  getRaw(id: string, signal?: AbortSignal): Promise<unknown>
  /** Both of them, by one request. @throws NotFoundError */
  getWithRaw(id: string, signal?: AbortSignal): Promise<{ call: Conversation; raw: unknown }>
  /** The recording of the whole call. @throws NotFoundError where there is none */
  audio(id: string, signal?: AbortSignal): Promise<{ data: Uint8Array; mimeType: string }>
  /** By words, fuzzily; takes the filters of TEXT_SEARCH_FILTERS. @throws UserInputError for others */
  textSearch(text: string, filter: ApiFilter, options?: SearchOptions, signal?: AbortSignal): Promise<HitPage>
  /** By meaning; takes the filters of SMART_SEARCH_FILTERS. @throws UserInputError for others */
  smartSearch(text: string, filter: ApiFilter, options?: SearchOptions, signal?: AbortSignal): Promise<HitPage>
  /** All agents, archived ones included (the first 5,000 of each kind); remembered for a minute. */
  agents(signal?: AbortSignal): Promise<Agent[]>
  /** Names behind the ids of criteria and data fields; remembered for a minute. @throws NotFoundError */
  agentDefinitions(agentId: string, signal?: AbortSignal): Promise<AgentDefinitions>
  /** Branches of an agent and the newest versions of each; remembered for a minute. @throws NotFoundError */
  agentHistory(agentId: string, signal?: AbortSignal): Promise<AgentHistory>
  /** One version, also an old one; remembered for an hour. @throws NotFoundError */
  agentVersion(agentId: string, versionId: string, signal?: AbortSignal): Promise<AgentVersion>
  /** How an agent is set up, or was in a version, without secrets; remembered for a minute. @throws NotFoundError */
  agentConfig(agentId: string, versionId?: string, signal?: AbortSignal): Promise<AgentConfig>
  /** The workspace's tags (the first 5,000); remembered for a minute. */
  tags(signal?: AbortSignal): Promise<Tag[]>
  /** The workspace that the key belongs to, as far as the API tells it: by its tags, if it has any. */
  workspaceId(signal?: AbortSignal): Promise<string | null>
  /**
   * What the API found the agent's calls to be about, broad topics with most calls first; remembered for a minute. It
   * finds topics day by day: it counts whole UTC days, and without a span only those of its latest run.
   * @throws NotFoundError
   */
  topics(agentId: string, span?: TopicSpan, signal?: AbortSignal): Promise<Topic[]>
}

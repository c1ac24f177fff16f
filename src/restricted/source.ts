import { showId } from '../api/path.ts'
import type { ConversationSource, HitPage } from '../api/source.ts'
import type { Conversation, ConversationSummary, Page } from '../domain/conversation.ts'
import type { ApiFilter } from '../domain/filter.ts'
import { NotFoundError } from '../errors.ts'

/** Pages without a single call of these agents that are read on before an empty one is shown, with its cursor. */
const MOST_PAGES = 20

/** A source that knows these agents and their calls, and no others. */
export function restrictedSource(source: ConversationSource, agents: readonly string[]): ConversationSource {
  const allowed = new Set(agents)
  const isAllowed = ({ agentId }: { agentId: string | null }): boolean => agentId !== null && allowed.has(agentId)

  const checkAgent = (id: string): void => {
    if (!allowed.has(id)) throw new NotFoundError(absence(`Agent ${showId(id)}`))
  }
  const ofAgent =
    <Rest extends unknown[], T>(ask: (id: string, ...rest: Rest) => Promise<T>) =>
    async (id: string, ...rest: Rest): Promise<T> => {
      checkAgent(id)
      return await ask(id, ...rest)
    }
  /** The API can be asked for one agent at a time; of more, what it tells of others is left out here. */
  const narrowed = (filter: ApiFilter): ApiFilter => {
    if (filter.agent_id !== undefined) checkAgent(filter.agent_id)
    return agents.length === 1 ? { ...filter, agent_id: agents[0]! } : filter
  }
  const call = async (id: string, read: Promise<Conversation>): Promise<Conversation> => {
    const found = await unlessAbsent(id, read)
    if (!isAllowed(found)) throw new NotFoundError(absence(`Conversation ${showId(id)}`))
    return found
  }
  const hits = async (page: Promise<HitPage>): Promise<HitPage> => {
    const { items, ...rest } = await page
    const own = items.filter(isAllowed)
    return { ...rest, items: own, total: own.length === items.length && agents.length === 1 ? rest.total : null }
  }

  return {
    get concurrency() {
      return source.concurrency
    },
    async list(filter, options = {}, signal) {
      let page: Page<ConversationSummary> | undefined
      for (let pages = 0; pages < MOST_PAGES; pages++) {
        const cursor = page?.nextCursor ?? options.cursor
        page = await source.list(narrowed(filter), { ...options, ...(cursor && { cursor }) }, signal)
        page = { ...page, items: page.items.filter(isAllowed), unnamed: 0 }
        if (page.items.length > 0 || !page.hasMore || page.nextCursor === null) break
      }
      return page!
    },
    get: (id, signal) => call(id, source.get(id, signal)),
    async getRaw(id, signal) {
      return (await this.getWithRaw(id, signal)).raw
    },
    async getWithRaw(id, signal) {
      const read = source.getWithRaw(id, signal)
      await call(
        id,
        read.then(both => both.call),
      )
      return await read
    },
    async audio(id, signal) {
      await this.get(id, signal)
      return await source.audio(id, signal)
    },
    textSearch: async (text, filter, options, signal) =>
      await hits(source.textSearch(text, narrowed(filter), options, signal)),
    smartSearch: async (text, filter, options, signal) =>
      await hits(source.smartSearch(text, narrowed(filter), options, signal)),
    agents: async signal => (await source.agents(signal)).filter(({ id }) => allowed.has(id)),
    agentDefinitions: ofAgent((...asked) => source.agentDefinitions(...asked)),
    agentHistory: ofAgent((...asked) => source.agentHistory(...asked)),
    agentVersion: ofAgent((...asked) => source.agentVersion(...asked)),
    agentConfig: ofAgent((...asked) => source.agentConfig(...asked)),
    tags: signal => source.tags(signal),
    workspaceId: signal => source.workspaceId(signal),
    topics: ofAgent((...asked) => source.topics(...asked)),
  }
}

/** The same words whether it is there or not. */
const absence = (what: string): string =>
  `${what} cannot be found: the id may be wrong, it may have been deleted, or you may not see it.`

const unlessAbsent = <T>(id: string, read: Promise<T>): Promise<T> =>
  read.catch(error => {
    throw error instanceof NotFoundError ? new NotFoundError(absence(`Conversation ${showId(id)}`)) : error
  })

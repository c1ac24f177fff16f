import type { ConversationSource } from '../api/source.ts'
import type { Asked } from '../mirror/mirror.ts'

/** What was read for an answer, for the books: no ids of calls, no words. */
export interface Touched {
  /** Calls, those that an analysis counts included; one that was read twice counts twice. */
  calls: number
  /** Ids of their agents, as far as calls were read one by one or of one agent. */
  agents: Set<string>
  /** More was asked for than what the archive has of single calls. */
  asksMore?: boolean
}

interface Reading {
  source: ConversationSource
  mirror(): Promise<Asked>
}

/** The same source and mirror, which keep account of the calls that are read by them. */
export const countedReading = ({ source, mirror }: Reading, touched: Touched): Reading => ({
  source: countedSource(source, touched),
  mirror: async () => countedMirror(await mirror(), touched),
})

function countedSource(source: ConversationSource, touched: Touched): ConversationSource {
  const all = <T extends { items: readonly OfAgent[] }>(page: T): T => {
    for (const call of page.items) note(call, touched)
    return page
  }
  /** Also where it comes to nothing. */
  const asking = (): ConversationSource => {
    touched.asksMore = true
    return source
  }
  return {
    get concurrency() {
      return source.concurrency
    },
    list: async (...asked) => all(await asking().list(...asked)),
    textSearch: async (...asked) => all(await asking().textSearch(...asked)),
    smartSearch: async (...asked) => all(await asking().smartSearch(...asked)),
    get: async (...asked) => note(await asking().get(...asked), touched),
    async getRaw(...asked) {
      return (await this.getWithRaw(...asked)).raw
    },
    async getWithRaw(...asked) {
      const both = await asking().getWithRaw(...asked)
      note(both.call, touched)
      return both
    },
    async audio(...asked) {
      touched.calls += 1
      return await asking().audio(...asked)
    },
    agents: signal => source.agents(signal),
    agentHistory: (...asked) => source.agentHistory(...asked),
    agentVersion: (...asked) => source.agentVersion(...asked),
    agentConfig: (...asked) => source.agentConfig(...asked),
    agentDefinitions: (...asked) => source.agentDefinitions(...asked),
    tags: signal => source.tags(signal),
    workspaceId: signal => source.workspaceId(signal),
    topics: (...asked) => source.topics(...asked),
  }
}

const countedMirror = (mirror: Asked, touched: Touched): Asked => ({
  profile: () => mirror.profile(),
  async freshCopy(...asked) {
    const copy = await mirror.freshCopy(...asked)
    if (copy) note(copy.call, touched)
    return copy
  },
  async ensure(request, waiting) {
    touched.asksMore = true
    const synced = await mirror.ensure(request, waiting)
    const { listed, details } = synced.report
    touched.calls += details.needed || listed.calls
    if (request.filter.agent_id !== undefined) touched.agents.add(request.filter.agent_id)
    return synced
  },
})

interface OfAgent {
  agentId: string | null
}

function note<T extends OfAgent>(call: T, touched: Touched): T {
  touched.calls += 1
  if (call.agentId) touched.agents.add(call.agentId)
  return call
}

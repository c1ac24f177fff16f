import type { ConversationSource, HitPage } from '../api/source.ts'
import type { AgentBranch, AgentVersion } from '../domain/agent-history.ts'
import type { ConversationSummary } from '../domain/conversation.ts'
import { inTurns } from '../pieces.ts'
import type { Redactor } from '../redact/redactor.ts'

/** A source whose calls, rows, names and definitions are masked. Recordings are what they are. */
export function maskedSource(source: ConversationSource, redactor: Redactor): ConversationSource {
  const words = <T>(value: T): T => redactor.words(value)
  const ofVersion = ({ id, branchId, ...said }: AgentVersion): AgentVersion => ({ id, branchId, ...words(said) })
  const hits = async (page: Promise<HitPage>): Promise<HitPage> => {
    const { items, ...rest } = await page
    return { ...rest, items: items.map(redactor.hit) }
  }
  return {
    get concurrency() {
      return source.concurrency
    },
    async list(filter, options, signal) {
      const { items, ...rest } = await source.list(filter, options, signal)
      const rows: ConversationSummary[] = []
      for (const item of items) rows.push(await inTurns(redactor.summary(item), signal))
      return { ...rest, items: rows }
    },
    get: async (id, signal) => inTurns(redactor.conversation(await source.get(id, signal)), signal),
    getRaw: async (id, signal) => inTurns(redactor.json(await source.getRaw(id, signal)), signal),
    async getWithRaw(id, signal) {
      const { call, raw } = await source.getWithRaw(id, signal)
      return {
        call: await inTurns(redactor.conversation(call), signal),
        raw: await inTurns(redactor.json(raw), signal),
      }
    },
    audio: (id, signal) => source.audio(id, signal),
    textSearch: (...asked) => hits(source.textSearch(...asked)),
    smartSearch: (...asked) => hits(source.smartSearch(...asked)),
    agents: async signal => words(await source.agents(signal)),
    agentDefinitions: async (agentId, signal) => words(await source.agentDefinitions(agentId, signal)),
    async agentHistory(agentId, signal) {
      const { branches, versions } = await source.agentHistory(agentId, signal)
      const ofBranch = ({ id, parentId, ...said }: AgentBranch): AgentBranch => ({ id, parentId, ...words(said) })
      return { branches: branches.map(ofBranch), versions: versions.map(ofVersion) }
    },
    agentVersion: async (...asked) => ofVersion(await source.agentVersion(...asked)),
    async agentConfig(...asked) {
      const { versionId, branchId, ...said } = await source.agentConfig(...asked)
      return { versionId, branchId, ...words(said) }
    },
    tags: async signal => words(await source.tags(signal)),
    workspaceId: signal => source.workspaceId(signal),
    topics: async (agentId, span, signal) => words(await source.topics(agentId, span, signal)),
  }
}

import type { AgentDefinitions, Conversation } from '../../domain/conversation.ts'
import type { ToolContext } from '../define.ts'
import { orFallback } from '../or-fallback.ts'
import { versionNames } from '../versions/names.ts'

/** The call with the names that belong to it, as far as they can be read. */
export async function fetchConversation(id: string, withRaw: boolean, context: ToolContext) {
  const { source, signal } = context
  const { call, ...read } = await readCall(id, withRaw, context)
  const [tags, definitions, versions, agents] = await Promise.all([
    call.tagIds.length > 0 ? orFallback(source.tags(signal), [], context) : [],
    call.criteria.length > 0 && call.agentId !== ''
      ? orFallback<AgentDefinitions | null>(source.agentDefinitions(call.agentId, signal), null, context)
      : null,
    versionNames([call], { zone: context.timezone }, context),
    call.agentName === null || call.visitedAgentIds.length > 1 ? orFallback(source.agents(signal), [], context) : [],
  ])
  const agentNames = new Map(agents.map(agent => [agent.id, agent.name]))
  if (call.agentName !== null) agentNames.set(call.agentId, call.agentName)
  return { call, ...read, tags, definitions, agentNames, versionNames: versions.names }
}

interface ReadCall {
  call: Conversation
  raw?: unknown
  /** Unix seconds; missing: it was read just now. */
  archivedAt?: number
  /** Of the archive, where there are several. */
  profile?: string | null
}

/** From the archive, where that is as good as asking the API. */
async function readCall(id: string, withRaw: boolean, { source, signal, mirror }: ToolContext): Promise<ReadCall> {
  const archive = await mirror()
  const copy = await archive.freshCopy(id, withRaw)
  if (copy) {
    const profile = await archive.profile()
    return { call: copy.call, archivedAt: copy.readAt, profile, ...(withRaw && { raw: copy.raw }) }
  }
  return withRaw ? source.getWithRaw(id, signal) : { call: await source.get(id, signal) }
}
export type ConversationParts = Awaited<ReturnType<typeof fetchConversation>>

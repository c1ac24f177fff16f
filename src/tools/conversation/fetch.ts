import type { AgentDefinitions, Conversation } from '../../domain/conversation.ts'
import { RateLimitError, UpstreamError } from '../../errors.ts'
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
  /** Why the API could not be asked, where the archive would not have been. */
  away?: string
  /** Of the archive, where there are several. */
  profile?: string | null
}

/** From the archive, where that is as good as asking the API, or the API is away. */
async function readCall(id: string, withRaw: boolean, { source, signal, mirror }: ToolContext): Promise<ReadCall> {
  const archive = await mirror()
  const archived = async (ofAnyAge: boolean): Promise<ReadCall | null> => {
    const copy = await archive.freshCopy(id, withRaw, ofAnyAge)
    if (!copy) return null
    const profile = await archive.profile()
    return { call: copy.call, archivedAt: copy.readAt, profile, ...(withRaw && { raw: copy.raw }) }
  }
  const fresh = await archived(false)
  if (fresh) return fresh
  try {
    return withRaw ? await source.getWithRaw(id, signal) : { call: await source.get(id, signal) }
  } catch (error) {
    // Only where nobody can say what has become of it: a key that is refused gets nothing, a deleted call is gone.
    const isAway = error instanceof UpstreamError || error instanceof RateLimitError
    const old = isAway && !signal.aborted ? await archived(true) : null
    if (!old || !isAway) throw error
    return { ...old, away: error.message }
  }
}
export type ConversationParts = Awaited<ReturnType<typeof fetchConversation>>

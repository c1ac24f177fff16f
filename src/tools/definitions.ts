import type { AgentDefinitions } from '../domain/conversation.ts'
import type { ToolContext } from './define.ts'
import { orFallback } from './or-fallback.ts'

type Context = Pick<ToolContext, 'source' | 'signal'>

/** How many agents' definitions may be read to name criteria and data fields, one request each. */
export const MOST_AGENTS = 20

/** The agent that is filtered by, or all that can be read. */
export async function agentIdsOf(agentId: string | undefined, context: Context): Promise<string[]> {
  if (agentId) return [agentId]
  return (await orFallback(context.source.agents(context.signal), [], context)).map(({ id }) => id)
}

/** What calls of these agents are judged by and asked for; of an agent that cannot be read, nothing. */
export async function definitionsOf(
  agentIds: readonly string[],
  context: Context,
): Promise<{ definitions: AgentDefinitions[]; areAllRead: boolean }> {
  const { source, signal } = context
  const nothing: AgentDefinitions = { criteria: [], dataFields: [] }
  const definitions = await Promise.all(
    agentIds.map(id => orFallback(source.agentDefinitions(id, signal), nothing, context)),
  )
  return { definitions, areAllRead: !definitions.includes(nothing) }
}

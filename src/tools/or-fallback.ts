import { ConversationsError } from '../errors.ts'
import type { ToolContext } from './define.ts'

/**
 * Names are a help, not the answer: a key that may not read agents or tags still reads calls. Where names cannot be read,
 * ids are shown instead.
 */
export const orFallback = <T>(names: Promise<T>, instead: T, { signal }: Pick<ToolContext, 'signal'>): Promise<T> =>
  names.catch(error => {
    if (signal.aborted || !(error instanceof ConversationsError)) throw error
    return instead
  })

/** The API's lists leave out some agents' names: those are taken from the workspace's agents. */
export async function withAgentNames<T extends { agentId: string; agentName: string | null }>(
  calls: readonly T[],
  context: Pick<ToolContext, 'source' | 'signal'>,
): Promise<T[]> {
  if (calls.every(({ agentName }) => agentName !== null)) return [...calls]
  const agents = await orFallback(context.source.agents(context.signal), [], context)
  const names = new Map(agents.map(({ id, name }) => [id, name]))
  return calls.map(call => ({ ...call, agentName: call.agentName ?? names.get(call.agentId) ?? null }))
}

import type { Agent } from '../../domain/conversation.ts'
import type { CallFilter } from '../../domain/filter.ts'
import { idText, quote } from '../../render/quote.ts'
import type { ToolContext } from '../define.ts'
import { orFallback } from '../or-fallback.ts'
import { isId, type Kind, resolveOne } from './resolve.ts'

const FILTERS = { version_id: 'version', branch_id: 'branch', visited_agent_branch_ids: 'branch' } as const

/**
 * Versions and branches by number, name or note, in place of their ids. Ids are taken as they are, without a request.
 * @returns the filter with ids, and how each of those filters is shown that had none
 * @throws UserInputError for what no agent has, with the nearest
 */
export async function resolveVersions(
  filter: CallFilter,
  context: ToolContext,
): Promise<{ filter: CallFilter; shown: Map<string, string> }> {
  const found = { ...filter }
  const shown = new Map<string, string>()
  const agents = once(() => agentsOf(filter, context))
  const resolve = async (kind: Kind, argument: string, value: string): Promise<Named> =>
    (isId(kind, value) ? null : await resolveOne(kind, argument, value, await agents(), context)) ?? { id: value }
  for (const [name, kind] of Object.entries(FILTERS) as [keyof typeof FILTERS, Kind][]) {
    const given = filter[name]
    if (given === undefined) continue
    const all = await Promise.all([given].flat().map(value => resolve(kind, name, value)))
    if (all.every(({ name }) => name === undefined)) continue
    if (name === 'visited_agent_branch_ids') found[name] = all.map(({ id }) => id)
    else found[name] = all[0]!.id
    shown.set(name, (all.length > 1 ? 'any of ' : '') + all.map(label).join(', '))
  }
  return { filter: found, shown }
}

interface Named {
  id: string
  name?: string
}

const label = ({ id, name }: Named): string => (name === undefined ? quote(id) : `${quote(name)} (${idText(id)})`)

/** The agent that is filtered by, or all. */
async function agentsOf({ agent_id: id }: CallFilter, { source, signal }: ToolContext): Promise<Agent[]> {
  const agents = await orFallback(source.agents(signal), [], { signal })
  return id === undefined ? agents : agents.filter(agent => agent.id === id)
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

import type { AgentHistory, AgentVersion } from '../../domain/agent-history.ts'
import type { Agent } from '../../domain/conversation.ts'
import { UserInputError } from '../../errors.ts'
import { idText, quote } from '../../render/quote.ts'
import type { ToolContext } from '../define.ts'
import { resolveAgent } from '../names.ts'
import { orFallback } from '../or-fallback.ts'
import { longName, mainBranch } from '../versions/history.ts'
import { isPreviousVersion, previousOf } from '../versions/previous.ts'
import { isId, resolveOne } from '../versions/resolve.ts'

type ProjectAgents = Awaited<ReturnType<ToolContext['projectAgents']>>

/** A version that an answer is about. */
export interface Chosen {
  id: string
  /** As people know it; the id where it has no name. */
  name: string
  version: AgentVersion | null
}

/**
 * The agent that is asked for: by name or id, that of the project, or the only one there is.
 * @throws UserInputError with those there are
 */
export async function chooseAgent(
  given: string | undefined,
  project: ProjectAgents,
  context: ToolContext,
): Promise<Agent> {
  const agents = await context.source.agents(context.signal)
  if (given !== undefined) return resolveAgent('agent_id', given, agents)
  const own = project.agents.map(({ id }) => agents.find(agent => agent.id === id) ?? unnamed(id))
  const choice = own.length > 0 ? own : agents.filter(({ archived }) => !archived)
  if (choice.length === 1) return choice[0]!
  const names = choice.slice(0, 8).map(({ id, name }) => `${quote(name)} (${idText(id)})`)
  const more = choice.length > 8 ? ` and ${choice.length - 8} more` : ''
  throw new UserInputError(
    choice.length === 0
      ? 'This workspace has no agents.'
      : `Which agent? Set agent_id. ${own.length > 0 ? 'In agents.json' : 'Agents'}: ${names.join(', ')}${more}.`,
  )
}

const unnamed = (id: string): Agent => ({ id, name: id, archived: false, tags: [] })

/** @throws UserInputError with the versions there are */
export async function chooseVersion(
  argument: string,
  given: string,
  agent: Agent,
  history: AgentHistory,
  context: ToolContext,
): Promise<Chosen> {
  const found = isId('version', given) ? null : await resolveOne('version', argument, given, [agent], context)
  return versionById(found?.id ?? given, agent, history, context)
}

/** The version that is live on the main branch, as far as the history tells. */
export function newestOfMain(history: AgentHistory): AgentVersion | undefined {
  const main = mainBranch(history)
  return history.versions.findLast(({ branchId }) => main === undefined || branchId === main.id)
}

export async function versionById(
  id: string,
  agent: Agent,
  history: AgentHistory,
  { source, signal, timezone }: ToolContext,
): Promise<Chosen> {
  const version =
    history.versions.find(one => one.id === id) ??
    (await orFallback<AgentVersion | null>(source.agentVersion(agent.id, id, signal), null, { signal }))
  // What its author noted stands with the versions, inside of the fence.
  return { id, version, name: (version && longName({ ...version, description: null }, history, timezone)) ?? id }
}

/** @throws UserInputError where a version has none before it */
export async function chooseBaseline(
  given: string,
  { version, name }: Chosen,
  agent: Agent,
  history: AgentHistory,
  context: ToolContext,
): Promise<Chosen> {
  if (!isPreviousVersion(given) && given !== 'previous')
    return chooseVersion('compare_to', given, agent, history, context)
  const previous = version && previousOf(version, history)
  if (previous) return versionById(previous.id, agent, history, context)
  throw new UserInputError(
    version?.number === 1
      ? `${quote(name)} is the first version of its branch; there is none before it.`
      : `The API does not tell which version was before ${quote(name)}; give its number or id in compare_to.`,
  )
}

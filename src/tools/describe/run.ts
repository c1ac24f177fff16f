import type { AgentConfig, AgentHistory } from '../../domain/agent-history.ts'
import { ConversationsError, UserInputError } from '../../errors.ts'
import { quote } from '../../render/quote.ts'
import type { ToolContext } from '../define.ts'
import { setAsideNotes } from '../host-arguments.ts'
import { historyOf } from '../versions/history.ts'
import { describeAnswer } from './answer.ts'
import { changesOf } from './changes.ts'
import { type Chosen, chooseAgent, chooseBaseline, chooseVersion, newestOfMain, versionById } from './choose.ts'
import type { Described } from './described.ts'
import { numbersOf } from './numbers.ts'
import type { DescribeAnswer, DescribeInput } from './schema.ts'

/** From the question to the answer: which agent and versions, how they are set up, and how their calls went. */
export async function describeAgentCalls(request: DescribeInput, context: ToolContext): Promise<DescribeAnswer> {
  const project = await context.projectAgents()
  const agent = await chooseAgent(request.agent_id, project, context)
  const history = await historyOf(agent.id, context)
  const notes = [...setAsideNotes(context), ...project.problems]
  const given =
    request.version_id === undefined
      ? null
      : await chooseVersion('version_id', request.version_id, agent, history, context)
  const config = await configOf(agent.id, given?.id, context, notes)
  const version = given ?? (await liveVersion(config, agent, history, context))
  const described: Described = {
    agent,
    history,
    version,
    config,
    baseline: null,
    changes: null,
    numbers: null,
    notes,
    project,
  }
  if (request.compare_to === undefined) return describeAnswer(request, described, context)
  if (version === null) {
    throw new UserInputError(`The API tells no versions of ${quote(agent.name)}, so there is nothing to compare.`)
  }
  const baseline = await chooseBaseline(request.compare_to, version, agent, history, context)
  if (baseline.id === version.id) {
    throw new UserInputError(`version_id and compare_to are both ${quote(version.name)}; give two versions.`)
  }
  const before = config && (await configOf(agent.id, baseline.id, context, notes))
  const numbers = await numbersOf({ agentId: agent.id, version, baseline, request }, context)
  const changes = config && before && changesOf(before.settings, config.settings)
  return describeAnswer(request, { ...described, baseline, changes, numbers }, context)
}

/** null: it is not to be asked for, or cannot be read, and a note says so. */
async function configOf(
  agentId: string,
  versionId: string | undefined,
  { source, signal, readsSettings }: ToolContext,
  notes: string[],
): Promise<AgentConfig | null> {
  if (!readsSettings) {
    notes.push('Settings and prompts of agents are not read (--agent-config off).')
    return null
  }
  try {
    return await source.agentConfig(agentId, versionId, signal)
  } catch (error) {
    // Branches, versions and numbers are an answer all the same.
    if (signal.aborted || !(error instanceof ConversationsError)) throw error
    notes.push(`The settings could not be read: ${error.message}`)
    return null
  }
}

async function liveVersion(
  config: AgentConfig | null,
  agent: Described['agent'],
  history: AgentHistory,
  context: ToolContext,
): Promise<Chosen | null> {
  const id = config?.versionId ?? newestOfMain(history)?.id
  return id === undefined ? null : versionById(id, agent, history, context)
}

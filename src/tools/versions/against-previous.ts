import type { UsedVersion } from '../../archive/read/used-versions.ts'
import type { AgentHistory } from '../../domain/agent-history.ts'
import { UserInputError } from '../../errors.ts'
import { idText, quote, quoteSome } from '../../render/quote.ts'
import type { ToolContext } from '../define.ts'
import { fromArchive } from '../from-archive.ts'
import { orFallback } from '../or-fallback.ts'
import { type Selection, shownFilters } from '../selection.ts'
import { historyOf, longName, MOST_AGENTS } from './history.ts'
import { previousOf } from './previous.ts'

/** A version of an agent, and the one before it, by their ids. */
interface Step {
  newer: string
  older: string
  /** The version before took some of the calls. */
  tookCalls: boolean
}

interface Named extends Step {
  agent: string
  /** What is compared. */
  text: string
  /** Both versions, as filters are shown. */
  shown: Record<'newer' | 'older', string>
}

/** Agents whose versions are named. */
const MOST_NAMED = 8

/**
 * Of each agent the calls of its newest version (or of the one that is filtered by), and those of the version before it
 * on the same branch. The newest is that of the branch with most of the calls.
 * @throws UserInputError where no agent has two versions
 */
export async function againstPrevious(
  selection: Selection,
  context: ToolContext,
): Promise<{ label: string; selection: Selection; first: Selection }> {
  const { version_id: asked, ...rest } = selection.filter
  // All versions are looked at: which is the one before, calls of another may tell.
  const { agents, names } = await agentsOf({ ...selection, filter: rest }, asked, context)
  const steps: Named[] = []
  const alone: string[] = []
  for (const [agentId, own] of agents.slice(0, MOST_AGENTS)) {
    const history = await historyOf(agentId, context)
    const step = stepOf(own, asked, history)
    const name = names.get(agentId) ?? agentId
    if (step === null) alone.push(name)
    else steps.push({ ...step, agent: name, ...shownStep(name, step, history, selection.zone) })
  }
  if (steps.length === 0) {
    throw new UserInputError(
      'previous_version needs two versions of an agent: none of these calls is of one that has a version before it. list_filter_values with kind versions shows them.',
    )
  }
  // One-sided rows would tilt the sum of all; where there is no other, they say at least what is missing.
  const both = steps.filter(({ tookCalls }) => tookCalls)
  const compared = both.length > 0 ? both : steps
  const idle = steps.filter(step => !compared.includes(step)).map(({ agent }) => agent)
  const notes = [
    ...compared.slice(0, MOST_NAMED).map(({ text }) => text),
    ...(idle.length > 0 ? [`Left out, no call here of the version before: ${quoteSome(idle)}.`] : []),
    ...(alone.length > 0 ? [`Left out, without a version before: ${quoteSome(alone)}.`] : []),
    ...(agents.length > MOST_AGENTS
      ? [`Only ${MOST_AGENTS} of ${agents.length} agents are compared; set agent_id.`]
      : []),
  ]
  const of = (side: 'newer' | 'older', ofEach: string): Selection => {
    const version = compared.length === 1 ? compared[0]!.shown[side] : ofEach
    // Of two versions neither is what both sides are filtered by.
    const shown = new Map([...selection.shown].filter(([name]) => name !== 'version_id')).set('version_id', version)
    return {
      ...selection,
      filter: { ...rest, version_ids: compared.map(step => step[side]) },
      shown,
      described: { ...selection.described, filters: shownFilters(shown) },
      notes: side === 'newer' ? [...selection.notes, ...notes] : [],
    }
  }
  return {
    label: 'the previous version',
    selection: of('older', 'of each agent the one before'),
    first: of('newer', 'the newest of each agent'),
  }
}

/** What took the calls, by agent; with the agents' names. */
async function agentsOf(selection: Selection, asked: string | undefined, context: ToolContext) {
  const { archive } = await fromArchive(selection, false, context)
  const { usedVersions } = await import('../../archive/read/used-versions.ts')
  const byAgent = new Map<string, UsedVersion[]>()
  for (const one of await archive.read(usedVersions(selection))) {
    if (one.versionId !== null) byAgent.set(one.agentId, [...(byAgent.get(one.agentId) ?? []), one])
  }
  const agents = [...byAgent].filter(([, own]) => asked === undefined || own.some(one => one.versionId === asked))
  const known = await orFallback(context.source.agents(context.signal), [], context)
  return { agents, names: new Map(known.map(({ id, name }) => [id, name])) }
}

function stepOf(used: readonly UsedVersion[], asked: string | undefined, history: AgentHistory): Step | null {
  const branch = asked === undefined ? busiestBranch(used) : used.find(one => one.versionId === asked)!.branchId
  const known = (id: string) => history.versions.find(one => one.id === id)
  const own = used
    .filter(one => one.branchId === branch)
    .map(({ versionId, firstCall }) => ({ id: versionId!, began: known(versionId!)?.committedAt ?? firstCall }))
    .sort((a, b) => a.began - b.began)
    .map(({ id }) => id)
  const newer = asked ?? own.at(-1)!
  const version = known(newer)
  // Where the API does not tell, the version whose calls began before.
  const older = version ? previousOf(version, history)?.id : own[own.indexOf(newer) - 1]
  return older === undefined ? null : { newer, older, tookCalls: own.includes(older) }
}

function busiestBranch(used: readonly UsedVersion[]): string | null {
  const calls = new Map<string | null, number>()
  for (const one of used) calls.set(one.branchId, (calls.get(one.branchId) ?? 0) + one.calls)
  return [...calls].reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}

/** `"Desk": "v12 (2026-11-17)" against "v11 (2026-11-12)".` */
function shownStep(agent: string, { newer, older, tookCalls }: Step, history: AgentHistory, zone: string) {
  const nameOf = (id: string): string | null => {
    const version = history.versions.find(one => one.id === id)
    return version ? longName({ ...version, description: null }, history, zone) : null
  }
  const filterOf = (id: string): string => {
    const name = nameOf(id)
    return name === null ? quote(id) : `${quote(name)} (${idText(id)})`
  }
  const [first, second] = [newer, older].map(id => quote(nameOf(id) ?? id))
  const none = tookCalls ? '' : ', which took none of these calls: widen the window'
  return {
    text: `${quote(agent)}: ${first} against ${second}${none}.`,
    shown: { newer: filterOf(newer), older: filterOf(older) },
  }
}

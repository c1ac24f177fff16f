import type { AgentHistory, AgentVersion } from '../../domain/agent-history.ts'
import type { CallSelection } from '../../domain/filter.ts'
import { oneLine } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import type { FromArchive } from '../from-archive.ts'
import { orFallback } from '../or-fallback.ts'
import { historyOf, longName, MOST_AGENTS } from './history.ts'

/** Versions and branches as a reader knows them. */
export interface VersionNames {
  /** By id; what has no name is missing. */
  names: ReadonlyMap<string, string>
  /** When they began, Unix seconds, by id. */
  began: ReadonlyMap<string, number>
}

/** What took a call. */
export interface Used {
  agentId: string
  branchId: string | null
  versionId: string | null
  /** Unix seconds; where the API does not say when a version began. */
  firstCall?: number
}

/** Old versions that are asked for one by one. */
const MOST_OLD = 20

/**
 * Names of what took some calls. Where they cannot be read there are none, and no answer fails for it.
 * @param withAgents whether what belongs to several agents bears their names, too
 */
export async function versionNames(
  used: readonly Used[],
  { zone, withAgents = false }: { zone: string; withAgents?: boolean },
  context: Pick<ToolContext, 'source' | 'signal'>,
): Promise<VersionNames> {
  const agentIds = [...new Set(used.map(({ agentId }) => agentId))].filter(id => id !== '').slice(0, MOST_AGENTS)
  const prefixes = withAgents && agentIds.length > 1 ? await agentNames(context) : new Map<string, string>()
  const names = new Map<string, string>()
  const bearers = new Map<string, string>()
  /** What bears the name of another is told apart by its id; where agents are shown beside, only within an agent. */
  const name = (id: string, text: string, agentId: string): void => {
    const key = withAgents ? text : `${agentId}\n${text}`
    const other = bearers.get(key)
    if (other !== undefined && other !== id) names.set(other, `${text} (${other})`)
    names.set(id, other === undefined || other === id ? text : `${text} (${id})`)
    bearers.set(key, other ?? id)
  }
  const began = new Map<string, number>()
  for (const { branchId, versionId, firstCall = 0 } of used) {
    for (const id of [branchId, versionId]) if (id !== null && firstCall > 0) setEarlier(began, id, firstCall)
  }
  const histories = await Promise.all(
    agentIds.map(async agentId => {
      const history = await historyOf(agentId, context)
      const own = used.flatMap(one => (one.agentId === agentId && one.versionId ? [one.versionId] : []))
      return { agentId, history, versions: await withOld(agentId, history, own, context) }
    }),
  )
  for (const { agentId, history, versions } of histories) {
    const prefix = prefixes.has(agentId) ? `${oneLine(prefixes.get(agentId)!)} ` : ''
    for (const version of versions) {
      const known = longName(version, history, zone)
      if (known !== null) name(version.id, prefix + known, agentId)
      if (version.committedAt !== null) began.set(version.id, version.committedAt)
    }
    for (const { id, name: known, createdAt } of history.branches) {
      if (known !== id) name(id, prefix + oneLine(known), agentId)
      if (createdAt !== null) began.set(id, createdAt)
    }
  }
  return { names, began }
}

/** The same of all calls of some selections. */
export async function versionNamesIn(
  selections: readonly (CallSelection & { zone: string })[],
  archive: FromArchive['archive'],
  options: { withAgents: boolean; only?: (id: string | null) => boolean },
  context: ToolContext,
): Promise<VersionNames> {
  const { usedVersions } = await import('../../archive/read/used-versions.ts')
  const used: Used[] = []
  for (const selection of selections) used.push(...(await archive.read(usedVersions(selection))))
  const { withAgents, only = () => true } = options
  const wanted = used.filter(({ branchId, versionId }) => only(branchId) || only(versionId))
  return versionNames(wanted, { zone: selections[0]!.zone, withAgents }, context)
}

async function agentNames({ source, signal }: Pick<ToolContext, 'source' | 'signal'>): Promise<Map<string, string>> {
  const agents = await orFallback(source.agents(signal), [], { signal })
  return new Map(agents.map(({ id, name }) => [id, name]))
}

/** With those that took calls and are older than what a branch tells, which are its newest versions. */
export async function withOld(
  agentId: string,
  { branches, versions }: AgentHistory,
  wanted: readonly string[],
  { source, signal }: Pick<ToolContext, 'source' | 'signal'>,
): Promise<AgentVersion[]> {
  if (branches.length === 0) return []
  const old = [...new Set(wanted)].filter(id => !versions.some(version => version.id === id)).slice(0, MOST_OLD)
  const read = await Promise.all(
    old.map(id =>
      orFallback(
        source.agentVersion(agentId, id, signal).then(one => [one]),
        [],
        { signal },
      ),
    ),
  )
  return [...versions, ...read.flat()]
}

function setEarlier(map: Map<string, number>, id: string, at: number): void {
  map.set(id, Math.min(at, map.get(id) ?? at))
}

import type { AgentBranch, AgentConfig, AgentVersion } from '../domain/agent-history.ts'
import { ShapeError } from '../errors.ts'
import { showId } from './path.ts'
import { agentSettings, branchesList, branchVersions, version } from './schema-agents.ts'
import { read } from './tolerant.ts'
import { withheld } from './withheld.ts'

/** Those in use first, then by when they last changed, the newest first. */
export function toBranches(answer: unknown): AgentBranch[] {
  const { results } = read(branchesList, answer, 'the branches of an agent')
  const changed = (one: (typeof results)[number]): number => one.last_committed_at ?? one.created_at ?? 0
  return results
    .sort((a, b) => Number(a.is_archived) - Number(b.is_archived) || changed(b) - changed(a))
    .map(branch => ({
      id: branch.id,
      name: branch.name || branch.id,
      description: branch.description || null,
      traffic: branch.current_live_percentage,
      archived: branch.is_archived,
      parentId: branch.parent_branch_id || null,
      createdAt: branch.created_at,
    }))
}

export const toVersions = (answer: unknown): AgentVersion[] =>
  read(branchVersions, answer, 'a branch of an agent').most_recent_versions.map(mapped)

/** @throws ShapeError where it is another agent's */
export function toVersion(answer: unknown, agentId: string): AgentVersion {
  const found = read(version, answer, 'a version of an agent')
  checkAgent(found.agent_id, agentId)
  return mapped(found)
}

function checkAgent(own: string | null, asked: string): void {
  if (own && own !== asked) throw new ShapeError(`The API returned another agent instead of ${showId(asked)}.`)
}

const mapped = (one: ReturnType<typeof version.parse>): AgentVersion => ({
  id: one.id,
  branchId: one.branch_id || null,
  number: one.seq_no_in_branch,
  description: one.version_description?.trim() || null,
  author: one.access_info?.creator_name || null,
  committedAt: one.time_committed_secs || null,
})

/**
 * Numbers and accounts of the agent belong to no version, and are left out with whoever owns it.
 * @throws ShapeError where it is another agent's
 */
export function toConfig(answer: unknown, agentId: string): AgentConfig {
  const { agent_id, name, version_id, branch_id, ...settings } = read(agentSettings, answer, 'the settings of an agent')
  checkAgent(agent_id, agentId)
  const given = Object.entries({ name, ...settings }).filter(([, value]) => value !== undefined && value !== null)
  return {
    name: name ?? '',
    versionId: version_id || null,
    branchId: branch_id || null,
    settings: withheld(Object.fromEntries(given)) as Record<string, unknown>,
  }
}

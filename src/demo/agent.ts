import { ACCESS_INFO, AGENT_SECRETS, findAgent } from './agents.ts'
import { notFound } from './errors.ts'
import { flag, integer, parseParams, text } from './params.ts'
import type { Json, World } from './world.ts'

/*
 * One agent: its settings, its branches and their versions, as far as the catalogue has them. A version that has no
 * number there is one that only calls tell of.
 */

/** What a catalogue that has no settings tells of them. */
const knownConfig = ({ first_message, voice_id }: Json): Json => ({
  agent: { first_message: first_message ?? '' },
  ...(voice_id && { tts: { voice_id } }),
})

const numbered = (agent: Json): Json[] => (agent.versions ?? []).filter(({ seq }: Json) => typeof seq === 'number')

/** `GET agents/{id}`: what a client is after (criteria, data items) within much that it must not pass on. */
export function getAgent(world: World, url: URL, id: string): Json {
  const { version_id, branch_id } = parseParams(url.searchParams, { version_id: text(), branch_id: text() })
  const agent = findAgent(world, id)
  const created = agent.created_at_unix_secs ?? 0
  const version = version_id === undefined ? liveVersion(agent, branch_id) : findVersion(agent, version_id)
  const own = version?.conversation_config ?? agent.conversation_config
  // What a catalogue has of the agent may be of another version.
  if (version_id !== undefined && own === undefined) throw notFound('version', 'Its settings are not kept here.')
  return {
    agent_id: id,
    name: agent.name ?? id,
    conversation_config: own ?? knownConfig(agent),
    metadata: { created_at_unix_secs: created, updated_at_unix_secs: created },
    platform_settings: {
      evaluation: { criteria: agent.criteria ?? [] },
      data_collection: agent.data_collection ?? {},
      archived: agent.archived ?? false,
    },
    phone_numbers: [{ provider: 'twilio', phone_number: AGENT_SECRETS.phoneNumber, phone_number_id: 'phnum_demo' }],
    workflow: { nodes: {}, edges: {} },
    access_info: ACCESS_INFO,
    tags: agent.tags ?? [],
    version_id: version?.version_id ?? null,
    branch_id: version?.branch_id ?? agent.branch_id ?? null,
  }
}

const liveVersion = (agent: Json, branch: string | undefined): Json | undefined =>
  (agent.versions ?? []).findLast((one: Json) => branchOf(agent, one) === (branch ?? agent.branch_id ?? null))

function findVersion(agent: Json, id: string): Json {
  const found = (agent.versions ?? []).find(({ version_id }: Json) => version_id === id)
  if (!found) throw notFound('version', `No version with id ${id} exists.`)
  return found
}

const branchOf = (agent: Json, version: Json): string | null => version.branch_id ?? agent.branch_id ?? null

/** `GET agents/{id}/branches` */
export function listBranches(world: World, url: URL, id: string): Json {
  const values = parseParams(url.searchParams, {
    include_archived: flag(false),
    limit: integer({ min: 2, max: 100, fallback: 100 }),
    include_commit_status: flag(false),
  })
  const all = branchesOf(findAgent(world, id)).filter(branch => values.include_archived || !branch.is_archived)
  const results = all.slice(0, values.limit)
  return { meta: { total: all.length, page: null, page_size: results.length }, results }
}

/** `GET agents/{id}/branches/{branch_id}` */
export function getBranch(world: World, url: URL, id: string, branchId: string): Json {
  parseParams(url.searchParams, {})
  const agent = findAgent(world, id)
  const branches = branchesOf(agent)
  const found = branches.find(branch => branch.id === branchId)
  if (!found) throw notFound('branch', `No branch with id ${branchId} exists.`)
  const { parent_branch_id, draft_exists, calls_7d, ...branch } = found
  const parent = branches.find(one => one.id === parent_branch_id)
  const own = numbered(agent).filter(version => branchOf(agent, version) === branchId)
  return {
    ...branch,
    parent_branch: parent ? { id: parent.id, name: parent.name } : null,
    most_recent_versions: own
      .slice(-MOST_RECENT)
      .reverse()
      .map(version => versionMetadata(agent, version)),
  }
}

const MOST_RECENT = 10

/** `GET agents/{id}/versions/{version_id}` */
export function getVersion(world: World, url: URL, id: string, versionId: string): Json {
  parseParams(url.searchParams, {})
  const agent = findAgent(world, id)
  const version = findVersion(agent, versionId)
  if (typeof version.seq !== 'number') throw notFound('version', `No version with id ${versionId} exists.`)
  return versionMetadata(agent, version)
}

/** Those of the catalogue; or the one that all its versions are on. */
function branchesOf(agent: Json): Json[] {
  const versions = numbered(agent)
  const only = agent.branch_id ? [{ branch_id: agent.branch_id, name: 'Main', traffic: 100 }] : []
  return (agent.branches ?? (versions.length > 0 ? only : [])).map((branch: Json) => {
    const times = versions
      .filter(version => branchOf(agent, version) === branch.branch_id)
      .map(version => version.live_from_unix_secs ?? 0)
    return {
      id: branch.branch_id,
      name: branch.name,
      agent_id: agent.agent_id,
      description: branch.description ?? '',
      created_at: times[0] ?? agent.created_at_unix_secs ?? 0,
      last_committed_at: times.at(-1) ?? agent.created_at_unix_secs ?? 0,
      is_archived: branch.archived ?? false,
      protection_status: 'writer_perms_required',
      access_info: ACCESS_INFO,
      current_live_percentage: branch.traffic ?? 0,
      parent_branch_id: branch.parent_id ?? null,
      draft_exists: false,
      calls_7d: 0,
    }
  })
}

function versionMetadata(agent: Json, version: Json): Json {
  return {
    id: version.version_id,
    agent_id: agent.agent_id,
    branch_id: branchOf(agent, version),
    version_description: version.description ?? '',
    seq_no_in_branch: version.seq,
    time_committed_secs: version.live_from_unix_secs ?? 0,
    parents: { in_branch_parent_id: null, out_of_branch_parent_id: null },
    access_info: { ...ACCESS_INFO, creator_name: version.author ?? '' },
  }
}

import type { Json } from '../world.ts'
import { AGENTS, type SampleAgent } from './agents.ts'
import { daysBefore } from './calendar.ts'
import { setupOf } from './setups.ts'

/** The agents as the catalogue of the demo server lists them. */
export function agentCatalogue(now: number): Json[] {
  return Object.values(AGENTS).map(agent => catalogueEntry(agent, now))
}

function catalogueEntry(agent: SampleAgent, now: number): Json {
  return {
    agent_id: agent.id,
    name: agent.name,
    archived: agent.archived,
    timezone: agent.timezone,
    tags: [...agent.tags],
    created_at_unix_secs: daysBefore(now, agent.versions[0]!.fromDaysAgo + 14),
    branch_id: agent.branchId,
    voice_id: agent.voiceId,
    first_message: agent.firstMessage,
    versions: agent.versions.map(version => ({
      version_id: version.id,
      seq: version.seq,
      description: version.description,
      live_from_unix_secs: daysBefore(now, version.fromDaysAgo),
      live_to_unix_secs: version.toDaysAgo === 0 ? now : daysBefore(now, version.toDaysAgo),
      author: agent.author,
      conversation_config: setupOf(agent, version),
    })),
    branches: [
      { branch_id: agent.branchId, name: 'Main', traffic: 100 },
      ...(agent.branches ?? []).map(({ id, ...branch }) => ({
        ...{ branch_id: id, ...branch, traffic: 0, parent_id: agent.branchId },
      })),
    ],
    criteria: agent.criteria.map(([id, name, prompt]) => ({
      id,
      name,
      type: 'prompt',
      conversation_goal_prompt: prompt,
      scope: 'conversation',
    })),
    data_collection: Object.fromEntries(
      Object.entries(agent.data).map(([id, [type, description]]) => [id, { type, description }]),
    ),
  }
}

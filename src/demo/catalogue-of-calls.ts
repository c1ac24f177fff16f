import { collectedOf, criteriaOf, startOf, tagsOf } from './facts.ts'
import type { Json } from './world.ts'

/** Catalogue entries made from what the calls say about their agents. */
export function agentsOf(calls: readonly Json[]): Json[] {
  const byAgent = new Map<string, Json[]>()
  for (const call of calls) {
    const { agent_id: id } = call
    if (typeof id !== 'string' || id.trim() === '') continue
    const own = byAgent.get(id)
    if (own) own.push(call)
    else byAgent.set(id, [call])
  }
  return [...byAgent].map(([id, own]) => agentOf(id, own))
}

/** Titles are not in calls. */
export const tagsIn = (calls: readonly Json[]): Json[] =>
  [...new Set(calls.flatMap(tagsOf))].map(id => ({ tag_id: id, title: id }))

function agentOf(agent_id: string, calls: readonly Json[]): Json {
  const isText = (value: unknown) => typeof value === 'string' && value !== ''
  const versions = new Set(calls.map(call => call.version_id).filter(isText))
  const criteria = new Set(calls.flatMap(call => Object.keys(criteriaOf(call))))
  const fields = calls.flatMap(call => Object.entries(collectedOf(call)))
  return {
    agent_id,
    // As it was called last.
    name:
      calls.filter(call => isText(call.agent_name)).sort((a, b) => startOf(b) - startOf(a))[0]?.agent_name ?? agent_id,
    created_at_unix_secs: calls.reduce((first, call) => Math.min(first, startOf(call)), Infinity),
    versions: [...versions].map(version_id => ({ version_id })),
    criteria: [...criteria].map(id => ({ id, name: id, conversation_goal_prompt: '' })),
    data_collection: Object.fromEntries(fields.map(([id, item]) => [id, item?.json_schema ?? { type: 'string' }])),
  }
}

import type { Json } from '../world.ts'
import { analysisOf } from './analysis.ts'
import type { Call } from './call.ts'
import { metadataOf } from './metadata.ts'
import { perform } from './performance.ts'
import { chance } from './random.ts'
import { type TagTitle, tagId } from './tags.ts'
import { initiationData } from './variables.ts'

/** The body of GET /v1/convai/conversations/{id} for a call. */
export function conversationBody(call: Call): Json {
  const { transcript, secs } = perform(call)
  const { agent, channel, random } = call
  const hasAudio = transcript.length > 0 && channel.medium !== 'chat' && !chance(random, 0.02)
  const analysis = call.status === 'done' && call.analysed ? analysisOf(call, transcript) : null
  return {
    agent_id: agent.id,
    agent_name: agent.name,
    conversation_product: 'agent',
    status: call.status,
    user_id: call.caller.userId,
    branch_id: agent.branchId,
    version_id: call.version.id,
    metadata: metadataOf(call, transcript, secs),
    analysis,
    visited_agents: visitedAgents(call, transcript),
    conversation_initiation_client_data: initiationData(call, transcript, secs),
    environment: 'production',
    conversation_id: call.id,
    has_audio: hasAudio,
    has_user_audio: hasAudio,
    has_response_audio: hasAudio,
    has_auxiliary_audio: false,
    transcript,
    tag_ids: analysis ? tagsOf(call, transcript).map(tagId) : [],
    // Sent by the API, though its documentation does not know it.
    orchestrator: 'conversational',
  }
}

function visitedAgents({ agent }: Call, transcript: Json[]): Json[] {
  const visited = new Map([[agent.id, agent.branchId]])
  for (const { agent_metadata } of transcript)
    if (agent_metadata) visited.set(agent_metadata.agent_id, agent_metadata.branch_id)
  return [...visited].map(([agent_id, branch_id]) => ({ agent_id, branch_id }))
}

function tagsOf(call: Call, transcript: Json[]): TagTitle[] {
  const results: Json[] = transcript.flatMap(turn => turn.tool_results)
  const tags: TagTitle[] = []
  if (results.some(({ tool_name }) => tool_name === 'transfer_to_number')) tags.push('escalation')
  if (call.caller.tier === 'vip') tags.push('vip')
  if (results.some(({ is_error, type }) => is_error && type !== 'system')) tags.push('tool trouble')
  if (call.outcome === 'failure' && chance(call.random, 0.3)) tags.push('complaint')
  if (call.outcome === 'success' && chance(call.random, 0.06)) tags.push('praise')
  if (chance(call.random, 0.08)) tags.push('quality review')
  return tags
}

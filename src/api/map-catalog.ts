import type { Agent, AgentDefinitions, MessageHit, Page, Tag, Topic } from '../domain/conversation.ts'
import { toPage } from './map-page.ts'
import { startOf } from './readings.ts'
import { agent, agentsPage, messagesPage, tagsPage, topicsPage } from './schema-catalog.ts'
import { read } from './tolerant.ts'

/** @throws ShapeError where there are no hits, or none of them has a place */
export function toHits(answer: unknown): Page<MessageHit> & { total: number | null } {
  const body = read(messagesPage, answer, 'the search of messages')
  const hits = body.results.map(hit => ({
    conversationId: hit.conversation_id,
    agentId: hit.agent_id,
    agentName: hit.agent_name || null,
    turnIndex: hit.transcript_index,
    text: hit.chunk_text ?? '',
    highlights: hit.chunk_highlights.map(part => ({ text: part.value ?? '', isHit: part.is_hit })),
    score: hit.score ?? 0,
    startedAt: startOf(hit.conversation_start_time_unix_secs),
  }))
  const unnamed = (answer as { results: unknown[] }).results.length - hits.length
  return { ...toPage(body, hits), total: body.meta?.total ?? null, ...(unnamed > 0 ? { unnamed } : {}) }
}

/** @param archived what was asked for, for agents that do not say it themselves */
export function toAgents(answer: unknown, archived: boolean): Page<Agent> {
  const body = read(agentsPage, answer, 'the list of agents')
  const agents = body.agents.map(item => ({
    id: item.agent_id,
    name: item.name || item.agent_id,
    archived: typeof item.archived === 'boolean' ? item.archived : archived,
    tags: item.tags,
  }))
  return toPage(body, agents)
}

export function toTags(answer: unknown): Page<Tag> {
  const body = read(tagsPage, answer, 'the list of tags')
  const tags = body.conversation_tags.map(tag => ({
    id: tag.tag_id,
    title: tag.title || tag.tag_id,
    description: tag.description || null,
  }))
  return toPage(body, tags)
}

export const toWorkspaceId = (answer: unknown): string | null =>
  read(tagsPage, answer, 'the list of tags').conversation_tags.find(tag => tag.workspace_id)?.workspace_id ?? null

export function toTopics(answer: unknown): Page<Topic> {
  const body = read(topicsPage, answer, 'the topics of an agent')
  const topics = body.topics.map(topic => ({
    id: topic.topic_id,
    label: topic.label || topic.topic_id,
    description: topic.description || null,
    calls: topic.conversation_count,
    successRate: topic.success_rate,
    sentiment: averageOf(topic.metrics?.sentiment?.sentiment),
    frustration: averageOf(topic.metrics?.sentiment?.frustration),
  }))
  return toPage(body, topics)
}

const averageOf = (of: { count: number | null; sum: number | null } | null | undefined): number | null =>
  of?.count && of.sum !== null ? of.sum / of.count : null

/** Items that an agent shares with others are references: the API tells their ids, but not their names. */
export function toDefinitions(answer: unknown): AgentDefinitions {
  const settings = read(agent, answer, 'the definition of an agent').platform_settings
  const criteria: AgentDefinitions['criteria'] = []
  for (const { id, name, conversation_goal_prompt: goal } of settings?.evaluation?.criteria ?? []) {
    if (id) criteria.push({ id, name: name || id, description: goal || null })
  }
  const dataFields: AgentDefinitions['dataFields'] = []
  for (const [id, field] of Object.entries(settings?.data_collection ?? {})) {
    dataFields.push({ id, type: field?.type ?? null, description: field?.description || null })
  }
  for (const { analysis_item_id: id } of settings?.analysis_items?.evaluation_criteria ?? []) {
    if (id && !criteria.some(known => known.id === id)) criteria.push({ id, name: id, description: null })
  }
  for (const { analysis_item_id: id } of settings?.analysis_items?.data_collection ?? []) {
    if (id && !dataFields.some(known => known.id === id)) dataFields.push({ id, type: null, description: null })
  }
  return { criteria, dataFields }
}

import { sql } from '../../archive/engine/sql.ts'
import { TAGS, VISITED } from '../../archive/schema/part-tables.ts'
import { CONVERSATIONS } from './conversations.ts'
import { columnsOf, conversationId, partsIn } from './parts.ts'
import { COLLECTED_VIEW, CRITERION_VIEW, TOOL_CALL_VIEW } from './tools-and-results.ts'
import { TURN_VIEW } from './turns.ts'
import { type AnyView, agentName, type View } from './view.ts'

const ofTag = columnsOf(TAGS)
const TAG_VIEW: View = {
  name: 'tags',
  about: 'one row a tag of a call',
  key: ['conversation_id'],
  from: partsIn('tags'),
  order: sql`c.id, u.tag_id`,
  columns: [
    conversationId,
    ofTag('tag_id', 'Tag'),
    { ...ofTag('tag', 'Its title', 'tag_id'), show: (id, { tags }) => tags.get(String(id)) ?? id },
  ],
}

const TOPIC_VIEW: View = {
  name: 'topics',
  about: 'one row a topic of a call',
  key: ['conversation_id'],
  from: sql`(SELECT * FROM memberships WHERE filter = 'topic_ids') u JOIN conversations c ON c.id = u.conversation`,
  order: sql`c.id, u.value`,
  columns: [
    conversationId,
    { name: 'topic_id', type: 'TEXT', about: 'Topic', sql: sql`u.value` },
    {
      ...{ name: 'topic', type: 'TEXT', about: 'Its label', sql: sql`u.value` },
      show: (id, { topics }) => topics.get(String(id)) ?? id,
    },
  ],
}

const ofVisit = columnsOf(VISITED)
const VISIT_VIEW: View = {
  name: 'visited_agents',
  about: 'one row an agent that took part, in order',
  key: ['conversation_id'],
  from: partsIn('visited_agents'),
  order: sql`c.id, u.position`,
  columns: [
    conversationId,
    ofVisit('position', 'From 0'),
    ofVisit('agent_id', 'Agent'),
    { ...ofVisit('agent', 'Its name', 'agent_id'), show: agentName },
    ofVisit('branch_id', 'Agent branch'),
  ],
}

export const VIEWS: readonly AnyView[] = [
  CONVERSATIONS,
  TURN_VIEW,
  TOOL_CALL_VIEW,
  CRITERION_VIEW,
  COLLECTED_VIEW,
  TAG_VIEW,
  TOPIC_VIEW,
  VISIT_VIEW,
]

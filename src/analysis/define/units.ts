import { Sql, sql } from '../../archive/engine/sql.ts'
import { UNNAMED } from '../../domain/measures/tools.ts'
import type { Source } from './metric.ts'

/* What calls have several of. */

const turns = (units: string, which: Sql): Source => ({
  units,
  from: sql`turns u WHERE u.conversation = c.id AND ${which}`,
  order: sql`u.turn_index`,
})

/** The greeting is no response, so it is not among them. */
export const ANSWERS = turns('agent turns', sql`u.role = 'agent' AND u.spoken AND NOT u.opening`)
/** Also those that only call tools. */
export const AGENT_TURNS = turns('agent turns', sql`u.role = 'agent' AND NOT u.opening`)
export const SPOKEN_AGENT_TURNS = turns('agent turns', sql`u.role = 'agent' AND u.spoken`)
export const CALLER_TURNS = turns('caller turns', sql`u.role = 'user' AND u.spoken`)

/** Those that ran. */
export const TOOL_CALLS: Source = {
  units: 'tool calls',
  from: sql`tool_calls u WHERE u.conversation = c.id AND u.executed`,
  order: sql`u.turn_index, u.position`,
}

const NAMELESS = new Sql(`'${UNNAMED}'`)
/** What one of them is called. */
export const TOOL_NAME = sql`coalesce(nullif(u.name, ''), ${NAMELESS})`
/** The last of a call; null: it has none. */
export const LAST_TOOL = sql`CASE WHEN c.last_tool = '' THEN ${NAMELESS} ELSE c.last_tool END`

/** Of ElevenLabs' own tools, by what the result is called or, without one, the call. */
export const TRANSFERS: Source = {
  units: 'transfers',
  from: sql`tool_calls u WHERE u.conversation = c.id AND u.executed AND (substr(u.result_type, 1, 12) = 'transfer_to_'
    OR (u.result_type IS NULL AND coalesce(u.type, 'system') = 'system' AND u.name IN ('transfer_to_number', 'transfer_to_agent')))`,
  order: sql`u.turn_index, u.position`,
}

const rows = (units: string, table: Sql, order: Sql): Source => {
  return { units, from: sql`${table} u WHERE u.conversation = c.id`, order }
}

export const CRITERIA = rows('criterion results', sql`criteria`, sql`u.criterion_id`)
export const COLLECTED = rows('data fields', sql`collected`, sql`u.field_id`)
export const TAGS = rows('tags', sql`tags`, sql`u.tag_id`)

/** As walks with the filter `topic_ids` have shown. */
export const TOPICS: Source = {
  units: 'topics',
  from: sql`memberships u WHERE u.conversation = c.id AND u.filter = 'topic_ids'`,
  order: sql`u.value`,
}

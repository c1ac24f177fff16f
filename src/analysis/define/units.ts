import { sql } from '../../archive/engine/sql.ts'
import type { Source } from './metric.ts'

/* What calls have several of. */

const turns = (units: string, which: ReturnType<typeof sql>): Source => ({
  units,
  from: sql`turns u WHERE u.conversation = c.id AND ${which}`,
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
}

export const CRITERIA: Source = { units: 'criterion results', from: sql`criteria u WHERE u.conversation = c.id` }
export const COLLECTED: Source = { units: 'data fields', from: sql`collected u WHERE u.conversation = c.id` }
export const TAGS: Source = { units: 'tags', from: sql`tags u WHERE u.conversation = c.id` }

/** As walks with the filter `topic_ids` have shown. */
export const TOPICS: Source = {
  units: 'topics',
  from: sql`memberships u WHERE u.conversation = c.id AND u.filter = 'topic_ids'`,
}

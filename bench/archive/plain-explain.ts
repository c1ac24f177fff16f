import type { Database } from '../../src/archive/sqlite/database.ts'

/*
 * What `explain` reads, as somebody would read it who has only SQL: every fact of the failed and of the successful calls,
 * a row a call, and the bodies of 200 of each.
 */

const list = (item: string, from: string): string =>
  `(SELECT json_group_array(${item}) FROM ${from} u WHERE u.conversation = c.id)`

const FACTS = `
SELECT c.id, c.started_at, c.finished, c.agent_id, c.version_id, c.branch_id, c.environment, c.language, c.source, c.direction,
  c.text_only, c.status, c.ending_group, c.last_tool, c.last_workflow_node, c.rating, c.connected, c.early_end, c.voicemail,
  c.language_switched, c.transferred_to_number, c.transferred_to_agent, c.handoff_tool_used, c.has_feedback_comment,
  c.duration_secs, c.user_turns, c.agent_turns, c.tool_calls, c.felt_latency_max, c.felt_turns, c.dead_air,
  c.interrupted_turns, c.repeated_user_turns, c.repeated_agent_turns, c.agent_words, c.user_words,
  c.sentiment_max_user_frustration, c.sentiment_score,
  (SELECT json_group_array(json_array(u.name, u.errored, u.blocked, u.error_type)) FROM tool_calls u
    WHERE u.conversation = c.id AND u.executed) AS tools,
  ${list('u.tag_id', 'tags')} AS tags, ${list('coalesce(u.name, u.type)', 'guardrails')} AS guardrails,
  (SELECT json_group_array(u.value) FROM memberships u WHERE u.conversation = c.id AND u.filter = 'topic_ids') AS topics,
  ${list('json_array(u.field_id, substr(u.value, 1, 80))', 'collected')} AS data,
  ${list('json_array(u.name, substr(u.value, 1, 80))', 'variables')} AS variables,
  ${list('json_array(u.criterion_id, u.result)', 'criteria')} AS criteria
FROM conversations c WHERE c.deleted_at IS NULL AND c.status NOT IN ('initiated', 'in-progress', 'processing') AND c.outcome = `

const BODIES = `SELECT detail FROM bodies WHERE conversation IN (SELECT c.id FROM conversations c WHERE c.outcome = `

/** Calls of each group. */
export const plainFacts = (db: Database): number[] =>
  ['failure', 'success'].map(outcome => {
    const calls = db.all(`${FACTS}'${outcome}'`).length
    db.all(`${BODIES}'${outcome}' ORDER BY random() LIMIT 200)`)
    return calls
  })

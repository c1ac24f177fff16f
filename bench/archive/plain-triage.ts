/* The work queue as somebody would write it who has only SQL, by the table in `src/triage/signals.ts`. */

const KINDS = {
  goal: `min(40, iif(c.outcome = 'failure', 30, 0)
    + 5 * (SELECT count(*) FROM criteria WHERE conversation = c.id AND result = 'failure'))`,
  technical: `iif(c.ending_group IN ('error', 'quota'), 25, 0)`,
  feedback: `min(25, CASE WHEN c.rating = 1 THEN 20 WHEN c.rating = 2 THEN 10 ELSE 0 END
    + iif(c.feedback = 'dislike' OR c.dislikes > 0, 10, 0)
    + iif(c.has_feedback_comment AND NOT (ifnull(c.rating, 0) >= 3 OR ifnull(c.feedback, '') = 'like' OR c.likes > 0), 5, 0))`,
  tool: 'min(25, 10 * c.tool_errors)',
  angry: `min(20, max(0, round(50 * (max(ifnull(c.sentiment_frustration, 0), ifnull(c.sentiment_max_user_frustration, 0),
    -ifnull(c.sentiment_score, 0), -ifnull(c.sentiment_min_user_score, 0)) - 0.6))))`,
  guardrail: "min(20, 10 * c.guardrail_turns + iif(c.ending_group = 'guardrail stop', 10, 0))",
  passed: 'min(20, max(0, 10 * (c.transfers - 1)))',
  repeats: 'min(16, 8 * c.repeated_user_turns)',
  silence: 'iif(c.slow_turns > 0, min(15, round(3 * (c.felt_latency_max - 2) + c.slow_turns - 1)), 0)',
  interrupted: 'min(12, max(0, 4 * (c.interrupted_turns - 2)))',
  abrupt: 'iif(c.early_end, 10, 0)',
  lost: "iif(c.ending_group = 'connection lost', 10, 0)",
  handed: 'iif(c.handoff_tool_used OR c.transferred_to_number, 5, 0)',
}

const NAMES = Object.keys(KINDS)
const POINTS = Object.entries(KINDS).map(([name, points]) => `${points} AS ${name}`)

/** The first ten calls with their scores as JSON, and how many calls have which signal. */
export const TRIAGE = `
WITH points AS (SELECT c.conversation_id, c.started_at, c.finished, ${POINTS.join(', ')} FROM conversations c WHERE c.deleted_at IS NULL),
  scored AS MATERIALIZED (SELECT *, CAST(min(100, ${NAMES.join(' + ')}) AS INTEGER) AS score FROM points),
  page AS (SELECT * FROM scored WHERE finished AND score > 0 ORDER BY score DESC, started_at DESC, conversation_id LIMIT 10)
SELECT (SELECT json_group_array(json_array(conversation_id, score)) FROM page) AS page,
  count(*) FILTER (WHERE finished) AS scored, count(*) FILTER (WHERE finished AND score > 0) AS flagged,
  count(*) FILTER (WHERE finished IS NULL) AS unread, count(*) FILTER (WHERE NOT finished) AS unfinished,
  ${NAMES.map(name => `count(*) FILTER (WHERE finished AND ${name} > 0)`).join(', ')}
FROM scored`

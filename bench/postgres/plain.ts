import { agentId } from '../archive/call.ts'
import { DAY } from '../archive/dates.ts'

/* Questions as somebody would write them who has only PostgreSQL's SQL, and the same tables. */

export const AGENT = agentId(2)
const selected = (from: number): string =>
  `c.deleted_at IS NULL AND c.agent_id = '${AGENT}' AND c.outcome = 'failure' AND c.started_at >= ${from}`

/** The forms of the phrase, as the index holds them: $1 is the tsquery, $2 the words in their order. */
const FREQUENCY = `(
  SELECT sum(CASE WHEN w.turn < 0 THEN CASE p.weight WHEN 'A' THEN 10 ELSE 5 END
    ELSE CASE p.weight WHEN 'C' THEN 0.5 WHEN 'D' THEN 5 ELSE 1 END END)
  FROM unnest(w.words) l, unnest(l.positions, l.weights) AS p (place, weight)
  WHERE l.lexeme = ($2::text[])[1] AND NOT EXISTS (
    SELECT 1 FROM generate_series(2, array_length($2::text[], 1)) n
    WHERE NOT EXISTS (SELECT 1 FROM unnest(w.words) o WHERE o.lexeme = ($2::text[])[n] AND p.place + n - 1 = ANY (o.positions))
  ))`

/**
 * BM25 as the archive counts it (k1 = 1.2, b = 0.75), the best turn and the headline of a call together.
 * @param from Unix seconds
 */
export const ranked = (from: number): string => `
WITH whole AS (SELECT sum(rows)::float8 AS rows, sum(words)::float8 AS words FROM word_counts),
  idf AS (SELECT ln((whole.rows - found.rows + 0.5) / (found.rows + 0.5)) AS idf
    FROM whole, (SELECT count(*) AS rows FROM words WHERE words @@ $1::tsquery) found),
  hits AS MATERIALIZED (
    SELECT c.conversation_id, c.started_at, w.turn, w.size, ${FREQUENCY}::float8 AS f
    FROM words w JOIN conversations c ON c.id = w.conversation WHERE w.words @@ $1::tsquery AND ${selected(from)}
  ),
  scored AS (
    SELECT hits.*, idf * f * 2.2 / (f + 1.2 * (0.25 + 0.75 * size * whole.rows / whole.words)) AS score
    FROM hits, whole, idf
  ),
  calls AS (
    SELECT conversation_id, started_at, json_agg(turn ORDER BY turn) AS turns, count(*) FILTER (WHERE turn >= 0) AS count,
      coalesce(max(score) FILTER (WHERE turn >= 0), 0) + coalesce(max(score) FILTER (WHERE turn < 0), 0) AS score
    FROM scored GROUP BY 1, 2
  )
SELECT conversation_id AS id, turns, count(*) OVER ()::int AS calls, (sum(count) OVER ())::int AS places
FROM calls ORDER BY score DESC, started_at DESC, conversation_id LIMIT 10`

export const TOTALS = `
SELECT count(DISTINCT w.conversation)::int AS calls, count(*) FILTER (WHERE w.turn >= 0)::int AS places
FROM words w JOIN conversations c ON c.id = w.conversation WHERE w.words @@ $1::tsquery AND c.deleted_at IS NULL`

/** The newest that hold it. */
export const NEWEST = `
SELECT c.conversation_id AS id, (SELECT json_agg(w.turn ORDER BY w.turn) FROM words w WHERE w.conversation = c.id AND w.words @@ $1::tsquery) AS turns
FROM conversations c
WHERE c.deleted_at IS NULL AND EXISTS (SELECT 1 FROM words w WHERE w.conversation = c.id AND w.words @@ $1::tsquery)
ORDER BY c.started_at DESC NULLS LAST, c.conversation_id LIMIT 10`

const WEEK = "date_trunc('week', to_timestamp(c.started_at) AT TIME ZONE 'America/New_York')"
const THREE = `c.agent_id, c.language, ${WEEK}`
const COUNTS = `count(*), count(*) FILTER (WHERE c.outcome IN ('success', 'failure')), count(*) FILTER (WHERE c.outcome = 'success')`
const spread = (value: string, filter = ''): string =>
  `count(${value}) ${filter}, sum(${value}) ${filter}, percentile_cont(ARRAY[0, 0.5, 0.9, 0.95, 0.99, 1]) WITHIN GROUP (ORDER BY ${value}) ${filter}`
const FINISHED = "FILTER (WHERE c.status IN ('done', 'failed'))"
const FELT = `conversations c JOIN turns t ON t.conversation = c.id
  AND t.role = 'agent' AND t.spoken AND NOT t.opening AND t.felt_latency IS NOT NULL`

/** Of each row, and of all calls together, since an answer tells both. */
const alsoOfAll = (keys: string, what: string, from: string): string[] => [
  `SELECT ${keys}, ${what} FROM ${from} GROUP BY ${keys}`,
  `SELECT ${what} FROM ${from}`,
]

const within = (from: number, to: number): string =>
  `conversations c WHERE c.deleted_at IS NULL AND c.started_at >= ${from} AND c.started_at < ${to}`
/** @param end noon of the day of the last calls, Unix seconds */
export const numbers = (end: number) => ({
  'a rate by agent': alsoOfAll('c.agent_id', COUNTS, 'conversations c WHERE c.deleted_at IS NULL'),
  'percentiles of calls by agent, language, week': alsoOfAll(
    THREE,
    `${COUNTS}, ${spread('c.duration_secs', FINISHED)}`,
    'conversations c WHERE c.deleted_at IS NULL',
  ),
  'percentiles of turns by agent, language, week': [
    ...alsoOfAll(THREE, COUNTS, 'conversations c WHERE c.deleted_at IS NULL'),
    ...alsoOfAll(THREE, spread('t.felt_latency'), `${FELT} WHERE c.deleted_at IS NULL`),
  ],
  'comparison of 90 days with 90 days, by agent': [
    ...alsoOfAll('c.agent_id', COUNTS, within(end - 90 * DAY, end + DAY)),
    ...alsoOfAll('c.agent_id', COUNTS, within(end - 180 * DAY, end - 90 * DAY)),
  ],
})

const KINDS = {
  goal: `least(40, CASE WHEN c.outcome = 'failure' THEN 30 ELSE 0 END
    + 5 * (SELECT count(*) FROM criteria u WHERE u.conversation = c.id AND u.result = 'failure'))`,
  technical: "CASE WHEN c.ending_group IN ('error', 'quota') THEN 25 ELSE 0 END",
  feedback: `least(25, CASE c.rating WHEN 1 THEN 20 WHEN 2 THEN 10 ELSE 0 END
    + CASE WHEN c.feedback = 'dislike' OR c.dislikes > 0 THEN 10 ELSE 0 END
    + CASE WHEN c.has_feedback_comment AND NOT (coalesce(c.rating, 0) >= 3 OR coalesce(c.feedback, '') = 'like' OR coalesce(c.likes, 0) > 0) THEN 5 ELSE 0 END)`,
  tool: 'least(25, 10 * c.tool_errors)',
  angry: `least(20, greatest(0, floor(0.5 + 50 * (greatest(coalesce(c.sentiment_frustration, 0), coalesce(c.sentiment_max_user_frustration, 0),
    -coalesce(c.sentiment_score, 0), -coalesce(c.sentiment_min_user_score, 0)) - 0.6))))`,
  guardrail: "least(20, 10 * c.guardrail_turns + CASE WHEN c.ending_group = 'guardrail stop' THEN 10 ELSE 0 END)",
  passed: 'least(20, greatest(0, 10 * (c.transfers - 1)))',
  repeats: 'least(16, 8 * c.repeated_user_turns)',
  silence:
    'CASE WHEN c.slow_turns > 0 THEN least(15, floor(0.5 + 3 * (c.felt_latency_max - 2) + c.slow_turns - 1)) ELSE 0 END',
  interrupted: 'least(12, greatest(0, 4 * (c.interrupted_turns - 2)))',
  abrupt: 'CASE WHEN c.early_end THEN 10 ELSE 0 END',
  lost: "CASE WHEN c.ending_group = 'connection lost' THEN 10 ELSE 0 END",
  handed: 'CASE WHEN c.handoff_tool_used OR c.transferred_to_number THEN 5 ELSE 0 END',
}
const NAMES = Object.keys(KINDS)

export const TRIAGE = `
WITH points AS (
    SELECT c.conversation_id, c.started_at, c.finished, ${Object.entries(KINDS).map(([name, points]) => `${points} AS ${name}`)}
    FROM conversations c WHERE c.deleted_at IS NULL
  ),
  scored AS MATERIALIZED (SELECT *, least(100, ${NAMES.join(' + ')})::int AS score FROM points),
  page AS (SELECT * FROM scored WHERE finished AND score > 0 ORDER BY score DESC, started_at DESC, conversation_id LIMIT 10)
SELECT (SELECT json_agg(json_build_array(conversation_id, score) ORDER BY score DESC, started_at DESC, conversation_id) FROM page) AS page,
  count(*) FILTER (WHERE finished)::int AS scored, count(*) FILTER (WHERE finished AND score > 0)::int AS flagged,
  ${NAMES.map(name => `count(*) FILTER (WHERE finished AND ${name} > 0)::int AS ${name}`)}
FROM scored`

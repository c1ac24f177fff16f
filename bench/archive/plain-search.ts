/* The searches of `search.ts` as somebody would write them who has only SQL. */

const CALL = '(words.rowid >> 20)'
const TURN = '((words.rowid & 1048575) - 1)'

/** The call of the row is selected: for many rows, and for few. */
export const isAmong = (where: string): string => `${CALL} IN (SELECT id FROM conversations WHERE ${where})`
export const isOne = (where: string): string => `EXISTS (SELECT 1 FROM conversations WHERE id = ${CALL} AND ${where})`

/** All that match, scored and grouped: a page of the best, each with the totals. Takes a MATCH expression. */
export const bestOf = (selected: string): string => `
WITH found AS MATERIALIZED (
    SELECT ${CALL} AS id, ${TURN} AS turn, -bm25(words, 1, 1, 0.5, 10, 5) AS score
    FROM words WHERE words MATCH ? AND ${selected}
  ),
  calls AS (
    SELECT id, json_group_array(turn) AS turns, count(*) FILTER (WHERE turn >= 0) AS count,
      coalesce(max(score) FILTER (WHERE turn >= 0), 0) + coalesce(max(score) FILTER (WHERE turn < 0), 0) AS score
    FROM found GROUP BY id
  )
SELECT conversation_id AS id, calls.turns, calls.score, count(*) OVER () AS conversations,
  count(*) FILTER (WHERE calls.count > 0) OVER () AS spoken, sum(calls.count) OVER () AS totalTurns
FROM calls CROSS JOIN conversations USING (id) ORDER BY calls.score DESC, started_at DESC, conversation_id LIMIT 10`

export const TOTALS = `
SELECT count(DISTINCT ${CALL}) AS conversations, count(DISTINCT ${CALL}) FILTER (WHERE ${TURN} >= 0) AS spoken,
  count(*) FILTER (WHERE ${TURN} >= 0) AS totalTurns
FROM words WHERE words MATCH ? AND ${isAmong('deleted_at IS NULL')}`

const ofCall = 'words MATCH ? AND words.rowid BETWEEN c.id << 20 AND (c.id << 20) + 1048575'

/** The newest calls that match. Takes the same MATCH expression twice. */
export const NEWEST = `
SELECT conversation_id AS id, (SELECT json_group_array(${TURN}) FROM words WHERE ${ofCall}) AS turns
FROM conversations c WHERE deleted_at IS NULL AND EXISTS (SELECT 1 FROM words WHERE ${ofCall})
ORDER BY started_at DESC, conversation_id LIMIT 10`

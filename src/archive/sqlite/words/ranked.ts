import { type Sql, sql } from '../../engine/sql.ts'
import { all, type Work } from '../../engine/work.ts'
import type { Found, Totals } from '../../words/find.ts'
import { hitOf } from '../../words/hit.ts'
import { CALL, isSelected, TURN } from './index-rows.ts'
import { byStart, type Plan } from './plan.ts'

/* A search that few rows of the index match: all of them are scored, and those of a page are fetched. */

/** How much a word counts: said by the caller, by the agent, in the data of a tool, in the title, in the summary. */
const WEIGHTS = sql`1, 1, 0.5, 10, 5`

/** A row of the index. */
interface FoundRow {
  conversationId: string
  /** Less than 0: what was written of the call. */
  turn: number
  score: number
}

/** @param selection `isSelected`, or where far more rows match than are selected, `isAmongSelected` */
export function* findRanked(plan: Plan, selection = isSelected): Work<Found> {
  const rows = yield* foundRows(plan, selection(plan.where))
  const { conversations, spoken, turns } = rows[0]!
  const byCall = new Map<string, FoundRow[]>()
  for (const row of rows) {
    const ofCall = byCall.get(row.conversationId)
    if (ofCall) ofCall.push(row)
    else if (row.conversationId !== null) byCall.set(row.conversationId, [row])
  }
  return { conversations, spoken, turns, hits: [...byCall].map(([id, rows]) => hitOf(id, rows)), order: plan.order }
}

/** The rows of the calls of the page, in order, each with the totals; with an empty page, one row of totals alone. */
function foundRows({ match, order, limit, offset }: Plan, selected: Sql): Work<(FoundRow & Totals)[]> {
  const byOrder = sql`${order === 'best' ? sql`call_score DESC, ` : sql``}${byStart(order, sql`started_at`)}, conversation_id`
  // Scores can be asked for only where nothing is joined or grouped; what is not selected need not be scored.
  const query = sql`
    WITH
      found AS MATERIALIZED (
        SELECT ${CALL} AS id, ${TURN} AS turn, -bm25(words, ${WEIGHTS}) AS score
        FROM words WHERE words MATCH ${match} AND ${selected}
      ),
      calls AS MATERIALIZED (
        SELECT id, count(*) FILTER (WHERE turn >= 0) AS turns,
          coalesce(max(score) FILTER (WHERE turn >= 0), 0) + coalesce(max(score) FILTER (WHERE turn < 0), 0) AS call_score
        FROM found GROUP BY id
      ),
      page AS (
        SELECT id, c.conversation_id, coalesce(c.started_at, 0) AS started_at, call_score
        FROM calls CROSS JOIN conversations c USING (id) ORDER BY ${byOrder} LIMIT ${limit} OFFSET ${offset}
      ),
      totals AS (
        SELECT count(*) AS conversations, count(*) FILTER (WHERE turns > 0) AS spoken, coalesce(sum(turns), 0) AS turns
        FROM calls
      )
    SELECT totals.*, conversation_id AS conversationId, turn, score
    FROM totals LEFT JOIN page LEFT JOIN found USING (id) ORDER BY ${byOrder}, turn`
  return all(query)
}

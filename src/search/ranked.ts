import type { Database } from '../archive/database.ts'
import { Sql, sql } from '../archive/sql.ts'
import type { Found, Hit, Order, Plan } from './hits.ts'
import { CALL, TURN } from './index-rows.ts'

/* A search that few rows of the index match: all of them are fetched, scored and grouped by call. */

/** How much a word counts: said by the caller, by the agent, in the data of a tool, in the title, in the summary. */
const WEIGHTS = new Sql('1, 1, 0.5, 10, 5', [])

interface FoundRow {
  conversationId: string
  startedAt: number
  /** -1: title and summary. */
  turn: number
  score: number
}

export function findRanked(db: Database, plan: Plan): Found {
  const byCall = new Map<string, FoundRow[]>()
  for (const row of foundRows(db, plan)) {
    const rows = byCall.get(row.conversationId)
    if (rows) rows.push(row)
    else byCall.set(row.conversationId, [row])
  }
  const calls = [...byCall.values()].map(rows => ({ startedAt: rows[0]!.startedAt, hit: toHit(rows) }))
  const hits = calls.sort((a, b) => compare(plan.order, a, b)).map(({ hit }) => hit)
  return {
    conversations: hits.length,
    turns: hits.reduce((sum, { turns }) => sum + turns.length, 0),
    hits: hits.slice(plan.offset, plan.offset + plan.limit),
    order: plan.order,
  }
}

function foundRows(db: Database, { match, where }: Plan): FoundRow[] {
  // Scores can be asked for only where nothing is joined or grouped; what is not selected need not be scored.
  const query = sql`
    WITH found AS MATERIALIZED (
      SELECT ${CALL} AS id, ${TURN} AS turn, -bm25(words, ${WEIGHTS}) AS score
      FROM words WHERE words MATCH ${match} AND EXISTS (SELECT 1 FROM conversations c WHERE c.id = ${CALL} AND ${where})
    )
    SELECT conversation_id AS conversationId, coalesce(started_at, 0) AS startedAt, turn, found.score
    FROM found JOIN conversations USING (id) ORDER BY id, turn`
  return db.all(query.sql, query.params) as unknown as FoundRow[]
}

/** @param rows of one call: title and summary first, then the turns */
function toHit(rows: FoundRow[]): Hit {
  const headline = rows[0]!.turn < 0 ? rows[0]! : null
  const turns = headline ? rows.slice(1) : rows
  const best = turns.reduce<FoundRow | null>((best, row) => (best && best.score >= row.score ? best : row), null)
  return {
    conversationId: rows[0]!.conversationId,
    turns: turns.map(({ turn }) => turn),
    bestTurn: best?.turn ?? null,
    inHeadline: headline !== null,
    score: (headline?.score ?? 0) + (best?.score ?? 0),
  }
}

interface Placed {
  startedAt: number
  hit: Hit
}

function compare(order: Order, a: Placed, b: Placed): number {
  const byScore = order === 'best' ? b.hit.score! - a.hit.score! : 0
  return byScore || b.startedAt - a.startedAt || (a.hit.conversationId < b.hit.conversationId ? -1 : 1)
}

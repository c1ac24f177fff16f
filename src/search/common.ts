import type { Database } from '../archive/engine/database.ts'
import { type Sql, sql } from '../archive/engine/sql.ts'
import { CALL, isAmongSelected, isOfCall, TURN } from '../archive/words/index-rows.ts'
import type { Hit, Plan, Totals } from './hits.ts'

/*
 * A search that a great many rows of the index match. Nothing is ranked: the newest calls are looked at until enough of
 * them match. That takes a millisecond; only counting takes longer.
 */

/** Where the newest calls do not fill the page in this time, to sort all that match is quicker. */
const PLANNING_MS = 50

/** The hits of a page, newest first. */
export const newestHits = (db: Database, plan: Plan): Hit[] =>
  (plan.hasPrefix ? null : lookAround(db, plan)) ?? sortAll(db, plan)

/** null: it takes too long. */
function lookAround(db: Database, { where, limit, offset, ...plan }: Plan): Hit[] | null {
  const deadline = performance.now() + PLANNING_MS
  const hits: Hit[] = []
  for (let from = 0, size = offset + limit; performance.now() < deadline; from += size, size *= 2) {
    const calls = newestCalls(db, sql`conversations c WHERE ${where}`, size, from)
    hits.push(...hitsAmong(db, calls, plan))
    if (hits.length >= offset + limit || calls.length < size) return hits.slice(offset, offset + limit)
  }
  return null
}

function sortAll(db: Database, { where, limit, offset, ...plan }: Plan): Hit[] {
  const from = sql`conversations c WHERE c.id IN (SELECT ${CALL} FROM words WHERE words MATCH ${plan.match}) AND ${where}`
  return hitsAmong(db, newestCalls(db, from, limit, offset), plan)
}

interface Call {
  id: number
  conversationId: string
}

/** @param from SQL that gives `conversations c` */
export function newestCalls(db: Database, from: Sql, limit: number, offset: number): Call[] {
  const page = sql`
    SELECT c.id, c.conversation_id AS conversationId FROM ${from}
    ORDER BY c.started_at DESC, c.conversation_id LIMIT ${limit} OFFSET ${offset}`
  return db.all(page.sql, page.params) as unknown as Call[]
}

/** Those of the calls that match, in their order, with the turns that do. */
export function hitsAmong(db: Database, calls: readonly Call[], plan: Pick<Plan, 'match' | 'hasPrefix'>): Hit[] {
  const ids = JSON.stringify(calls.map(({ id }) => id))
  const query = plan.hasPrefix ? scanning(plan.match, ids) : leaping(plan.match, ids)
  const rows = db.all(query.sql, query.params)
  const turns = new Map(rows.map(({ id, turns }) => [Number(id), JSON.parse(String(turns)) as number[]]))
  return calls.flatMap(({ id, conversationId }) => {
    const found = turns.get(id) ?? []
    const spoken = found.filter(turn => turn >= 0)
    const inHeadline = spoken.length < found.length
    return found.length === 0 ? [] : { conversationId, turns: spoken, bestTurn: null, inHeadline, score: null }
  })
}

/** The turns of each call that match: quick for a few calls. */
const leaping = (match: string, ids: string): Sql => sql`
  SELECT c.value AS id, (
    SELECT json_group_array(${TURN}) FROM words WHERE words MATCH ${match} AND ${isOfCall(sql`c.value`)}
  ) AS turns
  FROM json_each(${ids}) c`

/** The same: its time does not depend on the number of calls. */
const scanning = (match: string, ids: string): Sql => sql`
  SELECT ${CALL} AS id, json_group_array(${TURN}) AS turns
  FROM words WHERE words MATCH ${match} AND ${CALL} IN (SELECT value FROM json_each(${ids})) GROUP BY 1`

/** Of all that match. */
export function countAll(db: Database, { match, where }: Pick<Plan, 'match' | 'where'>): Totals {
  const totals = sql`
    SELECT count(DISTINCT ${CALL}) AS conversations, count(*) FILTER (WHERE ${TURN} >= 0) AS turns
    FROM words WHERE words MATCH ${match} AND ${isAmongSelected(where)}`
  return db.get(totals.sql, totals.params) as unknown as Totals
}

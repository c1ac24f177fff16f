import { isIn, type Sql, sql } from '../../engine/sql.ts'
import { all, first, type Work } from '../../engine/work.ts'
import type { Hit, Order, Totals } from '../../words/find.ts'
import { unrankedHit } from '../../words/hit.ts'
import { CALL, isAmongSelected, isOfCall, TURN } from './index-rows.ts'
import { byStart, type Plan } from './plan.ts'

/*
 * A search that a great many rows of the index match. Nothing is ranked: the newest calls are looked at until enough of
 * them match. That takes a millisecond; only counting takes longer.
 */

/** Where the newest calls do not fill the page in this time, to sort all that match is quicker. */
const PLANNING_MS = 50

/** The hits of a page by the start of their calls. */
export function* hitsByStart(plan: Plan): Work<Hit[]> {
  return (plan.hasPrefix ? null : yield* lookAround(plan)) ?? (yield* sortAll(plan))
}

/** null: it takes too long. */
function* lookAround({ where, limit, offset, order, ...plan }: Plan): Work<Hit[] | null> {
  const deadline = performance.now() + PLANNING_MS
  const hits: Hit[] = []
  for (let from = 0, size = offset + limit; performance.now() < deadline; from += size, size *= 2) {
    const calls = yield* callsByStart(sql`conversations c WHERE ${where}`, order, size, from)
    hits.push(...(yield* hitsAmong(calls, plan)))
    if (hits.length >= offset + limit || calls.length < size) return hits.slice(offset, offset + limit)
  }
  return null
}

function* sortAll({ where, limit, offset, order, ...plan }: Plan): Work<Hit[]> {
  const from = sql`conversations c WHERE c.id IN (SELECT ${CALL} FROM words WHERE words MATCH ${plan.match}) AND ${where}`
  return yield* hitsAmong(yield* callsByStart(from, order, limit, offset), plan)
}

interface Call {
  id: number
  conversationId: string
}

/** @param from SQL that gives `conversations c` */
export const callsByStart = (from: Sql, order: Order, limit: number, offset: number): Work<Call[]> =>
  all(sql`
    SELECT c.id, c.conversation_id AS "conversationId" FROM ${from}
    ORDER BY ${byStart(order, sql`c.started_at`)}, c.conversation_id LIMIT ${limit} OFFSET ${offset}`)

/** Those of the calls that match, in their order, with the turns that do. */
export function* hitsAmong(calls: readonly Call[], plan: Pick<Plan, 'match' | 'hasPrefix'>): Work<Hit[]> {
  const ids = calls.map(({ id }) => id)
  const rows = yield* all(plan.hasPrefix ? scanning(plan.match, ids) : leaping(plan.match, ids))
  const turns = new Map(rows.map(({ id, turns }) => [Number(id), JSON.parse(String(turns)) as number[]]))
  return calls.flatMap(({ id, conversationId }) => {
    const found = turns.get(id) ?? []
    return found.length === 0 ? [] : unrankedHit(conversationId, found)
  })
}

/** The turns of each call that match: quick for a few calls. */
const leaping = (match: string, ids: readonly number[]): Sql => sql`
  SELECT c.value AS id, (
    SELECT json_group_array(${TURN}) FROM words WHERE words MATCH ${match} AND ${isOfCall(sql`c.value`)}
  ) AS turns
  FROM json_each(${JSON.stringify(ids)}) c`

/** The same: its time does not depend on the number of calls. */
const scanning = (match: string, ids: readonly number[]): Sql => sql`
  SELECT ${CALL} AS id, json_group_array(${TURN}) AS turns
  FROM words WHERE words MATCH ${match} AND ${isIn(CALL, ids)} GROUP BY 1`

/** Of all that match. */
export function* countAll({ match, where }: Pick<Plan, 'match' | 'where'>): Work<Totals> {
  // Of a deleted call the index has nothing. To look each row's call up would take longer than to count the rows.
  const leftOut = yield* first(sql`
    SELECT 1 FROM conversations c WHERE c.deleted_at IS NULL AND (${where}) IS NOT TRUE LIMIT 1`)
  const totals = sql`
    SELECT count(DISTINCT ${CALL}) AS conversations, count(DISTINCT ${CALL}) FILTER (WHERE ${TURN} >= 0) AS spoken,
      count(*) FILTER (WHERE ${TURN} >= 0) AS turns
    FROM words WHERE words MATCH ${match} AND ${leftOut ? isAmongSelected(where) : sql`TRUE`}`
  return (yield* first<Totals>(totals))!
}

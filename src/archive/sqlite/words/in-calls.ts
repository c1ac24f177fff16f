import { isIn, type Sql, sql } from '../../engine/sql.ts'
import { all, type Work } from '../../engine/work.ts'
import { type Found, NO_TOTALS } from '../../words/find.ts'
import type { Query, Role } from '../../words/query.ts'
import { callsByStart, hitsAmong } from './common.ts'
import { hasPrefix, holdingAny, holdingOne } from './expression.ts'
import { CALL, isOfCall, rowsUpTo } from './index-rows.ts'
import { type Plan, unranked } from './plan.ts'

/* Calls that hold all the words, though no turn of them does. */

/** Words that all stand in more rows than this meet in every long call: that says nothing. */
const MOST_ROWS = 50_000

/** Where fewer calls are left, each is looked at; else all rows of the next word are. */
const FEW_CALLS = 500

/** By their start. The turns of a hit hold some of the words; none holds all, so that the total of turns is 0. */
export function* findInCalls(
  query: Query,
  role: Role | undefined,
  { where, order, limit, offset }: Pick<Plan, 'where' | 'order' | 'limit' | 'offset'>,
): Work<Found> {
  const ids = yield* callsHoldingAll(query, role, where)
  const page = yield* callsByStart(sql`conversations c WHERE ${isIn(sql`c.id`, ids)}`, order, limit, offset)
  const hits = yield* hitsAmong(page, { match: holdingAny(query, role), hasPrefix: hasPrefix(query) })
  return { ...NO_TOTALS, conversations: ids.length, hits, order: unranked(order) }
}

/** The rarest word says which calls are looked at for the others. */
function* callsHoldingAll(query: Query, role: Role | undefined, where: Sql): Work<number[]> {
  const counted: { match: string; rows: number }[] = []
  for (const term of query.wanted) {
    const match = holdingOne(term, query, role)
    counted.push({ match, rows: yield* rowsUpTo(MOST_ROWS + 1, match) })
  }
  const [rarest, ...others] = counted.sort((a, b) => a.rows - b.rows)
  if (rarest === undefined || rarest.rows > MOST_ROWS) return []
  const isQuick = !hasPrefix(query)
  let ids = yield* idsOf(sql`
    SELECT c.id FROM conversations c
    WHERE c.id IN (SELECT ${CALL} FROM words WHERE words MATCH ${rarest.match}) AND (${where})`)
  for (const { match } of others) {
    if (ids.length === 0) break
    ids = yield* idsOf(isQuick && ids.length <= FEW_CALLS ? leaping(match, ids) : scanning(match, ids))
  }
  return ids
}

const leaping = (match: string, ids: readonly number[]): Sql => sql`
  SELECT c.value AS id FROM json_each(${JSON.stringify(ids)}) c
  WHERE EXISTS (SELECT 1 FROM words WHERE words MATCH ${match} AND ${isOfCall(sql`c.value`)})`

const scanning = (match: string, ids: readonly number[]): Sql =>
  sql`SELECT DISTINCT ${CALL} AS id FROM words WHERE words MATCH ${match} AND ${isIn(CALL, ids)}`

function* idsOf(query: Sql): Work<number[]> {
  return (yield* all(query)).map(({ id }) => Number(id))
}

import type { Database } from '../archive/engine/database.ts'
import { type Sql, sql } from '../archive/engine/sql.ts'
import { CALL, isOfCall, rowsUpTo } from '../archive/words/index-rows.ts'
import { hitsAmong, newestCalls } from './common.ts'
import { holdingAny, holdingOne, type Role } from './expression.ts'
import type { Found, Plan } from './hits.ts'
import { hasPrefix, type Query } from './query.ts'

/* Calls that hold all the words, though no turn of them does. */

/** Words that all stand in more rows than this meet in every long call: that says nothing. */
const MOST_ROWS = 50_000

/** Where fewer calls are left, each is looked at; else all rows of the next word are. */
const FEW_CALLS = 500

/** Newest first. The turns of a hit hold some of the words; none holds all, so that the total of turns is 0. */
export function findInCalls(
  db: Database,
  query: Query,
  role: Role | undefined,
  { where, limit, offset }: Pick<Plan, 'where' | 'limit' | 'offset'>,
): Found {
  const ids = callsHoldingAll(db, query, role, where)
  const page = newestCalls(db, sql`conversations c WHERE c.id IN ${listed(ids)}`, limit, offset)
  const hits = hitsAmong(db, page, { match: holdingAny(query, role), hasPrefix: hasPrefix(query) })
  return { conversations: ids.length, turns: 0, hits, order: 'newest' }
}

/** The rarest word says which calls are looked at for the others. */
function callsHoldingAll(db: Database, query: Query, role: Role | undefined, where: Sql): number[] {
  const [rarest, ...others] = query.wanted
    .map(term => holdingOne(term, query, role))
    .map(match => ({ match, rows: rowsUpTo(MOST_ROWS + 1, db, match) }))
    .sort((a, b) => a.rows - b.rows)
  if (rarest === undefined || rarest.rows > MOST_ROWS) return []
  const first = sql`
    SELECT c.id FROM conversations c
    WHERE c.id IN (SELECT ${CALL} FROM words WHERE words MATCH ${rarest.match}) AND (${where})`
  const isQuick = !hasPrefix(query)
  return others.reduce(
    (ids, { match }) => {
      if (ids.length === 0) return ids
      return idsOf(db, isQuick && ids.length <= FEW_CALLS ? leaping(match, ids) : scanning(match, ids))
    },
    idsOf(db, first),
  )
}

const leaping = (match: string, ids: readonly number[]): Sql => sql`
  SELECT c.value AS id FROM json_each(${JSON.stringify(ids)}) c
  WHERE EXISTS (SELECT 1 FROM words WHERE words MATCH ${match} AND ${isOfCall(sql`c.value`)})`

const scanning = (match: string, ids: readonly number[]): Sql =>
  sql`SELECT DISTINCT ${CALL} AS id FROM words WHERE words MATCH ${match} AND ${CALL} IN ${listed(ids)}`

const listed = (ids: readonly number[]): Sql => sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`

const idsOf = (db: Database, query: Sql): number[] => db.all(query.sql, query.params).map(({ id }) => Number(id))

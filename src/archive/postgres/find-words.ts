import { and, isIn, keyOf, type Sql, sql } from '../engine/sql.ts'
import { all, first, type Work } from '../engine/work.ts'
import { whereOf } from '../select/select.ts'
import { writtenWords } from '../words/encoding.ts'
import {
  type Hit,
  NO_TOTALS,
  type Nothing,
  type Order,
  type Totals,
  type WordCount,
  type WordSearch,
  type WordSearchResult,
} from '../words/find.ts'
import { hitOf, unrankedHit } from '../words/hit.ts'
import type { Query, Role } from '../words/query.ts'
import { beginningOf, lexemeOf } from './lexeme.ts'
import { type IndexRow, scoreOf } from './score.ts'
import { holdingAll, holdingAny, holdingOne } from './text-query.ts'

/** Rows that are scored, at most: a word that so many hold tells none from another. */
const MOST_SCORED = 50_000
/** Words that all stand in more rows than this meet in every long call: that says nothing. */
const MOST_ROWS = 50_000
const MOST_COUNTED = 1_000

/** A condition on rows `w` of the index. */
const matches = (match: string, role: Role | undefined): Sql =>
  sql`w.words @@ ${match}::tsquery AND ${role === undefined ? sql`TRUE` : sql`w.turn >= 0`}`

/** Rows `w` of the index that match, of calls that `where` selects. */
const matching = (match: string, role: Role | undefined, where: Sql): Sql =>
  sql`words w JOIN conversations c ON c.id = w.conversation WHERE ${matches(match, role)} AND (${where})`

const ALL_CALLS = whereOf({})
const IS_ALL = keyOf(ALL_CALLS)

export function* findWords(search: WordSearch): Work<WordSearchResult> {
  const { query, role, where, order } = search
  if (query.wanted.length === 0) {
    return { ...NO_TOTALS, hits: [], order, within: 'turn', nothing: null }
  }
  const match = holdingAll(query, role)
  const rows = yield* rowsToScore(match, search)
  const totals = rows.length > 0 ? totalsIn(rows) : yield* totalsOf(match, role, where)
  if (totals.conversations > 0) {
    const isRanked = rows.length > 0
    const hits = isRanked ? yield* rankedHits(rows, search) : yield* hitsByStart(matches(match, role), where, search)
    return { ...totals, hits, order: isRanked ? order : unranked(order), within: 'turn', nothing: null }
  }
  const isAnySelected = (yield* first(sql`SELECT 1 FROM conversations c WHERE ${where} LIMIT 1`)) !== undefined
  if (isAnySelected) {
    const ids = yield* callsHoldingAll(query, role, where)
    if (ids.length > 0) {
      const any = holdingAny(query, role)
      const hits = yield* hitsByStart(matches(any, role), isIn(sql`c.id`, ids), search)
      return {
        ...NO_TOTALS,
        conversations: ids.length,
        hits,
        order: unranked(order),
        within: 'call',
        nothing: null,
      }
    }
  }
  const nothing = yield* whyNothing(query, role, isAnySelected ? where : null)
  return { ...NO_TOTALS, hits: [], order, within: 'turn', nothing }
}

/**
 * By call first: that is done month by month and by several workers, where counting what is distinct sorts all rows. Where
 * all calls are asked for, millions of rows may match, and the calls are looked at when they are counted: the planner
 * would look up the rows of each, which takes twice as long.
 */
function* totalsOf(match: string, role: Role | undefined, where: Sql): Work<Totals> {
  const turns = sql`count(*) FILTER (WHERE w.turn >= 0) AS turns`
  const counted =
    keyOf(where) === IS_ALL
      ? sql`(SELECT w.conversation, ${turns} FROM words w WHERE ${matches(match, role)} GROUP BY w.conversation) calls
          JOIN conversations c ON c.id = calls.conversation WHERE (${where})`
      : sql`(SELECT ${turns} FROM ${matching(match, role, where)} GROUP BY w.conversation) calls`
  return (yield* first<Totals>(
    sql`SELECT count(*) AS conversations, count(*) FILTER (WHERE calls.turns > 0) AS spoken,
      coalesce(sum(calls.turns), 0) AS turns FROM ${counted}`,
  ))!
}

interface FoundRow extends IndexRow {
  conversationId: string
  startedAt: number
}

/** All rows that match, by call; none where there are too many, which is known before they are counted. */
const rowsToScore = (match: string, { query, role, where }: WordSearch): Work<FoundRow[]> =>
  all(sql`
    WITH found AS MATERIALIZED (
      SELECT w.conversation, w.turn, w.size, w.words, c.conversation_id, c.started_at
      FROM ${matching(match, role, where)} LIMIT ${MOST_SCORED + 1}
    )
    SELECT w.conversation AS id, w.turn, w.size, w.conversation_id AS "conversationId",
      coalesce(w.started_at, 0) AS "startedAt", (
        SELECT coalesce(json_agg(json_build_array(lexeme, positions, weights)), '[]'::json)::text
        FROM unnest(w.words) WHERE ${isOfQuery(query)}
      ) AS found
    FROM found w WHERE (SELECT count(*) FROM found) <= ${MOST_SCORED} ORDER BY w.conversation, w.turn`)

function totalsIn(rows: readonly FoundRow[]): Totals {
  const turns = rows.filter(({ turn }) => turn >= 0)
  const [conversations, spoken] = [rows, turns].map(some => new Set(some.map(({ id }) => id)).size) as [number, number]
  return { conversations, spoken, turns: turns.length }
}

function* rankedHits(rows: readonly FoundRow[], { query, role, order, limit, offset }: WordSearch): Work<Hit[]> {
  const score = yield* scoreOf(query, role)
  const byCall = new Map<number, (FoundRow & { score: number })[]>()
  for (const row of rows) {
    const scored = { ...row, score: score(row) }
    const ofCall = byCall.get(row.id)
    if (ofCall) ofCall.push(scored)
    else byCall.set(row.id, [scored])
  }
  const calls = [...byCall.values()].map(scored => {
    const { conversationId, startedAt } = scored[0]!
    return { ...hitOf(conversationId, scored), startedAt }
  })
  calls.sort(
    (a, b) =>
      (order === 'best' ? b.score! - a.score! : 0) ||
      byStart(order, a.startedAt, b.startedAt) ||
      (a.conversationId < b.conversationId ? -1 : 1),
  )
  return calls.slice(offset, offset + limit).map(({ startedAt: _, ...hit }) => hit)
}

/** Lexemes that a phrase of the query may hold. */
function isOfQuery({ wanted }: Query): Sql {
  const phrases = wanted.flatMap(term => term.phrases)
  const words = phrases.flatMap(writtenWords).map(lexemeOf)
  const beginnings = phrases.filter(({ star }) => star).map(phrase => beginningOf(writtenWords(phrase).at(-1)!))
  return sql`(${isIn(sql`lexeme`, words)} OR ${anyOf(beginnings.map(word => sql`starts_with(lexeme, ${word})`))})`
}

const anyOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`FALSE` : sql`NOT (${and(conditions.map(condition => sql`NOT ${condition}`))})`

const unranked = (order: Order): Order => (order === 'best' ? 'newest' : order)

/** 0, where nobody knows it, comes last. */
const byStart = (order: Order, a: number, b: number): number =>
  order === 'oldest' ? (a || Infinity) - (b || Infinity) || 0 : b - a

/** Where many match, the newest calls are looked at until enough of them do. */
function* hitsByStart(
  found: Sql,
  where: Sql,
  { order, limit, offset }: Pick<WordSearch, 'order' | 'limit' | 'offset'>,
): Work<Hit[]> {
  const byStart = order === 'oldest' ? sql`nullif(c.started_at, 0) ASC NULLS LAST` : sql`c.started_at DESC NULLS LAST`
  const ofCall = sql`FROM words w WHERE w.conversation = c.id AND ${found}`
  const calls = yield* all<{ conversationId: string; turns: string }>(sql`
    SELECT c.conversation_id AS "conversationId", (SELECT json_agg(w.turn ORDER BY w.turn)::text ${ofCall}) AS turns
    FROM conversations c WHERE (${where}) AND EXISTS (SELECT 1 ${ofCall})
    ORDER BY ${byStart}, c.conversation_id LIMIT ${limit} OFFSET ${offset}`)
  return calls.map(({ conversationId, turns }) => unrankedHit(conversationId, JSON.parse(turns) as number[]))
}

function* callsHoldingAll(query: Query, role: Role | undefined, where: Sql): Work<number[]> {
  let [ids, rarest] = [null as Set<number> | null, Number.POSITIVE_INFINITY]
  for (const term of query.wanted) {
    const match = holdingOne(term, query, role)
    const rows = yield* all<{ id: number; rows: number }>(sql`
      SELECT w.conversation AS id, count(*) AS rows FROM ${matching(match, role, where)} GROUP BY w.conversation`)
    rarest = Math.min(
      rarest,
      rows.reduce((sum, { rows }) => sum + rows, 0),
    )
    const found = new Set(rows.map(({ id }) => id))
    ids = ids === null ? found : new Set([...ids].filter(id => found.has(id)))
  }
  return rarest > MOST_ROWS ? [] : [...(ids ?? [])]
}

function* whyNothing(query: Query, role: Role | undefined, where: Sql | null): Work<Nothing> {
  const words: WordCount[] = []
  for (const term of query.wanted) {
    const places = where === null ? 0 : yield* countPlaces(holdingOne(term, query, role), role, where)
    words.push({ text: term.text, places, orMore: places === MOST_COUNTED })
  }
  return { words, elsewhere: yield* totalsOf(holdingAll(query, role), role, ALL_CALLS) }
}

function* countPlaces(match: string, role: Role | undefined, where: Sql): Work<number> {
  const counted = yield* first<{ places: number }>(sql`
    SELECT count(*) AS places FROM (SELECT 1 FROM ${matching(match, role, where)} LIMIT ${MOST_COUNTED}) places`)
  return counted!.places
}

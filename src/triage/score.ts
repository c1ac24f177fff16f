import type { Database } from '../archive/database.ts'
import { identifier, Sql, sql } from '../archive/sql.ts'
import { SIGNALS } from './signals.ts'

/* The score of every selected call, in SQL: texts are read only of calls that are shown. */

/** Most points of a call. */
const MOST = 100

/** Points by kind of signal. */
export type Points = Record<string, number>

export interface ScoredCall {
  conversationId: string
  score: number
  points: Points
}

/** Calls by what can be said of them. */
export interface Census {
  /** Read in full and over: these are scored. */
  scored: number
  /** Of these, with a score above 0. */
  flagged: number
  /** Not read in full yet. */
  unread: number
  /** Not over yet. */
  unfinished: number
  /** Scored calls with each signal. */
  bySignal: Record<string, number>
}

const joined = (pieces: readonly Sql[], by: string): Sql =>
  new Sql(
    pieces.map(piece => piece.sql).join(by),
    pieces.flatMap(piece => piece.params),
  )

const KINDS = SIGNALS.map(({ kind }) => identifier(kind))

/** Whole points between 0 and the cap. */
const POINTS = joined(
  SIGNALS.map(
    ({ cap, points }, at) => sql`CAST(min(${cap}, max(0, round(coalesce(${points}, 0)))) AS INTEGER) AS ${KINDS[at]!}`,
  ),
  ', ',
)

const SCORE = sql`min(${MOST}, ${joined(KINDS, ' + ')})`

/** @param where the selected calls, as a condition on `conversations c` */
const scored = (where: Sql): Sql => sql`
  SELECT c.conversation_id, c.started_at, c.finished, ${POINTS} FROM conversations c WHERE ${where}`

/** A page of the calls with points: highest score first, equal ones newest first, then by id. */
export function highestScores(db: Database, where: Sql, limit: number, offset: number): ScoredCall[] {
  const page = sql`
    WITH scored AS MATERIALIZED (${scored(sql`c.finished AND (${where})`)})
    SELECT *, ${SCORE} AS score FROM scored WHERE ${SCORE} > 0
    ORDER BY score DESC, started_at DESC, conversation_id LIMIT ${limit} OFFSET ${offset}`
  return db.all(page.sql, page.params).map(row => ({
    conversationId: String(row.conversation_id),
    score: Number(row.score),
    points: Object.fromEntries(SIGNALS.map(({ kind }) => [kind, Number(row[kind])])),
  }))
}

export function censusOf(db: Database, where: Sql): Census {
  const withSignal = KINDS.map(kind => sql`count(*) FILTER (WHERE finished AND ${kind} > 0) AS ${kind}`)
  // Whether a call is finished is only known of those that were read in full.
  const query = sql`
    WITH scored AS MATERIALIZED (${scored(where)})
    SELECT count(*) FILTER (WHERE finished) AS scored, count(*) FILTER (WHERE finished AND ${SCORE} > 0) AS flagged,
      count(*) FILTER (WHERE finished IS NULL) AS unread, count(*) FILTER (WHERE NOT finished) AS unfinished,
      ${joined(withSignal, ', ')}
    FROM scored`
  const {
    scored: all,
    flagged,
    unread,
    unfinished,
    ...bySignal
  } = db.get(query.sql, query.params) as Record<string, number>
  return { scored: all!, flagged: flagged!, unread: unread!, unfinished: unfinished!, bySignal }
}

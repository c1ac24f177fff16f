import { IS_LEFT_OUT } from '../archive/due/unreadable.ts'
import {
  greatest,
  identifier,
  joined,
  jsonArray,
  jsonObject,
  least,
  type Sql,
  sql,
  truncated,
} from '../archive/engine/sql.ts'
import { first, type Work } from '../archive/engine/work.ts'
import { IS_LIVE } from '../archive/read/count-calls.ts'
import { STUCK_SECS } from '../domain/call-state.ts'
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
  /** Not read in full yet, or not since they ended. */
  unread: number
  /** Of these, calls that cannot be read. */
  unreadable: number
  /** Not over yet. */
  unfinished: number
  /** Of these, not over after more than a day. */
  stuck: number
  /** Of these, with a status that nobody knows. */
  statusUnknown: number
  /** Scored calls with each signal. */
  bySignal: Record<string, number>
}

const KINDS = SIGNALS.map(({ kind }) => identifier(kind))

/** Whole points between 0 and the cap. */
const POINTS = joined(
  SIGNALS.map(({ cap, points }, at) => {
    const atLeastNone = greatest(sql`0`, sql`coalesce(${points}, 0)`)
    return sql`${truncated(least(sql`${cap}`, sql`${atLeastNone} + 0.5`))} AS ${KINDS[at]!}`
  }),
  ', ',
)

const SCORE = least(sql`${MOST}`, joined(KINDS, ' + '))

/** Of calls that were not read in full, or not since they ended, it is unknown: null. */
const FINISHED = sql`CASE WHEN NOT c.finished AND c.status IN ('done', 'failed') THEN NULL ELSE c.finished END`

/** Looked up only where it is asked. */
const LEFT_OUT = sql`CASE WHEN (${FINISHED}) IS NULL THEN ${IS_LEFT_OUT} END`

const BY_SCORE = sql`score DESC, started_at DESC NULLS LAST, conversation_id`

const ROW = jsonObject(
  ['conversationId', sql`conversation_id`],
  ['score', sql`score`],
  ['points', jsonObject(...SIGNALS.map(({ kind }, at) => [kind, KINDS[at]!] as const))],
)

/**
 * A page of the calls with points, highest score first, equal ones newest first, then by id; and the census of all. In
 * one statement, since every call is scored for either; the points are kept, so that none is made for the score again.
 * @param where the selected calls, as a condition on `conversations c`
 */
export function* scoresOf(
  where: Sql,
  { limit, offset, now }: { limit: number; offset: number; now: number },
): Work<{ page: ScoredCall[]; census: Census }> {
  const withSignal = KINDS.map(kind => sql`count(*) FILTER (WHERE finished AND ${kind} > 0) AS ${kind}`)
  const query = sql`
    WITH calls AS MATERIALIZED (SELECT c.conversation_id, c.started_at, ${FINISHED} AS finished, ${LEFT_OUT} AS left_out, ${IS_LIVE} AS live, ${POINTS} FROM conversations c WHERE ${where}),
      scored AS NOT MATERIALIZED (SELECT *, ${SCORE} AS score FROM calls),
      page AS (
        SELECT * FROM scored WHERE finished AND score > 0
        ORDER BY ${BY_SCORE} LIMIT ${limit} OFFSET ${offset}
      )
    SELECT count(*) FILTER (WHERE finished) AS scored, count(*) FILTER (WHERE finished AND score > 0) AS flagged,
      count(*) FILTER (WHERE finished IS NULL) AS unread,
      count(*) FILTER (WHERE finished IS NULL AND left_out) AS unreadable, count(*) FILTER (WHERE NOT finished) AS unfinished,
      count(*) FILTER (WHERE NOT finished AND NOT live) AS status_unknown,
      count(*) FILTER (WHERE NOT finished AND live AND started_at > 0 AND started_at < ${now - STUCK_SECS}) AS stuck,
      (SELECT ${jsonArray(ROW, BY_SCORE)} FROM page) AS page,
      ${joined(withSignal, ', ')}
    FROM scored`
  const { page, scored, flagged, unread, unreadable, unfinished, stuck, status_unknown, ...bySignal } = (yield* first(
    query,
  ))!
  const known = { scored, flagged, unread, unreadable, unfinished, stuck, statusUnknown: status_unknown }
  const census = { ...known, bySignal } as unknown as Census
  return { page: JSON.parse(String(page)), census }
}

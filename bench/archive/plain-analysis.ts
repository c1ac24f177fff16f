import type { Database } from '../../src/archive/sqlite/database.ts'
import { DAY, END } from './dates.ts'

/* The questions of `analysis.ts` as somebody would write them who has only SQL. Percentiles as everywhere, type 7. */

/** Summer time in New York, within the half year that the calls are of. */
const SUMMER_ENDS = Date.UTC(2026, 10, 1, 6) / 1000

const CALLS = 'c.deleted_at IS NULL'
const WEEK = `(CAST(c.started_at AS INTEGER) + CASE WHEN c.started_at < ${SUMMER_ENDS} THEN -14400 ELSE -18000 END + 259200) / 604800`
const THREE = `c.agent_id AS agent, c.language AS language, ${WEEK} AS week`
const COUNTS = `count(*) AS calls, count(*) FILTER (WHERE c.outcome IN ('success', 'failure')) AS judged, count(*) FILTER (WHERE c.outcome = 'success') AS success`
const FELT = `conversations c CROSS JOIN turns t ON t.conversation = c.id
  AND t.role = 'agent' AND t.spoken AND NOT t.opening AND t.felt_latency IS NOT NULL`

const at = (p: number): string => `
  max(value) FILTER (WHERE place = (n - 1) * ${p} / 100) AS p${p}_below,
  max(value) FILTER (WHERE place = ((n - 1) * ${p} + 99) / 100) AS p${p}_above`

/** Everything that is said of a number, by keys. */
const numbers = (keys: string, names: string, value: string, from: string): string => `
WITH listed AS (SELECT ${keys}, ${value} AS value FROM ${from}),
  placed AS (
    SELECT *, row_number() OVER (PARTITION BY ${names} ORDER BY value) - 1 AS place, count(*) OVER (PARTITION BY ${names}) AS n
    FROM listed
  )
SELECT ${names}, n, avg(value), min(value), max(value), sum(value), ${[50, 90, 95, 99].map(at).join(', ')}
FROM placed GROUP BY ${names}`

const counts = (keys: string, names: string, where = CALLS): string =>
  `SELECT ${keys}, ${COUNTS} FROM conversations c WHERE ${where} GROUP BY ${names}`

const within = (from: number, to: number): string => `${CALLS} AND c.started_at >= ${from} AND c.started_at < ${to}`
const PERIODS = [within(END - 90 * DAY, END + DAY), within(END - 180 * DAY, END - 90 * DAY)]

const ALL_KEYS = 'agent, language, week'

const statements = {
  'counts by agent': [counts('c.agent_id AS agent', 'agent')],
  'counts by agent, language, week': [counts(THREE, ALL_KEYS)],
  'percentiles of calls by agent, language, week': [
    counts(THREE, ALL_KEYS),
    numbers(THREE, ALL_KEYS, 'c.duration_secs', `conversations c WHERE ${CALLS} AND c.status IN ('done', 'failed')`),
  ],
  'percentiles of turns by agent, language, week': [
    counts(THREE, ALL_KEYS),
    numbers(THREE, ALL_KEYS, 't.felt_latency', `${FELT} WHERE ${CALLS}`),
  ],
  'percentiles of tool calls by tool': [
    `SELECT t.name AS tool, count(*), sum(t.errored OR t.blocked) FROM conversations c CROSS JOIN tool_calls t
      ON t.conversation = c.id AND t.executed WHERE ${CALLS} GROUP BY tool`,
    numbers(
      't.name AS tool',
      'tool',
      't.latency_secs',
      `conversations c CROSS JOIN tool_calls t ON t.conversation = c.id AND t.executed AND t.latency_secs IS NOT NULL WHERE ${CALLS}`,
    ),
  ],
  'comparison of 90 days with 90 days, by agent': PERIODS.flatMap(period => [
    counts('c.agent_id AS agent', 'agent', period),
    numbers('c.agent_id AS agent', 'agent', 't.felt_latency', `${FELT} WHERE ${period}`),
  ]),
}

/** Asks all statements of a question; answers how many rows the first one gives. */
export const PLAIN = Object.fromEntries(
  Object.entries(statements).map(([name, texts]) => [
    name,
    (db: Database) => texts.map(text => db.all(text))[0]!.length,
  ]),
) as Record<keyof typeof statements, (db: Database) => number>

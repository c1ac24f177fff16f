import type { CallSelection } from '../../domain/filter.ts'
import { itemsOf, type Sql, sql } from '../engine/sql.ts'
import { all, first, type Work } from '../engine/work.ts'
import { whereOf } from '../select/select.ts'

const column = (name: Sql): Sql =>
  sql`SELECT c.id AS call, c.started_at AS started, c.${name} AS value FROM conversations c`
const part = (table: Sql, name: Sql): Sql =>
  sql`SELECT c.id AS call, c.started_at AS started, p.${name} AS value FROM conversations c JOIN ${table} p ON p.conversation = c.id`

/** What calls can be counted by. Of criteria, data fields and environments only calls that were read in full tell. */
const VALUES = {
  agents: column(sql`agent_id`),
  versions: column(sql`version_id`),
  branches: column(sql`branch_id`),
  environments: sql`
    SELECT c.id AS call, c.started_at AS started,
      CASE WHEN c.detail_read_at IS NOT NULL THEN coalesce(c.environment, 'production') END AS value
    FROM conversations c`,
  outcomes: column(sql`outcome`),
  statuses: column(sql`status`),
  languages: column(sql`language`),
  endings: column(sql`ending`),
  sources: column(sql`source`),
  tools: sql`SELECT c.id AS call, c.started_at AS started, p.value AS value FROM conversations c, ${itemsOf(sql`c.tool_names`, 'p')}`,
  tags: part(sql`tags`, sql`tag_id`),
  criteria: part(sql`criteria`, sql`criterion_id`),
  data_fields: part(sql`collected`, sql`field_id`),
} satisfies Record<string, Sql>
export type Countable = keyof typeof VALUES

export interface CountedValue {
  value: string
  calls: number
  /** Start of the first and the last of these calls; Unix seconds. */
  first: number
  last: number
}

/** Calls that have each value, among those selected; the most frequent first. A call counts once for each value. */
export function* countValues(what: Countable, { filter, window }: CallSelection): Work<CountedValue[]> {
  const counts = sql`
    SELECT value, count(DISTINCT call) AS calls, min(started) AS first, max(started) AS last
    FROM (${VALUES[what]} WHERE ${whereOf(filter, window)}) counted
    WHERE value IS NOT NULL AND value <> '' GROUP BY value ORDER BY calls DESC, value`
  return (yield* all(counts)).map(({ value, calls, first, last }) => {
    return { value: String(value), calls: Number(calls), first: Number(first), last: Number(last) }
  })
}

/** Selected calls, and those of them that were read in full. */
export function* countSelected({ filter, window }: CallSelection): Work<{ calls: number; inFull: number }> {
  const counts = sql`
    SELECT count(*) AS calls, count(c.detail_read_at) AS "inFull" FROM conversations c WHERE ${whereOf(filter, window)}`
  const { calls, inFull } = (yield* first(counts))!
  return { calls: Number(calls), inFull: Number(inFull) }
}

import { readingStore } from './reading-store.ts'
import { isIn, joined, Sql, sql, stored } from './sql.ts'
import type { Store } from './store.ts'
import type { Statement, Work } from './work.ts'

/** What belongs to a call. The index of words cannot be hidden, and knows calls by numbers that only `conversations` tells. */
const PARTS = [
  ...['bodies', 'turns', 'tool_calls', 'criteria', 'collected', 'variables', 'tags', 'visited_agents', 'guardrails'],
  ...['memberships', 'unreadable'],
] as const

/**
 * The same store for reading, holding the calls of these agents and nothing else: whatever a statement asks, the names of
 * the tables mean their rows of these calls. A statement cannot forget that, since it does not know.
 */
export function restrictedStore(store: Store, agents: readonly string[]): Store {
  const tables = tablesOf(agents)
  return {
    ...readingStore(store),
    read: work => store.read(restricted(work, tables)),
    lookUp: work => store.lookUp(restricted(work, tables)),
  }
}

function* restricted<T>(work: Work<T>, tables: Sql): Work<T> {
  let step = work.next()
  while (!step.done) {
    let told: unknown
    try {
      told = yield within(step.value, tables)
    } catch (error) {
      step = work.throw(error)
      continue
    }
    step = work.next(told)
  }
  return step.value
}

function within(statement: Statement, tables: Sql): Statement {
  if (statement.want === 'tally') return { ...statement, narrowed: work => restricted(work, tables) }
  if (statement.want === 'count') {
    return { ...statement, queries: statement.queries.map(query => headed(query, tables)) }
  }
  if (!('query' in statement) || statement.want === 'run') throw new Error('not through a restricted store')
  return { ...statement, query: headed(statement.query, tables) }
}

/** A statement may begin with tables of its own. */
function headed({ pieces }: Sql, tables: Sql): Sql {
  const first = pieces.findIndex(piece => typeof piece !== 'string' || piece.trim() !== '')
  const own = String(pieces[first]).replace(/^\s*WITH\s/, '')
  if (own === pieces[first]) return sql`WITH ${tables} ${new Sql(pieces)}`
  return sql`WITH ${tables}, ${new Sql([own, ...pieces.slice(first + 1)])}`
}

function tablesOf(agents: readonly string[]): Sql {
  const calls = sql`conversations AS NOT MATERIALIZED (
    SELECT * FROM ${stored('conversations')} WHERE ${isIn(sql`agent_id`, agents)})`
  const parts = PARTS.map(
    table => sql`${new Sql(table)} AS NOT MATERIALIZED (
      SELECT * FROM ${stored(table)} AS p WHERE EXISTS (SELECT 1 FROM conversations r WHERE r.id = p.conversation))`,
  )
  return joined([calls, ...parts], ', ')
}

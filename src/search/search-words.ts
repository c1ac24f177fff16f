import type { Archive } from '../archive/archive.ts'
import type { Database } from '../archive/engine/database.ts'
import { type Sql, sql } from '../archive/engine/sql.ts'
import { whereOf } from '../archive/select/select.ts'
import type { CallSelection } from '../domain/filter.ts'
import { holdingAll, type Role } from './expression.ts'
import { find } from './find.ts'
import type { Found, Order } from './hits.ts'
import { findInCalls } from './in-calls.ts'
import { hasPrefix, type Query } from './query.ts'
import { type Nothing, whyNothing } from './why-nothing.ts'

export interface WordSearch extends CallSelection {
  query: Query
  /** Only what was said by it. Without: all of it, and titles and summaries. */
  role?: Role | undefined
  order: Order
  limit: number
  offset: number
}

export interface WordSearchResult extends Found {
  /**
   * `turn`: each hit holds all the words in one turn, or in title and summary. `call`: no turn does (the total of turns
   * is 0); each hit holds them in different turns, which are given.
   */
  within: 'turn' | 'call'
  /** Only where nothing was found although something was looked for. */
  nothing: Nothing | null
}

/**
 * Calls of the archive in which something was said. What was said, tool names, arguments and results, titles and
 * summaries are searched. Blocks for some 0.2 s where a word stands in most of two million turns.
 */
export function searchWords({ db }: Archive, { query, role, filter, window, ...page }: WordSearch): WordSearchResult {
  const where = whereOf(filter, window)
  if (query.wanted.length === 0) {
    return { conversations: 0, turns: 0, hits: [], order: page.order, within: 'turn', nothing: null }
  }
  const inTurns = find(db, { match: holdingAll(query, role), hasPrefix: hasPrefix(query), where, ...page })
  if (inTurns.conversations > 0) return { ...inTurns, within: 'turn', nothing: null }
  const isAnySelected = isThereAny(db, where)
  const inCalls = isAnySelected ? findInCalls(db, query, role, { where, ...page }) : inTurns
  if (inCalls.conversations > 0) return { ...inCalls, within: 'call', nothing: null }
  const nothing = whyNothing(db, query, role, isAnySelected ? where : null)
  return { ...inTurns, within: 'turn', nothing }
}

function isThereAny(db: Database, where: Sql): boolean {
  const first = sql`SELECT 1 FROM conversations c WHERE ${where} LIMIT 1`
  return db.get(first.sql, first.params) !== undefined
}

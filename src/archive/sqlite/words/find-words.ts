import { sql } from '../../engine/sql.ts'
import { first, type Work } from '../../engine/work.ts'
import { NO_TOTALS, type WordSearch, type WordSearchResult } from '../../words/find.ts'
import { hasPrefix, holdingAll } from './expression.ts'
import { find } from './find.ts'
import { findInCalls } from './in-calls.ts'
import { whyNothing } from './why-nothing.ts'

/** Takes up to half a second where a word stands in most of two million turns: to count them all. */
export function* findWords({ query, role, where, ...page }: WordSearch): Work<WordSearchResult> {
  if (query.wanted.length === 0) {
    return { ...NO_TOTALS, hits: [], order: page.order, within: 'turn', nothing: null }
  }
  const inTurns = yield* find({ match: holdingAll(query, role), hasPrefix: hasPrefix(query), where, ...page })
  if (inTurns.conversations > 0) return { ...inTurns, within: 'turn', nothing: null }
  const isAnySelected = (yield* first(sql`SELECT 1 FROM conversations c WHERE ${where} LIMIT 1`)) !== undefined
  const inCalls = isAnySelected ? yield* findInCalls(query, role, { where, ...page }) : inTurns
  if (inCalls.conversations > 0) return { ...inCalls, within: 'call', nothing: null }
  const nothing = yield* whyNothing(query, role, isAnySelected ? where : null)
  return { ...inTurns, within: 'turn', nothing }
}

import type { Database } from '../archive/engine/database.ts'
import { sql } from '../archive/engine/sql.ts'
import { isAmongSelected, rowsUpTo } from '../archive/words/index-rows.ts'
import { countAll, newestHits } from './common.ts'
import type { Found, Plan } from './hits.ts'
import { findRanked } from './ranked.ts'

/**
 * Rows of the index that are scored and grouped, at most. Of 50,000 that takes a seventh of a second, and a word that
 * so many turns hold tells none from another. Where nothing has to be scored, the other way is quicker much earlier.
 */
const MOST_SCORED = { best: 50_000, newest: 5_000 }

/** Selected calls, and their rows, that are so few that to look them up is quicker than to count all that match. */
const FEW = { calls: 2_500, rows: 100_000 }

/** All that match the plan, counted, and a page of them. */
export function find(db: Database, plan: Plan): Found {
  const most = MOST_SCORED[plan.order]
  const areRowsUpTo = (most: number): boolean => !plan.hasPrefix && rowsUpTo(most + 1, db, plan.match) <= most
  if (areRowsUpTo(MOST_SCORED.newest)) return findRanked(db, plan)
  if (plan.order === 'best' && areFewSelected(db, plan.where)) return findRanked(db, plan, isAmongSelected)
  if (areRowsUpTo(most)) return findRanked(db, plan)
  const totals = countAll(db, plan)
  // Often, but not in the selected calls. Each of them has one row more than turns at most.
  const isRare = totals.turns + totals.conversations <= most
  return isRare ? findRanked(db, plan, isAmongSelected) : { ...totals, hits: newestHits(db, plan), order: 'newest' }
}

/** By what the index may hold of them, so that no word is looked up. */
function areFewSelected(db: Database, where: Plan['where']): boolean {
  const count = sql`
    SELECT count(*) AS calls, total(rows) AS rows FROM (
      SELECT 1 + coalesce(c.message_count, 0) + coalesce(c.tool_turns, 0) AS rows
      FROM conversations c WHERE ${where} LIMIT ${FEW.calls + 1}
    )`
  const { calls, rows } = db.get(count.sql, count.params)!
  return Number(calls) <= FEW.calls && Number(rows) <= FEW.rows
}

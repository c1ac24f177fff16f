import type { Database } from '../archive/database.ts'
import { countAll, newestHits } from './common.ts'
import type { Found, Plan } from './hits.ts'
import { rowsUpTo } from './index-rows.ts'
import { findRanked } from './ranked.ts'

/**
 * Rows of the index that are fetched and grouped, at most. To score 50,000 takes a quarter of a second, and a word that
 * so many turns hold tells none from another. Where nothing has to be scored, the other way is quicker much earlier.
 */
const MOST_FETCHED = { best: 50_000, newest: 5_000 }

/** All that match the plan, counted, and a page of them. */
export function find(db: Database, plan: Plan): Found {
  const most = MOST_FETCHED[plan.order]
  if (rowsUpTo(most + 1, db, plan.match) <= most) return findRanked(db, plan)
  const totals = countAll(db, plan)
  // Often, but not in the selected calls. Each of them has one row more than turns at most.
  const isRare = totals.turns + totals.conversations <= most
  return isRare ? findRanked(db, plan) : { ...totals, hits: newestHits(db, plan), order: 'newest' }
}

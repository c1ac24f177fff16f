import { sql } from '../../engine/sql.ts'
import { first, type Work } from '../../engine/work.ts'
import type { Found } from '../../words/find.ts'
import { countAll, hitsByStart } from './common.ts'
import { isAmongSelected, rowsUpTo } from './index-rows.ts'
import { type Plan, unranked } from './plan.ts'
import { findRanked } from './ranked.ts'

/**
 * Rows of the index that are scored and grouped, at most. Of 50,000 that takes a seventh of a second, and a word that
 * so many turns hold tells none from another. Where nothing has to be scored, the other way is quicker much earlier.
 */
const MOST_SCORED = { best: 50_000, newest: 5_000, oldest: 5_000 }

/** Selected calls, and their rows, that are so few that to look them up is quicker than to count all that match. */
const FEW = { calls: 2_500, rows: 100_000 }

/** All that match the plan, counted, and a page of them. */
export function* find(plan: Plan): Work<Found> {
  const most = MOST_SCORED[plan.order]
  if (yield* areRowsUpTo(MOST_SCORED.newest, plan)) return yield* findRanked(plan)
  if (plan.order === 'best' && (yield* areFewSelected(plan.where))) return yield* findRanked(plan, isAmongSelected)
  if (yield* areRowsUpTo(most, plan)) return yield* findRanked(plan)
  const totals = yield* countAll(plan)
  // Often, but not in the selected calls. Each of them has two rows more than turns at most.
  const isRare = totals.turns + 2 * totals.conversations <= most
  if (isRare) return yield* findRanked(plan, isAmongSelected)
  return { ...totals, hits: yield* hitsByStart(plan), order: unranked(plan.order) }
}

function* areRowsUpTo(most: number, { hasPrefix, match }: Plan): Work<boolean> {
  return !hasPrefix && (yield* rowsUpTo(most + 1, match)) <= most
}

/** By what the index may hold of them, so that no word is looked up. */
function* areFewSelected(where: Plan['where']): Work<boolean> {
  const count = sql`
    SELECT count(*) AS calls, total(rows) AS rows FROM (
      SELECT 2 + coalesce(c.message_count, 0) + coalesce(c.tool_turns, 0) AS rows
      FROM conversations c WHERE ${where} LIMIT ${FEW.calls + 1}
    )`
  const { calls, rows } = (yield* first(count))!
  return Number(calls) <= FEW.calls && Number(rows) <= FEW.rows
}

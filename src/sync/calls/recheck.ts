import { idsUnfinished, unseenIds } from '../../archive/due/due.ts'
import type { Sql } from '../../archive/engine/sql.ts'
import type { Work } from '../../archive/engine/work.ts'
import { readingsOf } from '../lists/read-lists.ts'
import { callsIn } from '../lists/scope.ts'
import type { SyncQuestion } from '../question.ts'
import type { Due } from './claimed-calls.ts'

/** The same, to be read. */
export const dueToRecheck = (question: SyncQuestion): Due =>
  function* (_, among) {
    const ids = yield* idsToRecheck(question)
    return among ? ids.filter(id => among.includes(id)) : ids
  }

/** Calls of which lists alone do not tell enough. */
export function* idsToRecheck(question: SyncQuestion): Work<string[]> {
  const missing = (yield* missingCalls(question)).flatMap(({ ids }) => ids)
  return [...new Set([...missing, ...(yield* idsUnfinished(question.listed, question.askedAt))])]
}

/** What a finished walk should have shown, and did not: calls that were deleted, or forgotten by the list. */
export interface MissingCalls {
  ids: string[]
  /** Where the walk was, and when it began (Unix seconds). */
  where: Sql
  readAt: number
}

export function* missingCalls({ scopes, span }: SyncQuestion): Work<MissingCalls[]> {
  const missing: MissingCalls[] = []
  for (const scope of scopes) {
    if (scope.membership !== undefined) continue
    for (const { from, to, readAt } of yield* readingsOf(scope)) {
      const both = { from: Math.max(from, span.from), to: Math.min(to, span.to) }
      if (both.from >= both.to) continue
      const where = callsIn(scope.filter, both)
      const ids = yield* unseenIds(where, readAt)
      if (ids.length > 0) missing.push({ ids, where, readAt })
    }
  }
  return missing
}

import { idsUnfinished, unseenIds } from '../../archive/due/due.ts'
import type { Sql } from '../../archive/engine/sql.ts'
import type { Work } from '../../archive/engine/work.ts'
import { readingsOf } from '../lists/read-lists.ts'
import { callsIn } from '../lists/scope.ts'
import type { SyncQuestion } from '../question.ts'
import type { Due } from './claimed-calls.ts'
import type { SeenParts } from './seen-parts.ts'

/** The same, to be read. */
export const dueToRecheck = (question: SyncQuestion): Due =>
  function* (_, among) {
    const ids = yield* idsToRecheck(question)
    return among ? ids.filter(id => among.includes(id)) : ids
  }

/** Calls of which lists alone do not tell enough. @param seen as `missingCalls` takes it */
export function* idsToRecheck(question: SyncQuestion, seen?: SeenParts): Work<string[]> {
  const missing = (yield* missingCalls(question, seen)).flatMap(({ ids }) => ids)
  return [...new Set([...missing, ...(yield* idsUnfinished(question.listed, question.askedAt))])]
}

/** What a finished walk should have shown, and did not: calls that were deleted, or forgotten by the list. */
export interface MissingCalls {
  ids: string[]
  /** Where the walk was, and when it began (Unix seconds). */
  where: Sql
  readAt: number
}

/** @param seen of the archive as it is: what is known need not be looked at; and is told what was found */
export function* missingCalls({ scopes, span }: SyncQuestion, seen?: SeenParts): Work<MissingCalls[]> {
  const missing: MissingCalls[] = []
  for (const scope of scopes) {
    if (scope.membership !== undefined) continue
    for (const { from, to, readAt } of yield* readingsOf(scope)) {
      const both = { from: Math.max(from, span.from), to: Math.min(to, span.to) }
      if (both.from >= both.to || seen?.has(scope, both, readAt)) continue
      const where = callsIn(scope.filter, both)
      const ids = yield* unseenIds(where, readAt)
      if (ids.length > 0) missing.push({ ids, where, readAt })
      else seen?.add(scope, both, readAt)
    }
  }
  return missing
}

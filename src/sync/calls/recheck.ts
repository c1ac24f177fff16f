import type { Archive } from '../../archive/archive.ts'
import { idsUnfinished } from '../../archive/due/due.ts'
import type { Sql } from '../../archive/engine/sql.ts'
import { readingsOf } from '../lists/read-lists.ts'
import { callsIn } from '../lists/scope.ts'
import type { SyncQuestion } from '../question.ts'

/** Calls of which lists alone do not tell enough. */
export const idsToRecheck = (question: SyncQuestion, archive: Archive): string[] => [
  ...new Set([
    ...missingCalls(question, archive).flatMap(({ ids }) => ids),
    ...idsUnfinished(archive.db, question.listed, question.askedAt),
  ]),
]

/** What a finished walk should have shown, and did not: calls that were deleted, or forgotten by the list. */
export interface MissingCalls {
  ids: string[]
  /** Where the walk was, and when it began (Unix seconds). */
  where: Sql
  readAt: number
}

export function missingCalls({ scopes, span }: SyncQuestion, archive: Archive): MissingCalls[] {
  return scopes
    .filter(scope => scope.membership === undefined)
    .flatMap(scope =>
      readingsOf(scope, archive).flatMap(({ from, to, readAt }) => {
        const both = { from: Math.max(from, span.from), to: Math.min(to, span.to) }
        if (both.from >= both.to) return []
        const where = callsIn(scope.filter, both)
        const ids = archive.unseenIds(where, readAt)
        return ids.length > 0 ? [{ ids, where, readAt }] : []
      }),
    )
}

import { idsUnfinished } from '../archive/behind.ts'
import type { Archive } from '../archive/store.ts'
import type { Effort, Halt } from './effort.ts'
import { readingsOf } from './lists.ts'
import type { Question } from './question.ts'
import { readDue } from './read-due.ts'
import { callsIn } from './scope.ts'

/** Reads anew the calls of which lists alone do not tell enough: those that are gone become tombstones. */
export const recheckCalls = (question: Question, effort: Effort): Promise<Halt | null> =>
  readDue(effort, archive => idsToRecheck(question, archive))

export const idsToRecheck = (question: Question, archive: Archive): string[] => [
  ...new Set([...unseenIds(question, archive), ...idsUnfinished(archive.db, question.listed, question.askedAt)]),
]

/** Calls that a finished walk should have shown, and did not: deleted, or forgotten by the list. */
function unseenIds({ scopes, span }: Question, archive: Archive): string[] {
  return scopes
    .filter(scope => scope.membership === undefined)
    .flatMap(scope =>
      readingsOf(scope, archive).flatMap(({ from, to, readAt }) => {
        const both = { from: Math.max(from, span.from), to: Math.min(to, span.to) }
        return both.from < both.to ? archive.unseenIds(callsIn(scope.filter, both), readAt) : []
      }),
    )
}

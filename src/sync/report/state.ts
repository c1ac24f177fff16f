import type { Work } from '../../archive/engine/work.ts'
import { callCounts } from '../../archive/read/count-calls.ts'
import { countDetailsLeft } from '../calls/details.ts'
import { idsToRecheck } from '../calls/recheck.ts'
import { missingFor } from '../lists/read-lists.ts'
import type { SyncQuestion } from '../question.ts'

/** How far the archive holds what a question needs. */
export interface SyncState {
  /** Calls known in the window and scope. */
  calls: number
  /** Of these, calls whose record still grows. */
  unfinished: number
  /** All lists are read. */
  isListed: boolean
  /** Calls of which lists alone do not tell enough. */
  unsure: number
  /** Calls known whose details the question needs, and those of them that are still to be read. */
  needed: number
  left: number
}

export function* syncStateOf(question: SyncQuestion): Work<SyncState> {
  const { scopes, listed, detailed } = question
  const { calls, unfinished } = yield* callCounts(listed)
  let isListed = true
  for (const scope of scopes) isListed &&= (yield* missingFor(question, scope)).length === 0
  return {
    ...{ calls, unfinished, isListed },
    unsure: (yield* idsToRecheck(question)).length,
    needed: detailed === null ? 0 : (yield* callCounts(detailed)).calls,
    left: detailed === null ? 0 : yield* countDetailsLeft(detailed),
  }
}

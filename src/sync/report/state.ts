import type { Archive } from '../../archive/archive.ts'
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

export function syncStateOf(question: SyncQuestion, archive: Archive): SyncState {
  const { scopes, listed, detailed } = question
  const { calls, unfinished } = archive.ask(callCounts(listed))
  return {
    calls,
    unfinished,
    isListed: scopes.every(scope => missingFor(question, scope, archive).length === 0),
    unsure: idsToRecheck(question, archive).length,
    needed: detailed === null ? 0 : archive.ask(callCounts(detailed)).calls,
    left: detailed === null ? 0 : countDetailsLeft(archive, detailed),
  }
}

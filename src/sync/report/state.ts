import { MAY_WANT_DETAIL } from '../../archive/due/due.ts'
import type { Work } from '../../archive/engine/work.ts'
import { callCounts, callCountsWith } from '../../archive/read/count-calls.ts'
import { countDetailsLeft } from '../calls/details.ts'
import { idsToRecheck } from '../calls/recheck.ts'
import type { SeenParts } from '../calls/seen-parts.ts'
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

/** All that was asked for, and can be read, is here. */
export const isAllHere = ({ isListed, unsure, left }: SyncState): boolean => isListed && unsure + left === 0

/** The lists are read, as far as the question needs them. */
export function* isListedFor(question: SyncQuestion): Work<boolean> {
  for (const scope of question.scopes) if ((yield* missingFor(question, scope)).length > 0) return false
  return true
}

/** @param seen as `missingCalls` takes it */
export function* syncStateOf(question: SyncQuestion, seen?: SeenParts): Work<SyncState> {
  const { listed, detailed } = question
  const isListed = yield* isListedFor(question)
  const unsure = (yield* idsToRecheck(question, seen)).length
  // Of many calls each look takes its time; most often one is enough.
  const whole = detailed === null ? null : yield* callCountsWith(MAY_WANT_DETAIL, detailed)
  const { calls, unfinished } = whole !== null && detailed === listed ? whole : yield* callCounts(listed)
  return {
    ...{ calls, unfinished, isListed, unsure },
    needed: whole?.calls ?? 0,
    left: detailed === null || whole?.such === 0 ? 0 : yield* countDetailsLeft(detailed),
  }
}

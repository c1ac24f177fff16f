import type { Archive } from '../archive/store.ts'
import type { ConversationsError } from '../errors.ts'
import type { Halt, Tally } from './effort.ts'
import { oldestReading } from './freshness.ts'
import { readingsOf } from './lists.ts'
import { outlookOf } from './outlook.ts'
import type { Pace } from './pace.ts'
import type { Question } from './question.ts'
import { type Standing, standingOf } from './standing.ts'

/** What the archive holds for a request, and what it does not. */
export interface SyncReport {
  /** All that was asked for is here and fresh enough. */
  complete: boolean
  /** Calls mirrored in the window and scope; of these, calls whose record still grows. */
  listed: { calls: number; unfinished: number }
  /** Of calls whose details the request needs; a call that failed may have an older detail. */
  details: { needed: number; have: number; failed: { id: string; reason: string }[] }
  /** Unix seconds: what is known of the lists was read then or later; null: nothing was. */
  readAt: number | null
  /** Requests made for this report, repeated ones counted once. */
  requests: number
  /** About how long the rest takes; null: nobody knows. */
  remainingSecs: number | null
  /** The rest is being read in the background. */
  goesOn: boolean
  /** Why it is not complete: a sentence for the reader; null where it is. */
  partial: string | null
  /** What the source said, where it was the source that ended the work. */
  error: ConversationsError | null
}

export interface Outcome extends Tally {
  halt: Halt | null
  goesOn: boolean
}

export function reportOf(question: Question, outcome: Outcome, archive: Archive, pace: Pace): SyncReport {
  const standing = standingOf(question, archive)
  const { calls, unfinished, isListed, unsure, needed, left } = standing
  const { requests, halt, goesOn } = outcome
  const failed = [...outcome.failed].map(([id, reason]) => ({ id, reason }))
  const complete = halt === null && isListed && unsure + left + failed.length === 0
  const outlook = complete ? null : outlookOf(question, standing, archive)
  const readings = question.scopes.map(scope => oldestReading(readingsOf(scope, archive), question.span))
  return {
    complete,
    listed: { calls, unfinished },
    details: { needed, have: needed - left, failed },
    readAt: readings.reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.min(a, b)), null),
    requests,
    remainingSecs: complete ? 0 : outlook && Math.ceil(pace.secsFor({ pages: outlook.pages, calls: outlook.details })),
    goesOn,
    partial: complete ? null : (halt?.reason ?? whatIsMissing(standing, failed)),
    error: halt?.error ?? null,
  }
}

function whatIsMissing({ isListed, unsure, left }: Standing, failed: { reason: string }[]): string {
  if (!isListed) return 'Not all pages of the list of calls have been read yet.'
  const rest = Math.max(unsure + left, failed.length)
  const calls = rest === 1 ? '1 call' : `${rest} calls`
  return failed[0] ? `${calls} could not be read: ${failed[0].reason}` : `${calls} have not been read in full yet.`
}

import { NONE, type Unreadable, unreadableAmong } from '../../archive/due/unreadable.ts'
import type { Work } from '../../archive/engine/work.ts'
import type { ConversationsError } from '../../errors.ts'
import { needsDetail } from '../calls/details.ts'
import { idsToRecheck } from '../calls/recheck.ts'
import { oldestReading } from '../lists/freshness.ts'
import { readingsOf } from '../lists/read-lists.ts'
import type { SyncQuestion } from '../question.ts'
import type { RequestTiming } from '../run/request-timing.ts'
import type { StopReason } from '../run/sync-context.ts'
import type { Tally } from '../run/tally.ts'
import { remainingWorkOf } from './remaining-work.ts'
import { isAllHere, type SyncState, syncStateOf } from './state.ts'

/** What the archive holds for a request, and what it does not. */
export interface SyncReport {
  /** All that was asked for, and can be read, is here and fresh enough. */
  complete: boolean
  /** Calls synced in the window and scope; of these, calls whose record still grows. `toEnd`: there are no others. */
  listed: { calls: number; unfinished: number; toEnd: boolean }
  /**
   * Of calls whose details the request needs: those that are here as they are now; `failed`: that could not be read for
   * now, and may have an older detail; `waiting`: that were not asked for yet.
   */
  details: { needed: number; have: number; failed: { id: string; reason: string }[]; waiting: number }
  /** Calls that cannot be read, and that whoever needs their details does without. They leave nothing incomplete. */
  unreadable: Unreadable
  /** Calls that were on a list a moment ago, and then not there. */
  vanished: string[]
  /** Rows of lists that name no call: nobody knows what they are of. */
  unnamed: number
  /** Unix seconds: calls in question that started before are not kept, and left out; null: none did. */
  keptSince: number | null
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
  /** Calls in question that an older version's rules still describe. */
  outdated: number
  stopped: StopReason | null
  goesOn: boolean
}

export function* reportOf(question: SyncQuestion, outcome: Outcome, timing: RequestTiming): Work<SyncReport> {
  return yield* reportOfState(question, yield* syncStateOf(question), outcome, timing)
}

export function* reportOfState(
  question: SyncQuestion,
  state: SyncState,
  outcome: Outcome,
  timing: RequestTiming,
): Work<SyncReport> {
  const { calls, unfinished, isListed, needed, left } = state
  const { requests, outdated, stopped, goesOn } = outcome
  const complete = stopped === null && isAllHere(state) && outdated === 0
  const remaining = complete ? null : yield* remainingWorkOf(question, state)
  const readings: (number | null)[] = []
  for (const scope of question.scopes) readings.push(oldestReading(yield* readingsOf(scope), question.span))
  const unreadable = question.detailed === null ? NONE : yield* unreadableAmong(question.detailed)
  const {
    failed,
    waiting,
    unsure: again,
  } = complete ? { failed: [], waiting: 0, unsure: 0 } : yield* whatIsLeft(question, outcome, left)
  return {
    complete,
    listed: { calls, unfinished, toEnd: isListed },
    details: {
      needed,
      have: Math.max(0, needed - left - outdated - (unreadable.calls - unreadable.older)),
      failed,
      waiting,
    },
    unreadable,
    vanished: [...outcome.vanished],
    unnamed: outcome.unnamed,
    keptSince: question.keptSince,
    readAt: readings.reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.min(a, b)), null),
    requests,
    remainingSecs: complete
      ? 0
      : remaining && Math.ceil(timing.secsFor({ pages: remaining.pages, calls: remaining.details })),
    goesOn,
    partial: complete ? null : whyNot({ isListed, failed, waiting, again }, outdated, stopped),
    error: stopped?.error ?? null,
  }
}

/** Each call once, whether its detail is missing or lists alone do not tell enough of it. */
function* whatIsLeft(question: SyncQuestion, { failed }: Outcome, left: number) {
  const { detailed } = question
  const unsure = new Set(yield* idsToRecheck(question))
  const stillFailed: { id: string; reason: string }[] = []
  let missing = 0
  for (const [id, { message: reason }] of failed) {
    const isWanted: boolean = detailed !== null && (yield* needsDetail(detailed, id))
    // Another asker may have read meanwhile what failed for this one.
    if (isWanted || unsure.has(id)) stillFailed.push({ id, reason })
    if (isWanted) missing++
  }
  return {
    failed: stillFailed,
    waiting: Math.max(0, left - missing),
    unsure: Math.max(0, unsure.size - (stillFailed.length - missing)),
  }
}

interface Rest extends Pick<SyncReport['details'], 'failed' | 'waiting'> {
  isListed: boolean
  /** Calls that are here and may have changed, or gone. */
  again: number
}

/** What failed, and what was not asked for yet, are different things. */
function whyNot({ isListed, failed, waiting, again }: Rest, outdated: number, stopped: StopReason | null): string {
  const [first] = failed
  return [
    stopped?.reason,
    !stopped && !isListed && 'The list of calls has not been read to the end yet.',
    first &&
      (stopped
        ? `${counted(failed.length)} could not be read and will be retried.`
        : `${counted(failed.length)} could not be read and will be retried${failed.length > 1 ? ', for example' : ''}: ${first.reason}`),
    waiting > 0 && `${counted(waiting)} ${waiting === 1 ? 'has' : 'have'} not been read yet.`,
    !stopped && waiting === 0 && again > 0 && `${counted(again)} may have changed and will be read again.`,
    outdated > 0 &&
      `${counted(outdated)} still ${outdated === 1 ? 'follows' : 'follow'} the definitions of an older version, and a search may miss ${outdated === 1 ? 'it; it is' : 'them; they are'} being recomputed from the archive.`,
  ]
    .filter(Boolean)
    .join(' ')
}

const counted = (calls: number): string => (calls === 1 ? '1 call' : `${calls.toLocaleString('en-US')} calls`)

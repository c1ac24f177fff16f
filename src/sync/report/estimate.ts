import type { Archive } from '../../archive/archive.ts'
import type { Work } from '../../archive/engine/work.ts'
import { UpstreamError } from '../../errors.ts'
import { readFirstPage } from '../lists/read-lists.ts'
import type { SyncQuestion } from '../question.ts'
import type { RequestTiming } from '../run/request-timing.ts'
import type { SyncContext } from '../run/sync-context.ts'
import { type RemainingWork, remainingWorkOf } from './remaining-work.ts'
import { syncStateOf } from './state.ts'

/** What it will take until the archive holds what a question needs. */
export interface SyncEstimate {
  /** In the window and scope, those known already included. */
  calls: number
  /** Still to be made. */
  requests: number
  secs: number
  /** By which the archive's file grows. */
  megabytes: number
  /** Part of the window was never read: its calls are guessed from others. Seconds and megabytes are always guesses. */
  isGuess: boolean
}

/** Bytes on disk, as measured on sample calls; of a call's detail they depend on how long people talk. */
const LIST_BYTES = 2_000
const DETAIL_BYTES = 25_000
/** Details from which this archive's own average counts. */
const ENOUGH = 50

/**
 * Asks the API only where the archive knows nothing to guess by, at most for two pages of each scope.
 * @throws as ConversationSource
 */
export async function estimate(
  question: SyncQuestion,
  context: SyncContext,
  timing: RequestTiming,
): Promise<SyncEstimate> {
  const { archive } = context
  const known = await archive.read(remainingWork(question))
  const { pages, details, newCalls, isGuess } = known ?? (await probe(question, context))
  const { calls } = await archive.read(syncStateOf(question))
  const bytes = newCalls * LIST_BYTES + details * (await detailBytes(archive))
  return {
    calls: calls + newCalls,
    requests: pages + details,
    secs: Math.ceil(timing.secsFor({ pages, calls: details })),
    megabytes: Math.round(bytes / 100_000) / 10,
    isGuess,
  }
}

function* remainingWork(question: SyncQuestion): Work<RemainingWork | null> {
  return yield* remainingWorkOf(question, yield* syncStateOf(question))
}

/** The newest page of each scope, which is kept, and where the window has no beginning, the time of the first call. */
async function probe(question: SyncQuestion, context: SyncContext) {
  for (const scope of question.scopes) {
    const stopped = await readFirstPage(question, scope, context)
    if (stopped) throw stopped.error ?? new UpstreamError(stopped.reason)
  }
  const bottom = question.span.from > 0 ? question.span.from : await firstStart(question, context)
  const state = await context.archive.read(syncStateOf(question))
  // Pages without a single call: there is nothing to expect.
  const none = { pages: question.scopes.length, details: state.unsure + state.left, newCalls: 0, isGuess: true }
  return (await context.archive.read(remainingWorkOf(question, state, bottom))) ?? none
}

async function firstStart({ scopes, span }: SyncQuestion, { upstream }: SyncContext): Promise<number> {
  const { agent_id } = scopes[0]!.filter
  const page = await upstream.page({ agent_id }, { sort: 'asc' })
  // Calls without a start come first.
  return page.items.find(({ startedAt }) => startedAt > 0)?.startedAt ?? span.to
}

async function detailBytes(archive: Archive): Promise<number> {
  const { bytes, withDetail } = await archive.status()
  return withDetail >= ENOUGH ? bytes / withDetail : DETAIL_BYTES
}

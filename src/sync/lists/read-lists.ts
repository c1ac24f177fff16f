import type { Interval } from '../../archive/archive.ts'
import { coveredIntervals } from '../../archive/coverage/coverage.ts'
import type { Work } from '../../archive/engine/work.ts'
import type { SyncQuestion } from '../question.ts'
import { type StopReason, type SyncContext, stopReasonOf } from '../run/sync-context.ts'
import { closeWalks } from './finish-walks.ts'
import { missingSpans } from './freshness.ts'
import type { Scope, Span } from './scope.ts'
import { type Hindrance, type Stretch, WALK_PAGES, walkDown } from './walk.ts'

const WORDS: Record<Hindrance, string> = {
  page_limit: 'The list of calls has too many pages',
  missing_cursor: 'The API reports more calls but returns no cursor for them',
  repeated_cursor: 'The list of calls leads back to a page already read',
  refused_cursor: 'The API does not accept its own cursor',
  empty_pages: 'The API keeps returning empty pages',
  repeated_pages: 'The API keeps returning pages of calls already read',
}

const CLOCK = "This computer's clock was set back during sync. Repeat the request."

/** Reads the lists of the scope until nothing is missing for the question. Whoever asks for the same scope shares it. */
export async function readLists(
  question: SyncQuestion,
  scope: Scope,
  context: SyncContext,
): Promise<StopReason | null> {
  for (;;) {
    const result = await inTurn(question, scope, context, () => nextWalk(question, scope, context))
    if (result !== 'more') return result
  }
}

/** Reads one page of what is missing, if anything is: enough to guess how many calls there are. */
export const readFirstPage = (question: SyncQuestion, scope: Scope, context: SyncContext): Promise<StopReason | null> =>
  inTurn(question, scope, context, async () => {
    const result = await nextWalk(question, scope, context, 1)
    const doubt = await closeWalks(scope, context)
    return result === 'more' ? doubt : (result ?? doubt)
  })

/** What of the scope is missing for the question, newest first. */
export function* missingFor(question: SyncQuestion, scope: Scope): Work<Span[]> {
  return missingSpans(yield* readingsOf(scope), question.span, question.askedAt)
}

/** The walks that showed the scope's calls. */
export function* readingsOf(scope: Scope): Work<Interval[]> {
  const readings: Interval[] = []
  for (const name of [scope.name, ...scope.wider]) readings.push(...(yield* coveredIntervals(name)))
  return readings
}

/**
 * One at a time in each scope, of all servers, so that the next one finds what the one before has covered.
 * @returns null: nothing is missing
 */
async function inTurn<T>(
  question: SyncQuestion,
  scope: Scope,
  { archive, queue, upstream, isUrgent }: SyncContext,
  task: () => Promise<T>,
): Promise<T | StopReason | null> {
  const kind = `lists of ${scope.name}`
  const { signal } = upstream
  const isMissing = async () => (await archive.read(missingFor(question, scope))).length > 0
  const alone = () => archive.leases.alone(kind, task, isMissing, signal)
  try {
    return (await queue.run(kind, alone, signal, isUrgent())) ?? null
  } catch (error) {
    return stopReasonOf(error, upstream.signal, 'The list of calls could not be read to the end')
  }
}

async function nextWalk(
  question: SyncQuestion,
  scope: Scope,
  context: SyncContext,
  maxPages = WALK_PAGES,
): Promise<StopReason | 'more' | null> {
  const doubt = await closeWalks(scope, context)
  if (doubt) return doubt
  const [span] = await context.archive.read(missingFor(question, scope))
  if (!span) return null
  // Nothing that is read now would be fresh enough for a question of the future.
  if (context.upstream.clock.read() < question.askedAt) return { reason: CLOCK, error: null }
  const stretch: Stretch = { scope, ...span, isOpen: span.to >= question.askedAt }
  const { isLower, hindrance } = await walkDown(stretch, context, maxPages)
  // A walk that came lower can be followed by another, without the cursor that failed.
  return hindrance === null || isLower ? 'more' : { reason: `${WORDS[hindrance]}.`, error: null }
}

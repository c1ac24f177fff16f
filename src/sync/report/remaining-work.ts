import type { Work } from '../../archive/engine/work.ts'
import { callCounts } from '../../archive/read/count-calls.ts'
import { subtract } from '../lists/freshness.ts'
import { missingFor, readingsOf } from '../lists/read-lists.ts'
import { callsIn, type Scope, type Span } from '../lists/scope.ts'
import type { SyncQuestion } from '../question.ts'
import type { SyncState } from './state.ts'

const PAGE_SIZE = 100

/** What is still to be read for a question. */
export interface RemainingWork {
  pages: number
  details: number
  /** Calls in the window and scope that no list has shown yet. */
  newCalls: number
  /** Some of the time was never walked: its calls are guessed from the others. */
  isGuess: boolean
}

/**
 * Without asking the API.
 * @param bottom Unix seconds of the first call there is; without it nothing can be said of a window without a beginning
 * @returns null where there is nothing to guess by
 */
export function* remainingWorkOf(question: SyncQuestion, state: SyncState, bottom = 0): Work<RemainingWork | null> {
  let [pages, newCalls, isGuess] = [0, 0, false]
  for (const scope of question.scopes) {
    const missing = yield* missingFor(question, scope)
    const density = missing.length === 0 ? null : yield* densityOf(scope)
    for (const span of missing) {
      const unknown = subtract({ ...span, from: Math.max(span.from, bottom) }, yield* readingsOf(scope))
      const secs = lengthOf(unknown)
      if (secs > 0 && (density === null || unknown[0]!.from === 0)) return null
      const fresh = secs * (density ?? 0)
      const { calls } = yield* callCounts(callsIn(scope.filter, span))
      pages += Math.max(1, Math.ceil((calls + fresh) / PAGE_SIZE))
      newCalls += fresh
      isGuess ||= secs > 0
    }
  }
  const share = state.calls > 0 ? state.needed / state.calls : 1
  const details = state.unsure + state.left + (question.detailed === null ? 0 : newCalls * share)
  return { pages, details: Math.round(details), newCalls: Math.round(newCalls), isGuess }
}

/** Calls per second in the time that was walked, from the first call on; null where no call is known. */
function* densityOf(scope: Scope): Work<number | null> {
  const readings = yield* readingsOf(scope)
  const to = Math.max(0, ...readings.map(reading => reading.to))
  const { oldest } = yield* callCounts(callsIn(scope.filter, { from: 0, to }))
  if (oldest === null) return null
  const known = { from: Math.max(oldest, Math.min(...readings.map(reading => reading.from))), to }
  const walked = to - known.from - lengthOf(subtract(known, readings))
  return walked <= 0 ? null : (yield* callCounts(callsIn(scope.filter, known))).calls / walked
}

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0)

import type { Archive } from '../../archive/archive.ts'
import type { SyncQuestion } from '../question.ts'
import type { RequestTiming } from '../run/request-timing.ts'
import { type RemainingWork, remainingWorkOf } from './remaining-work.ts'
import { type SyncState, syncStateOf } from './state.ts'

/** How far the work on a request is, whoever does it. */
export interface Progress {
  /** Calls that lists have shown, and details read; never less than before. */
  done: number
  /** null: not known before all lists are read. */
  total: number | null
  phase: 'lists' | 'details'
  /** How much `done` grows in a second, since the phase began; null: too early to tell. */
  ratePerSec: number | null
  /** An estimate; null: unknown. */
  secsLeft: number | null
}

const EVERY_MS = 500
/** Looking takes at most this part of the time. */
const SHARE = 1 / 20

/**
 * Tells at once, and then about twice a second. What goes wrong here ends the telling, not the work.
 * @returns tells a last time, and ends it
 */
export function watchProgress(
  question: SyncQuestion,
  archive: Archive,
  timing: RequestTiming,
  onProgress: (progress: Progress) => void,
): () => Promise<void> {
  const tell = teller(question, timing, onProgress)
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const tellAgain = async (): Promise<void> => {
    const startedMs = performance.now()
    try {
      tell(await archive.read(look(question)))
    } catch {
      return
    }
    if (isOver) return
    const pauseMs = Math.max(EVERY_MS, (performance.now() - startedMs) / SHARE)
    timer = setTimeout(() => (telling = tellAgain()), pauseMs)
  }
  let telling = tellAgain()
  return async () => {
    isOver = true
    clearTimeout(timer)
    await telling
    await tellAgain()
  }
}

function* look(question: SyncQuestion) {
  const state = yield* syncStateOf(question)
  return { state, remaining: yield* remainingWorkOf(question, state) }
}

interface Look {
  state: SyncState
  remaining: RemainingWork | null
}

function teller(question: SyncQuestion, timing: RequestTiming, onProgress: (progress: Progress) => void) {
  let last: Progress | undefined
  let began = { done: 0, ms: 0 }
  return ({ state, remaining }: Look): void => {
    const { calls, needed, left, isListed } = state
    const phase = last?.phase === 'details' || (isListed && question.detailed !== null) ? 'details' : 'lists'
    const done = Math.max(last?.done ?? 0, calls + needed - left)
    const ms = performance.now()
    if (phase !== last?.phase) began = { done, ms }
    last = {
      done,
      total: isListed ? Math.max(done, calls + needed) : null,
      phase,
      ratePerSec: ms > began.ms ? ((done - began.done) * 1000) / (ms - began.ms) : null,
      secsLeft: remaining && timing.secsFor({ pages: remaining.pages, calls: remaining.details }),
    }
    onProgress(last)
  }
}

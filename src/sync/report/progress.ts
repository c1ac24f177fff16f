import type { Archive } from '../../archive/archive.ts'
import type { Question } from '../question.ts'
import type { Pace } from '../run/request-timing.ts'
import { outlookOf } from './remaining-work.ts'
import { standingOf } from './state.ts'

/** How far the work on a request is, whoever does it. */
export interface Progress {
  /** Calls that lists have shown, and details read; never less than before. */
  done: number
  /** null: not known before all lists are read. */
  total: number | null
  phase: 'lists' | 'details'
  /** How much `done` grows in a second, since the phase began; null: too early to tell. */
  ratePerSec: number | null
  /** A guess; null: nobody knows. */
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
  question: Question,
  archive: Archive,
  pace: Pace,
  onProgress: (progress: Progress) => void,
): () => void {
  const tell = teller(question, archive, pace, onProgress)
  let timer: NodeJS.Timeout | undefined
  const tellAgain = (): void => {
    const startedMs = performance.now()
    try {
      tell()
    } catch {
      return
    }
    timer = setTimeout(tellAgain, Math.max(EVERY_MS, (performance.now() - startedMs) / SHARE))
  }
  tellAgain()
  return () => {
    clearTimeout(timer)
    tellAgain()
    clearTimeout(timer)
  }
}

function teller(question: Question, archive: Archive, pace: Pace, onProgress: (progress: Progress) => void) {
  let last: Progress | undefined
  let began = { done: 0, ms: 0 }
  return (): void => {
    const standing = standingOf(question, archive)
    const { calls, needed, left, isListed } = standing
    const phase = last?.phase === 'details' || (isListed && question.detailed !== null) ? 'details' : 'lists'
    const done = Math.max(last?.done ?? 0, calls + needed - left)
    const ms = performance.now()
    if (phase !== last?.phase) began = { done, ms }
    const outlook = outlookOf(question, standing, archive)
    last = {
      done,
      total: isListed ? Math.max(done, calls + needed) : null,
      phase,
      ratePerSec: ms > began.ms ? ((done - began.done) * 1000) / (ms - began.ms) : null,
      secsLeft: outlook && pace.secsFor({ pages: outlook.pages, calls: outlook.details }),
    }
    onProgress(last)
  }
}

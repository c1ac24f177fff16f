import type { Hit } from './find.ts'
import { EVALUATION, HEADLINE } from './words.ts'

/** A row of the index that was found: its turn, and BM25 where it was ranked. */
interface FoundRow {
  turn: number
  score: number | null
}

/** What the rows of one call come to, in the order of their turns. The best turn counts, and the best of what was written. */
export function hitOf(conversationId: string, rows: readonly FoundRow[]): Hit {
  const turns = rows.filter(({ turn }) => turn >= 0)
  const written = rows.filter(({ turn }) => turn < 0)
  const best = bestOf(turns)
  return {
    conversationId,
    turns: turns.map(({ turn }) => turn),
    bestTurn: best?.score === null ? null : (best?.turn ?? null),
    inHeadline: written.some(({ turn }) => turn === HEADLINE),
    inEvaluation: written.some(({ turn }) => turn === EVALUATION),
    score: rows[0]?.score === null ? null : (best?.score ?? 0) + (bestOf(written)?.score ?? 0),
  }
}

const bestOf = (rows: readonly FoundRow[]): FoundRow | null =>
  rows.reduce<FoundRow | null>((best, row) => (best && best.score! >= row.score! ? best : row), null)

/** The same where nothing was ranked. */
export const unrankedHit = (conversationId: string, turns: readonly number[]): Hit =>
  hitOf(
    conversationId,
    turns.map(turn => ({ turn, score: null })),
  )

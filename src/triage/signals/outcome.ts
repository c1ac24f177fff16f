import { sql } from '../../archive/engine/sql.ts'
import { measuresOf } from '../../domain/measures.ts'
import { fewOf, lastWords, type Signal } from '../signal.ts'

/* What came of the call, by the platform's judgement and by the caller's. */

/** A rationale is a sentence or two; its beginning says what went wrong. */
const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 160).trimEnd()}…` : text)

export const goalFailed: Signal = {
  kind: 'goal_failed',
  title: 'Goal or criterion failed',
  formula: '30 if the outcome is failure, plus 5 per failed criterion',
  cap: 40,
  points: sql`
    CASE WHEN c.outcome = 'failure' THEN 30 ELSE 0 END
    + 5 * (SELECT count(*) FROM criteria WHERE conversation = c.id AND result = 'failure')`,
  evidence(call) {
    const criteria = call.criteria.filter(({ result }) => result === 'failure')
    const failed = criteria.map(({ id }) => id)
    const why = criteria.find(({ rationale }) => rationale)?.rationale
    const facts = [
      call.outcome === 'failure' && 'outcome failure',
      failed.length > 0 && `failed criteria: ${fewOf(failed)}`,
      why && shortened(why),
    ]
    return { turns: lastWords(measuresOf(call).lastTurn), detail: facts.filter(Boolean).join('; ') }
  },
}

export const technicalFailure: Signal = {
  kind: 'technical_failure',
  title: 'Technical failure',
  formula: '25 if the call could not be placed, or ended with an error or for lack of quota',
  cap: 25,
  points: sql`CASE WHEN c.ending_group IN ('error', 'quota') THEN 25 ELSE 0 END`,
  evidence(call) {
    const error = [call.error?.code, call.error?.reason].filter(Boolean).join(': ')
    return { turns: lastWords(measuresOf(call).lastTurn), detail: error || call.ending || `status ${call.status}` }
  },
}

export const negativeFeedback: Signal = {
  kind: 'negative_feedback',
  title: 'Negative feedback',
  formula: '20 for a rating of 1, 10 for 2; 10 for a dislike; 5 for a comment without praise',
  cap: 25,
  points: sql`
    CASE WHEN c.rating BETWEEN 1 AND 2 THEN 10 * (3 - c.rating) ELSE 0 END
    + CASE WHEN c.feedback = 'dislike' OR c.dislikes > 0 THEN 10 ELSE 0 END
    + CASE WHEN c.has_feedback_comment
        AND NOT (coalesce(c.rating, 0) >= 3 OR coalesce(c.feedback, '') = 'like' OR c.likes > 0) THEN 5 ELSE 0 END`,
  evidence({ feedback, turns }) {
    const facts = [
      // The API may send zeros for calls that were not scored.
      feedback?.rating && `rated ${feedback.rating} of 5`,
      (feedback?.overall === 'dislike' || (feedback?.dislikes ?? 0) > 0) && 'disliked',
      feedback?.comment && `comment: "${feedback.comment}"`,
    ]
    const disliked = turns.filter(turn => turn.feedback === 'dislike').map(({ index }) => index)
    return { turns: disliked, detail: facts.filter(Boolean).join('; ') }
  },
}

import { greatest, sql } from '../../archive/engine/sql.ts'
import type { Conversation, Turn } from '../../domain/conversation.ts'
import { talkNow } from '../../domain/measures.ts'
import { fewOf, type Signal } from '../signal.ts'

/* What the caller says and how. */

export const callerRepeats: Signal = {
  kind: 'caller_repeats',
  title: 'Caller repeats themselves',
  formula: '8 per caller turn that repeats an earlier one',
  cap: 16,
  points: sql`8 * c.repeated_user_turns`,
  evidence(call) {
    const pairs = repetitions(call)
    return {
      turns: [...new Set(pairs.flatMap(({ again, earlier }) => [again, earlier]))],
      detail: fewOf(pairs.map(({ again, earlier }) => `turn ${again} repeats turn ${earlier}`)),
    }
  },
}

/** The repeated turns of the caller, each with the first turn that it is like. */
function repetitions(call: Conversation): { again: number; earlier: number }[] {
  return [...talkNow(call).repeated]
    .filter(([again]) => call.turns[again]?.role === 'user')
    .map(([again, earlier]) => ({ again, earlier }))
}

/** Frustration, or sentiment below zero, up to here is an ordinary bad mood. */
const ANGRY = 0.6

export const angryCaller: Signal = {
  kind: 'angry_caller',
  title: 'Angry caller',
  formula: '5 per 0.1 of peak frustration above 0.6, or of lowest sentiment below zero',
  cap: 20,
  points: sql`50 * (${greatest(
    sql`coalesce(c.sentiment_frustration, 0)`,
    sql`coalesce(c.sentiment_max_user_frustration, 0)`,
    sql`-coalesce(c.sentiment_score, 0)`,
    sql`-coalesce(c.sentiment_min_user_score, 0)`,
  )} - ${ANGRY})`,
  evidence({ turns, sentiment }) {
    const scored = turns.filter(turn => turn.role === 'user' && angerOf(turn) > 0)
    const worst = scored.reduce<Turn | null>(
      (most, turn) => (most && angerOf(most) >= angerOf(turn) ? most : turn),
      null,
    )
    const frustration = sentiment?.maxUserFrustration ?? sentiment?.frustration
    const score = sentiment?.minUserScore ?? sentiment?.score
    const facts = [
      frustration != null && `frustration up to ${frustration}`,
      score != null && `sentiment down to ${score}`,
    ]
    return { turns: worst ? [worst.index] : [], detail: facts.filter(Boolean).join(', ') }
  },
}

const angerOf = ({ frustration, sentiment }: Turn): number => Math.max(frustration ?? 0, -(sentiment ?? 0))

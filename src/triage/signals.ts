import type { Signal } from './signal.ts'
import { angryCaller, callerRepeats } from './signals/caller.ts'
import { goalFailed, negativeFeedback, technicalFailure } from './signals/outcome.ts'
import { abruptEnd, connectionLost, interruptions, longSilence } from './signals/talk.ts'
import { guardrailHit, handoff, toolError, transferLoop } from './signals/tools.ts'

/**
 * Why a call is worth a look. Its score is the sum of these points, each rounded to a whole number and cut at its cap;
 * 100 at most. Higher scores come first; among equal ones the newer call, then the smaller id.
 *
 * | signal | points | at most |
 * |---|---|---|
 * | Goal or criterion failed | 30 if the outcome is failure, plus 5 per failed criterion | 40 |
 * | Technical failure | 25 if the call could not be placed, or ended with an error or for lack of quota | 25 |
 * | Negative feedback | 20 for a rating of 1, 10 for 2; 10 for a dislike; 5 for a comment without praise | 25 |
 * | Tool error | 10 per tool call that failed or was blocked | 25 |
 * | Angry caller | 5 per 0.1 of peak frustration above 0.6, or of lowest sentiment below zero | 20 |
 * | Guardrail hit | 10 per turn in which a guardrail fired, plus 10 if one ended the call | 20 |
 * | Repeated transfers | 10 per transfer after the first, to agents or phone numbers | 20 |
 * | Caller repeats themselves | 8 per caller turn that repeats an earlier one | 16 |
 * | Slow responses | 3 per second of the slowest response beyond 2 s, plus 1 per further response above 2 s | 15 |
 * | Many interruptions | 4 per interruption of the agent by the caller, from the third on | 12 |
 * | Abrupt end | 10 if the caller hung up before the agent's second turn or within 15 s | 10 |
 * | Connection lost | 10 if the connection was lost before anybody ended the call | 10 |
 * | Escalated to human | 5 if the call was transferred to a phone number, or to a human by a tool (judging by its name) | 5 |
 *
 * Scored are the calls that are over and were read in full. What was not measured gives no points: felt silence before
 * about 2026, the mood of callers where the agent's analysis does not score it.
 */
export const SIGNALS: readonly Signal[] = [
  goalFailed,
  technicalFailure,
  negativeFeedback,
  toolError,
  angryCaller,
  guardrailHit,
  transferLoop,
  callerRepeats,
  longSilence,
  interruptions,
  abruptEnd,
  connectionLost,
  handoff,
]

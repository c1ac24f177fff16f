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
 * | Goal or criterion failed | 30 if the call was judged a failure, and 5 for each criterion that failed | 40 |
 * | Call failed technically | 25 if the call could not be made, or ended by an error or for lack of quota | 25 |
 * | Negative feedback | 20 for a rating of 1, 10 for 2; 10 for a dislike; 5 for a comment without praise | 25 |
 * | Tool error | 10 for each tool call that failed or was blocked | 25 |
 * | Angry caller | 5 for each tenth above 0.6 of frustration, or of sentiment below zero, at its worst | 20 |
 * | Guardrail hit | 10 for each turn at which a guardrail fired, and 10 if one ended the call | 20 |
 * | Passed on again and again | 10 for each transfer after the first, to agents and numbers alike | 20 |
 * | Caller repeats themselves | 8 for each turn of the caller that says an earlier one again | 16 |
 * | Long felt silence | 3 for each second of the longest wait beyond 2 s, and 1 for each further wait above 2 s | 15 |
 * | Many interruptions | 4 for the third time that the caller cut the agent off, and for each further time | 12 |
 * | Abrupt end | 10 if the caller hung up before the second turn of the agent, or within 15 s | 10 |
 * | Connection lost | 10 if the connection was lost before anybody ended the call | 10 |
 * | Handed to a person | 5 if the call was transferred to a number, or a tool seems to have handed it to a person | 5 |
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

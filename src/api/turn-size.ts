import { isObject, listOf } from './tolerant.ts'

/*
 * How much a transcript holds. A caller decides how long a call is, and no step of the work on it may hold up others: so
 * beyond these sizes, of which real calls have a thousandth, it is read in part and left out of analyses.
 */

/** Turns, tool calls and tool results of a call. */
export const MOST_PARTS = 100_000
/** Tool calls and results that one result of a workflow holds. */
export const MOST_NESTED = 2_000

/** Workflows that run within workflows; deeper there are too many. */
const MOST_LEVELS = 50

/** The turn itself, its tool calls and its results, with those that they hold. */
export function sizeOfTurn(turn: unknown): number {
  if (!isObject(turn)) return 1
  let size = 1 + listOf(turn.tool_calls).length
  for (const result of listOf(turn.tool_results)) size += 1 + nestedIn(result)
  return size
}

/** Tool calls and results that a result of a workflow holds. */
export function nestedIn(result: unknown, level = 0): number {
  if (!isObject(result) || !isObject(result.result)) return 0
  if (level === MOST_LEVELS) return Number.POSITIVE_INFINITY
  let count = 0
  for (const step of listOf(result.result.steps)) {
    if (!isObject(step)) continue
    count += 1 + listOf(step.requests).length
    for (const inner of listOf(step.results)) count += 1 + nestedIn(inner, level + 1)
  }
  return count
}

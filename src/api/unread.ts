import type { Unread } from '../domain/unread.ts'
import { isObject } from './tolerant.ts'

const KINDS: Record<string, string> = { string: 'a string', number: 'a number', boolean: 'a boolean' }
const kindOf = (value: unknown): string => KINDS[typeof value] ?? 'an object'

/** Lists that a turn, a result or a step of a workflow holds, of which nothing may be lost unsaid. */
const LISTS: Record<string, string> = {
  tool_calls: 'tool calls',
  tool_results: 'tool results',
  requests: 'tool calls',
  results: 'tool results',
  steps: 'steps of a workflow',
}

export function unreadOf(transcript: unknown): Unread {
  if (transcript === null || transcript === undefined) return { reason: null, lostTurns: [] }
  if (!Array.isArray(transcript)) {
    return { reason: `its transcript is ${kindOf(transcript)}, not a list of turns`, lostTurns: [] }
  }
  const lostTurns = transcript.flatMap((turn, index) => (isObject(turn) && isText(turn.message) ? [] : index))
  if (lostTurns.length > 0 && !transcript.some(isObject) && transcript.some(turn => turn !== null)) {
    return { reason: 'its transcript is not a list of turns', lostTurns }
  }
  for (const [index, turn] of transcript.entries()) {
    const list = isObject(turn) ? brokenList(turn) : null
    if (list !== null) return { reason: `the ${list} of turn ${index} are not a list of objects`, lostTurns }
  }
  return { reason: null, lostTurns }
}

/** Or no words at all. */
const isText = (message: unknown): boolean =>
  message === null || message === undefined || typeof message === 'string' || typeof message === 'number'

/** The name of the first list that is none, or holds something else than objects. */
function brokenList(holder: Record<string, unknown>): string | null {
  for (const [member, name] of Object.entries(LISTS)) {
    const list = holder[member] ?? []
    if (!Array.isArray(list) || list.some(item => item !== null && !isObject(item))) return name
    for (const item of list) {
      if (item === null) continue
      // A workflow's result holds steps, and these hold what they asked for and got.
      const inner = member === 'steps' ? item : member.endsWith('results') && isObject(item.result) ? item.result : null
      const broken = inner && brokenList(inner)
      if (broken) return broken
    }
  }
  return null
}

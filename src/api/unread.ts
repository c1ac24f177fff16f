import type { Unread } from '../domain/unread.ts'
import { batches, type Pieces, TURNS_A_PIECE } from '../pieces.ts'
import { isObject, listOf } from './tolerant.ts'
import { MOST_NESTED, MOST_PARTS, nestedIn, sizeOfTurn } from './turn-size.ts'

const KINDS: Record<string, string> = { string: 'a string', number: 'a number', boolean: 'a boolean' }
const kindOf = (value: unknown): string => KINDS[typeof value] ?? 'an object'

/** Lists that a turn, a result or a step of a workflow holds, of which nothing may be lost unsaid. */
const LISTS = Object.entries({
  tool_calls: 'tool calls',
  tool_results: 'tool results',
  requests: 'tool calls',
  results: 'tool results',
  steps: 'steps of a workflow',
})

/** What of a transcript cannot be read, some hundred turns at a time. */
export function* unreadInPieces(transcript: unknown): Pieces<Omit<Unread, 'cut' | 'impossible'>> {
  const noTranscript = transcript === null || transcript === undefined
  if (noTranscript) return { noTranscript, reason: null, lostTurns: [] }
  if (!Array.isArray(transcript)) {
    return { noTranscript, reason: `its transcript is ${kindOf(transcript)}, not a list of turns`, lostTurns: [] }
  }
  const lostTurns = transcript.flatMap((turn, index) => (isObject(turn) && isText(turn.message) ? [] : index))
  if (lostTurns.length > 0 && !transcript.some(isObject) && transcript.some(turn => turn !== null)) {
    return { noTranscript, reason: 'its transcript is not a list of turns', lostTurns }
  }
  let size = 0
  for (const batch of batches([...transcript.entries()], TURNS_A_PIECE, ([, turn]) => sizeOfTurn(turn))) {
    if (size > 0) yield
    for (const [index, turn] of batch) {
      size += sizeOfTurn(turn)
      const reason = size > MOST_PARTS ? TOO_LONG : isObject(turn) ? whyUnread(turn, index) : null
      if (reason !== null) return { noTranscript, reason, lostTurns }
    }
  }
  return { noTranscript, reason: null, lostTurns }
}

/** Or no words at all. */
const isText = (message: unknown): boolean =>
  message === null || message === undefined || typeof message === 'string' || typeof message === 'number'

const formatCount = (count: number): string => count.toLocaleString('en-US')

const TOO_LONG = `it has more than ${formatCount(MOST_PARTS)} turns and tool calls`

function whyUnread(turn: Record<string, unknown>, index: number): string | null {
  if (listOf(turn.tool_results).some(result => nestedIn(result) > MOST_NESTED))
    return `a tool result of turn ${index} holds more than ${formatCount(MOST_NESTED)} others`
  const list = brokenList(turn)
  return list === null ? null : `the ${list} of turn ${index} are not a list of objects`
}

/** The name of the first list that is none, or holds something else than objects. */
function brokenList(holder: Record<string, unknown>): string | null {
  for (const [member, name] of LISTS) {
    const given = holder[member] ?? []
    const list = listOf(given)
    if ((list.length === 0 && !Array.isArray(given)) || list.some(item => item !== null && !isObject(item))) return name
    for (const item of list) {
      if (item === null) continue
      // A workflow's result holds steps, and these hold what they asked for and got.
      const inner = member === 'steps' ? item : member.endsWith('results') && isObject(item) ? item.result : null
      const broken = isObject(inner) && brokenList(inner)
      if (broken) return broken
    }
  }
  return null
}

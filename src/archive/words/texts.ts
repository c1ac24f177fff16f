import type { Conversation, Turn } from '../../domain/conversation.ts'
import { withoutVoiceTags } from '../../domain/spelling.ts'
import { type Token, tokensOf } from './tokens.ts'

/* The texts of a call that the index knows, with the place of each word in the original. */

/** `position` counts the tool calls or the tool results of the turn; 0 for other texts. */
export interface Place {
  field: 'message' | 'tool_name' | 'arguments' | 'result' | 'title' | 'summary'
  position: number
  /** The name of a tool or a name in JSON, which nobody said. */
  isName: boolean
}

export interface PlacedToken extends Token, Place {}

/** What was said, and what tools were asked and answered, in the order of the index. */
export function wordsOfTurn(turn: Turn): { said: PlacedToken[]; tool: PlacedToken[] } {
  const calls = turn.toolCalls.flatMap(({ name, argumentsText }, position) => [
    ...placed(tokensOf(name), 'tool_name', position, true),
    ...placed(tokensOfData(argumentsText), 'arguments', position),
  ])
  const results = turn.toolResults.flatMap(({ resultText }, position) =>
    placed(tokensOfData(resultText), 'result', position),
  )
  const message = withoutVoiceTags(turn.message)
  return { said: placed(tokensOf(message), 'message'), tool: [...calls, ...results] }
}

export const wordsOfHeadline = ({ title, summary }: Pick<Conversation, 'title' | 'summary'>): PlacedToken[][] => [
  placed(tokensOf(title ?? ''), 'title'),
  placed(tokensOf(summary ?? ''), 'summary'),
]

const placed = (tokens: DataToken[], field: Place['field'], position = 0, isTool = false): PlacedToken[] =>
  // Spelled out: a long call has tens of thousands.
  tokens.map(({ term, start, end, isName = isTool }) => ({ term, start, end, field, position, isName }))

interface DataToken extends Token {
  /** Of JSON. */
  isName?: boolean
}

/** Names and values of JSON: the index holds them without its syntax. */
const LEAF = /"(?:[^"\\]|\\.)*"|[^\s,:{}[\]"]+/g

/** What follows a name in JSON. */
const COLON = /\s*:/y

function tokensOfData(text: string): DataToken[] {
  if (!isJson(text)) return tokensOf(text)
  return Array.from(text.matchAll(LEAF)).flatMap(({ 0: leaf, index }) => {
    if (leaf === 'null') return []
    const isString = leaf.startsWith('"')
    const at = positionsIn(leaf, isString ? 1 : 0)
    COLON.lastIndex = index + leaf.length
    const isName = isString && COLON.test(text)
    return tokensOf(isString ? JSON.parse(leaf) : leaf).map(({ term, start, end }) => ({
      term,
      start: index + at(start),
      end: index + at(end),
      isName,
    }))
  })
}

/** What stands for one unit of text in a JSON string. */
const UNIT = /\\u[0-9a-fA-F]{4}|\\?./gs

/** Where a unit of its value stands in the leaf. @param skipped quotes before the value */
function positionsIn(leaf: string, skipped: number): (offset: number) => number {
  if (!leaf.includes('\\')) return offset => offset + skipped
  const starts = Array.from(leaf.matchAll(UNIT), ({ index }) => index)
  return offset => starts[offset + skipped]!
}

function isJson(text: string): boolean {
  if (!/^\s*[[{"]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

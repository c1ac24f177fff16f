import type { Archive } from '../../archive/archive.ts'
import type { Conversation, Turn } from '../../domain/conversation.ts'
import { type Line, toLines } from '../../domain/transcript.ts'
import type { Pieces } from '../../pieces.ts'
import type { Hit } from '../../search/index.ts'
import { aroundOf } from '../quotes.ts'

/* What is read of a call to quote some of its turns: in a long one, these and what stands near them. */

/** Turns quoted of one call. */
const MOST_QUOTED = 3

/** Lines may take several turns: a tool's call and result, or empty ones. */
const TURNS_A_LINE = 4
const NEAR = 12

export interface FoundCall {
  hit: Hit
  /** The turns to quote, the best one in front. */
  quoted: number[]
  /** Turns far from those are missing. */
  call: Conversation
}

/** Calls that another process has deleted since are left out. */
export function* readFound(hits: readonly Hit[], neighbours: number, archive: Archive): Pieces<FoundCall[]> {
  const there: FoundCall[] = []
  for (const hit of hits) {
    const others = hit.turns.filter(turn => turn !== hit.bestTurn)
    const quoted = (hit.bestTurn === null ? others : [hit.bestTurn, ...others]).slice(0, MOST_QUOTED)
    const excerpt = yield* archive.readExcerpt(hit.conversationId, quoted, NEAR + TURNS_A_LINE * neighbours)
    const isTorn = excerpt !== null && shownLines(excerpt, quoted, neighbours).some(isHalf)
    // A tool may answer long after it was called.
    const call = isTorn ? yield* archive.readConversation(hit.conversationId) : excerpt
    if (call) there.push({ hit, quoted, call })
    yield
  }
  return there
}

/** The quoted turns and those that stand beside them: a long call has thousands of others, which need no marks. */
export function shownTurns(call: Conversation, quoted: readonly number[], neighbours: number): Turn[] {
  const shown = new Set([...quoted, ...shownLines(call, quoted, neighbours).flatMap(turnsOf)])
  return call.turns.filter(({ index }) => shown.has(index))
}

function shownLines({ turns }: Conversation, quoted: readonly number[], neighbours: number): Line[] {
  const lines = toLines(turns)
  const centres = lines.flatMap((line, at) => (turnsOf(line).some(turn => quoted.includes(turn)) ? at : []))
  return aroundOf(centres, neighbours, lines.length).map(position => lines[position]!)
}

const turnsOf = (line: Line): number[] => [line.turn.index, ...(line.kind === 'tool' ? line.resultTurns : [])]

/** Either the call or the result is not there. */
const isHalf = (line: Line): boolean => line.kind === 'tool' && (line.call === null || line.result === null)

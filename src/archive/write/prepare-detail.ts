import { isLarge } from '../../api/json.ts'
import { withoutSecretsInPieces } from '../../api/remove-secrets.ts'
import type { Conversation, Turn } from '../../domain/conversation.ts'
import { measuresInPieces, talkOf, turnMeasuresInPieces } from '../../domain/measures.ts'
import { toLines } from '../../domain/transcript.ts'
import { atOnce, type Pieces } from '../../pieces.ts'
import type { Detail } from '../schema/detail-columns.ts'
import type { ToolUse } from '../schema/part-tables.ts'
import type { MeasuredTurn } from '../schema/turn-columns.ts'
import { isLongToIndex } from '../words/words.ts'
import { packAtOnce, packInPieces } from './body.ts'
import { filterFactsOf } from './filter-facts.ts'
import type { Seen } from './seen.ts'
import { packBody } from './segments.ts'

/** A detail made ready: all that takes time happens before the transaction. */
export interface PreparedDetail extends Detail {
  packed: Uint8Array
  /** What masking changes of it, where calls are masked. */
  patch?: string | null
  turns: MeasuredTurn[]
  tools: ToolUse[]
  /** Where others may have read lists meanwhile. */
  seen?: Seen | undefined
}

/**
 * @param raw the API's body of the call; what must not leave the client is taken out
 * @param call what `toConversation` makes of it
 */
export const prepareDetail = (raw: unknown, call: Conversation): PreparedDetail =>
  atOnce(prepareInPieces(raw, call, packAtOnce))

/** Turns of a call that is made ready in one go: some milliseconds. */
const FEW = 100

/** The same in pieces: of a call of megabytes, each takes some tens of milliseconds. */
export function* prepareInPieces(raw: unknown, call: Conversation, packOne = packInPieces): Pieces<PreparedDetail> {
  // To let others through costs as much as the mapping of a turn.
  const isLong = call.turns.length > FEW || isLarge(raw as object) || isLongToIndex(call.turns)
  if (isLong) yield
  const facts = yield* filterFactsOf(raw)
  yield* talkOf(call)
  const perTurn = yield* turnMeasuresInPieces(call)
  if (isLong) yield
  const measures = yield* measuresInPieces(call)
  if (isLong) yield
  const body = yield* withoutSecretsInPieces(raw)
  if (isLong) yield
  return {
    ...{ call, facts, measures },
    packed: yield* packBody(body, packOne),
    turns: call.turns.map((turn, index) => ({ turn, measures: perTurn[index]! })),
    tools: toolUsesOf(call.turns),
  }
}

/** Every use of a tool, with the turn it stands at and its place among those of the turn. */
export function toolUsesOf(turns: readonly Turn[]): ToolUse[] {
  const counts = new Map<number, number>()
  return toLines(turns).flatMap(line => {
    if (line.kind !== 'tool') return []
    const position = counts.get(line.turn.index) ?? 0
    counts.set(line.turn.index, position + 1)
    return { turn: line.turn.index, position, call: line.call, result: line.result, ran: line.ran }
  })
}

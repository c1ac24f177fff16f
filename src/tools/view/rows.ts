import { talkOf } from '../../domain/measures.ts'
import { pairInPieces } from '../../domain/tool-uses.ts'
import { type Line, toLines } from '../../domain/transcript.ts'
import { type Pieces, TURNS_A_PIECE } from '../../pieces.ts'
import { oneLine, shortLine, shortText } from '../../render/text.ts'
import { transcriptParts } from '../../render/transcript.ts'
import type { ConversationParts } from '../conversation/fetch.ts'
import type { ViewedRow } from './schema.ts'

/** Rows of one answer. */
const WINDOW = 250

/** Longest text of a row, in bytes. */
const TEXT_BYTES = 8000

/** The rows of the transcript from that one on, a window of them. */
export function* rowsInPieces({ call, agentNames }: ConversationParts, from: number): Pieces<ViewedRow[]> {
  yield* pairInPieces(call.turns)
  const { felt } = yield* talkOf(call)
  const lines = toLines(call.turns)
  const options = { maxToolBytes: TEXT_BYTES, maxTurnBytes: TEXT_BYTES, metrics: false, costs: false, rag: false }
  const partsAt = transcriptParts(lines, { ...options, agentNames })
  const rows: ViewedRow[] = []
  for (let row = from; row < Math.min(lines.length, from + WINDOW); row++) {
    if (row % TURNS_A_PIECE === TURNS_A_PIECE - 1) yield
    const line = lines[row]!
    const { marks, body } = partsAt(row)
    const { index, timeSecs } = line.turn
    const wait = line.kind === 'speech' ? felt.get(index) : undefined
    rows.push({
      row,
      turn: index,
      at: timeSecs,
      who: line.kind === 'tool' ? 'tool' : shortText(line.turn.role),
      ...(marks.length > 0 && { marks: marks.map(oneLine) }),
      ...(wait !== undefined && { felt: wait }),
      ...(line.kind === 'tool' ? { tool: toolOf(line) } : speechOf(body)),
    })
  }
  return rows
}

type Body = ReturnType<ReturnType<typeof transcriptParts>>['body']

function speechOf(body: Body): Pick<ViewedRow, 'text' | 'notes'> {
  const words = body.filter(part => part.of === 'speech').map(({ text }) => text)
  const notes = body.filter(part => part.of === undefined && part.text !== '').map(({ text }) => oneLine(text))
  return { text: words.join(' '), ...(notes.length > 0 && { notes }) }
}

function toolOf({ call, result, earlier, ran }: Line & { kind: 'tool' }): NonNullable<ViewedRow['tool']> {
  const results = [...earlier, result].map(one => shortLine(one?.resultText ?? one?.resultType ?? '', TEXT_BYTES))
  return {
    name: shortText(call?.name || result?.name || 'unnamed'),
    arguments: shortLine(call?.argumentsText ?? '', TEXT_BYTES),
    result: results.filter(text => text !== '').join('\n'),
    state: ran
      ? result?.isBlocked
        ? 'blocked'
        : result?.isError
          ? 'error'
          : result
            ? 'ok'
            : 'no result'
      : 'never ran',
    ...(typeof result?.latencySecs === 'number' && { secs: result.latencySecs }),
    ...(result?.errorType && { error: shortText(result.errorType) }),
  }
}

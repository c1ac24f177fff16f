import { sql } from '../../archive/engine/sql.ts'
import { TURNS } from '../../archive/schema/part-tables.ts'
import type { MeasuredTurn } from '../../archive/schema/turn-columns.ts'
import { turnMeasuresInPieces } from '../../domain/measures.ts'
import { folded } from '../../words/spelling.ts'
import { columnsOf, conversationId, partsIn, unpacked } from './parts.ts'
import type { View } from './view.ts'

const stored = columnsOf(TURNS)

/** Columns that need nothing but the turn itself: measures take most of the time. */
const OF_TURN = ['conversation_id', 'turn', 'role', 'text', 'folded', 'time_secs', 'sentiment', 'frustration', 'node']

export const TURN_VIEW: View<MeasuredTurn> = {
  name: 'turns',
  about: 'one row an entry of the transcript',
  key: ['conversation_id', 'turn'],
  from: partsIn('turns'),
  order: sql`c.id, u.turn_index`,
  *things(call, names) {
    const measures = names.every(name => OF_TURN.includes(name)) ? [] : yield* turnMeasuresInPieces(call)
    return call.turns.map((turn, at) => ({ turn, measures: measures[at]! }))
  },
  columns: [
    conversationId,
    stored('turn', 'Number of the turn, from 0', 'turn_index'),
    { ...stored('role', 'user (the caller) or agent'), of: ({ turn }) => turn.role },
    unpacked('text', 'TEXT', 'What was said', ({ turn }) => turn.message),
    unpacked('folded', 'TEXT', 'The same in small letters without accents, for LIKE', ({ turn }) =>
      folded(turn.message),
    ),
    unpacked('words', 'INTEGER', 'Words said', ({ measures }) => measures.words),
    stored('spoken', 'Somebody said something (not: tool turns, noise): 1 or 0'),
    unpacked('time_secs', 'REAL', 'Seconds from the start of the call', ({ turn }) => turn.timeSecs),
    unpacked('interrupted', 'INTEGER', 'The caller cut the agent off: 1 or 0', ({ measures }) => measures.interrupted),
    unpacked(
      'repeated',
      'INTEGER',
      'Says an earlier turn of the same side again: 1 or 0',
      ({ measures }) => measures.repeated,
    ),
    unpacked('sentiment', 'REAL', '-1 to 1', ({ turn }) => turn.sentiment),
    unpacked('frustration', 'REAL', '0 to 1', ({ turn }) => turn.frustration),
    stored(
      'felt_latency',
      'Wait for the agent, seconds; also of the greeting, which felt_latency of analyses excludes',
    ),
    stored('llm_latency', "Until the model's first token, seconds"),
    stored('tts_latency', 'Until the first sound of the voice, seconds'),
    stored('asr_latency', 'Of the transcription, seconds'),
    stored('node', 'Workflow node', 'workflow_node'),
  ],
}

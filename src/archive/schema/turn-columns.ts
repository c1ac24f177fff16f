import type { Turn } from '../../domain/conversation.ts'
import type { TurnMeasures } from '../../domain/measures.ts'
import { type Column, membersOf } from './column.ts'

export interface MeasuredTurn {
  turn: Turn
  measures: TurnMeasures
}

const MEASURES = membersOf<Omit<TurnMeasures, 'index'>>({
  role: 'TEXT',
  spoken: 'BOOLEAN',
  opening: 'BOOLEAN',
  words: 'INTEGER',
  feltLatency: 'REAL',
  llmLatency: 'REAL',
  ttsLatency: 'REAL',
  asrLatency: 'REAL',
  interrupted: 'BOOLEAN',
  repeated: 'BOOLEAN',
  sentiment: 'REAL',
  frustration: 'REAL',
})

/** No text: quotes come from the body, matches from the index of words. */
export const TURN_COLUMNS: readonly Column<MeasuredTurn>[] = [
  { name: 'time_secs', type: 'REAL', of: ({ turn }) => turn.timeSecs },
  { name: 'workflow_node', type: 'TEXT', of: ({ turn }) => turn.workflowNodeId },
  ...MEASURES.map(({ name, type, of }) => ({ name, type, of: ({ measures }: MeasuredTurn) => of(measures) })),
]

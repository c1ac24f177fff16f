import type { Turn } from '../../domain/conversation.ts'
import type { TurnMeasures } from '../../domain/measures.ts'
import { type Column, membersOf } from './column.ts'

export interface MeasuredTurn {
  turn: Turn
  measures: TurnMeasures
}

/** What questions ask of single turns. */
const MEASURES = membersOf<
  Pick<TurnMeasures, 'role' | 'spoken' | 'opening' | 'feltLatency' | 'llmLatency' | 'ttsLatency' | 'asrLatency'>
>({
  role: 'TEXT',
  spoken: 'BOOLEAN',
  opening: 'BOOLEAN',
  feltLatency: 'REAL',
  llmLatency: 'REAL',
  ttsLatency: 'REAL',
  asrLatency: 'REAL',
})

/** No text: quotes come from the body, matches from the index of words. */
export const TURN_COLUMNS: readonly Column<MeasuredTurn>[] = [
  { name: 'workflow_node', type: 'TEXT', of: ({ turn }) => turn.workflowNodeId },
  ...MEASURES.map(({ name, type, of }) => ({ name, type, of: ({ measures }: MeasuredTurn) => of(measures) })),
]

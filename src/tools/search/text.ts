import type { Fence } from '../../render/fence.ts'
import { coverageLines } from '../coverage.ts'
import type { SearchAnswer } from './schema.ts'

/** The text half: coverage, then the conversations with their quoted turns. */
export function renderSearch(answer: SearchAnswer, fence: Fence): string {
  const groups = answer.hits.map(({ conversation_id, call, lines }) => `${conversation_id} · ${call}\n${lines}`)
  return [
    ...coverageLines(answer.coverage),
    groups.length > 0 && fence(groups.join('\n\n')),
    answer.next_cursor && `next_cursor: ${answer.next_cursor}`,
  ]
    .filter(Boolean)
    .join('\n')
}

import type { Fence } from '../../render/fence.ts'
import { tsv } from '../../render/table.ts'
import { coverageLines } from '../coverage.ts'
import type { QueryAnswer } from './schema.ts'

/** The text half: what the rows rest on, and the rows. */
export function renderQuery({ coverage, columns, rows }: QueryAnswer, fence: Fence): string {
  return [...coverageLines(coverage), rows.length > 0 && fence(tsv({ columns, rows }))].filter(Boolean).join('\n')
}

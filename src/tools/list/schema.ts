import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { cursor, FILTERS, listOf, maxTokens, optionalShape } from '../params.ts'
import { COLUMN_NAMES, SORT_COLUMNS } from './columns.ts'

type SortKey = keyof typeof SORT_COLUMNS
const SORTS = Object.keys(SORT_COLUMNS) as [SortKey, ...SortKey[]]

export const input = z.strictObject({
  ...optionalShape(FILTERS),
  fields: listOf(z.enum(COLUMN_NAMES)).optional().describe('Columns instead of the default six'),
  evaluation_criteria_ids: listOf(z.string().min(1).max(500)).optional().describe('For the evaluation column'),
  data_collection_ids: listOf(z.string().min(1).max(500)).optional().describe('For the collected column'),
  summary_mode: z.enum(['exclude', 'include']).optional().describe('include: add title and summary'),
  sort_by: z.enum(SORTS).optional().describe('Default start'),
  sort_direction: z.enum(['desc', 'asc']).optional().describe('Default desc'),
  page_size: z.int().min(1).max(100).default(30).describe('Calls per page'),
  cursor,
  max_tokens: maxTokens(),
})
export type ListInput = z.output<typeof input>

export const output = z.object({
  coverage: coverageSchema,
  agents: z.record(z.string(), z.string()).optional().describe('Letters used in the agent column'),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))).describe('duration in seconds'),
  has_more: z.boolean(),
  next_cursor: z.string().optional(),
  notice: z.string().optional(),
})
export type ListAnswer = z.output<typeof output>

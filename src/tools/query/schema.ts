import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { maxTokens, SELECTION } from '../params.ts'

const { agent_id, after, before, timezone } = SELECTION

export const input = z.strictObject({
  sql: z.string().min(1).max(20_000).describe('One SELECT (SQLite)'),
  ...{ agent_id, after: after.describe('As in list_conversations'), before, timezone },
  max_tokens: maxTokens(),
})
export type QueryInput = z.output<typeof input>

export const output = z.object({
  coverage: coverageSchema,
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
  notice: z.string(),
})
export type QueryAnswer = z.output<typeof output>

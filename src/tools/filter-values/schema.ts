import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { maxTokens } from '../params.ts'
import { KINDS, type KindName } from './kinds.ts'

export const input = z.strictObject({
  kind: z.enum(Object.keys(KINDS) as [KindName, ...KindName[]]).describe('What to list'),
  contains: z.string().min(1).max(200).optional().describe('Only values with this text in any column'),
  agent_id: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Agent id or name: only its criteria, fields, topics, calls'),
  after: z.string().min(1).max(60).default('30d').describe('Start of the window in which calls are counted'),
  before: z.string().min(1).max(60).optional(),
  max_tokens: maxTokens(2000),
})

export const output = z.object({
  coverage: coverageSchema,
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  notice: z.string(),
})
export type ValuesAnswer = z.output<typeof output>

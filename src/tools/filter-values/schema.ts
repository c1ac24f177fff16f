import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { maxTokens } from '../params.ts'
import { KINDS, type KindName } from './kinds.ts'

export const input = z.strictObject({
  kind: z.enum(Object.keys(KINDS) as [KindName, ...KindName[]]).describe('What to list'),
  contains: z.string().min(1).max(200).optional().describe('Only rows containing this text'),
  agent_id: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Only criteria, fields, topics and calls of this agent (id or name)'),
  after: z.string().min(1).max(60).default('30d').describe('Count calls from then on'),
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

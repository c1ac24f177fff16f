import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { listOf, maxTokens } from '../params.ts'

const word = z.string().min(1).max(500)

export const input = z.strictObject({
  agent_id: word.optional().describe('Name or id (default: from agents.json, or the only one)'),
  version_id: word.optional().describe('Number or id (default: the live version)'),
  compare_to: word.optional().describe('Earlier version, or previous_version'),
  include: listOf(z.enum(['prompt']))
    .optional()
    .describe('prompt: its whole text'),
  after: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('Calls compared (default: from 30 days before the newer version)'),
  before: z.string().min(1).max(60).optional(),
  max_tokens: maxTokens(),
})
export type DescribeInput = z.output<typeof input>

const cells = z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])))
const section = z.object({ name: z.string(), columns: z.array(z.string()), rows: cells })

export const output = z.object({
  coverage: coverageSchema,
  agent_id: z.string(),
  agent_name: z.string(),
  version: z.string().optional(),
  compared_with: z.string().optional(),
  file: z.string().optional(),
  numbers: z
    .object({
      calls: z.array(z.number()),
      window: z.string(),
      read: z.string(),
      columns: z.array(z.string()),
      rows: cells,
      definitions: z.array(z.object({ name: z.string(), unit: z.string().optional() })),
    })
    .optional(),
  sections: z.array(section),
  next: z.array(z.string()).optional(),
  notice: z.string(),
})
export type DescribeAnswer = z.output<typeof output>

import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { cursor, maxTokens, SELECTION } from '../params.ts'

export const input = z.strictObject({
  ...SELECTION,
  page_size: z.int().min(1).max(50).optional().describe('Calls per page (default 10)'),
  sample: z
    .int()
    .min(1)
    .max(200)
    .optional()
    .describe('Random sample of this size instead, stratified by agent and outcome'),
  seed: z.string().min(1).max(100).optional().describe('Seed of the sample (any text)'),
  cursor,
  max_tokens: maxTokens(),
})
export type TriageInput = z.output<typeof input>

const table = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
})

export const output = z.object({
  coverage: coverageSchema,
  signals: z.record(z.string(), z.number()).optional().describe('Number of scored calls with each signal'),
  calls: z
    .array(
      z.object({
        conversation_id: z.string(),
        score: z.number(),
        started: z.string().optional(),
        agent: z.string(),
        outcome: z.string(),
        duration_secs: z.number().optional(),
        title: z.string().optional(),
        reasons: z.array(
          z.object({ points: z.number(), reason: z.string(), detail: z.string(), turns: z.array(z.number()) }),
        ),
        lines: z.string().describe('The turns that show it'),
      }),
    )
    .optional()
    .describe('Highest score first; lines: turn, time, role: words'),
  strata: table.optional().describe('Strata of the sample'),
  sample: table.optional(),
  has_more: z.boolean(),
  next_cursor: z.string().optional(),
  next: z.string().optional().describe('Call that reads the first one'),
  notice: z.string(),
})
export type TriageAnswer = z.output<typeof output>

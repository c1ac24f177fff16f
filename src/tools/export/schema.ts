import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { listOf, SELECTION } from '../params.ts'

export const input = z.strictObject({
  format: z
    .enum(['csv', 'jsonl', 'markdown', 'report'])
    .default('csv')
    .describe('jsonl: API JSON; markdown: transcripts; report: HTML with charts'),
  columns: listOf(z.string().min(1).max(300), 200)
    .optional()
    .describe('csv: names as in its header; also messages, transcript, criterion:<id>, collected:<id>, variable:<id>'),
  file_name: z.string().min(1).max(200).optional().describe('File name without path'),
  mask: z.boolean().optional().describe('Mask phone numbers, e-mail addresses and the like'),
  ...SELECTION,
})
export type ExportInput = z.output<typeof input>

export const output = z.object({
  coverage: coverageSchema,
  file: z
    .object({
      path: z.string(),
      format: z.string(),
      rows: z.number(),
      bytes: z.number(),
      columns: z.array(z.string()).optional(),
    })
    .optional()
    .describe('Absent if no file was written'),
  masking: z.string().optional().describe('Which personal data is masked'),
})
export type ExportAnswer = z.output<typeof output>

import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { listOf, SELECTION, textsOf } from '../params.ts'

const name = z.string().min(1).max(500)

export const input = z.strictObject({
  conditions: textsOf(z.string().min(3).max(600), 50)
    .optional()
    .describe('What must hold, e.g. "success_rate >= 80%", "duration.p95 < 90 s"; metrics as in analyze_conversations'),
  drift: listOf(name, 12)
    .optional()
    .describe('Metrics that must be what they were in the same hours of the 8 weeks before'),
  group_by: listOf(name, 3).optional().describe('Check each group by itself, as in analyze_conversations'),
  for: z
    .preprocess(withoutWord, z.int().min(1).max(12))
    .default(1)
    .describe('Fail only if the condition fails in this many periods in a row'),
  only_beyond_chance: z
    .boolean()
    .default(false)
    .describe('Fail only if the whole 95 % confidence interval is beyond the condition'),
  min_count: z.int().min(1).max(1e6).optional().describe('Check no group with fewer calls'),
  ...SELECTION,
})
export type CheckInput = z.output<typeof input>

/** `2 periods` is 2. */
function withoutWord(given: unknown): unknown {
  const number = typeof given === 'string' ? /^\s*(\d+)(?:\s+periods?)?\s*$/i.exec(given)?.[1] : undefined
  return number === undefined ? given : Number(number)
}

export const VERDICTS = ['failed', 'unknown', 'ok'] as const
const verdict = z.enum(VERDICTS)

export const output = z.object({
  verdict: verdict.describe('failed if any finding is, else unknown if any is'),
  coverage: coverageSchema,
  group_by: z.array(z.string()),
  findings: z.array(
    z.object({
      verdict,
      condition: z.string(),
      group: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
      value: z.number().nullable(),
      unit: z.string(),
      k: z.number().optional(),
      n: z.number(),
      low: z.number().optional().describe('95 % confidence interval'),
      high: z.number().optional(),
      note: z.string().optional().describe('Why there is no interval'),
      expected_low: z.number().optional().describe('Drift: 99 % prediction interval'),
      expected_high: z.number().optional(),
      weeks: z.number().optional(),
      why: z.string().optional(),
      conversation_ids: z.array(z.string()).describe('Calls that show it'),
    }),
  ),
  definitions: z.array(z.object({ name: z.string(), unit: z.string(), definition: z.string() })),
  notice: z.string(),
})
export type CheckAnswer = z.output<typeof output>
export type Finding = CheckAnswer['findings'][number]

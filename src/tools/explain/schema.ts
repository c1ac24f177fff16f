import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { maxTokens, SELECTION, textsOf } from '../params.ts'

export const input = z.strictObject({
  ...SELECTION,
  compare_to: textsOf(z.string().min(3).max(600), 40)
    .optional()
    .describe(
      'Second group: previous_period, or name=value filters overriding these (default: failed vs. successful calls)',
    ),
  page_size: z.int().min(1).max(50).default(8).describe('Max facts'),
  max_tokens: maxTokens(),
})
export type ExplainInput = z.output<typeof input>

const fact = z.object({
  fact: z.string(),
  share: z.number(),
  k: z.number(),
  n: z.number(),
  other_share: z.number(),
  other_k: z.number(),
  other_n: z.number(),
  difference: z.number(),
  low: z.number(),
  high: z.number(),
  q: z.number().optional(),
  same_calls: z.array(z.string()).optional(),
  goes_with: z.array(z.string()).optional(),
  conversation_id: z.string().optional(),
  turn: z.number().optional(),
  line: z.string().optional(),
})

const group = z.object({
  name: z.string(),
  calls: z.number(),
  window: z.string().optional(),
  filters: z.string().optional(),
})

export const output = z.object({
  coverage: coverageSchema,
  groups: z.array(group).describe('The calls explained, then those compared with'),
  facts: z.array(fact).describe('Significant (q ≤ 0.05), largest sure difference first; shares 0 to 1'),
  nearest: z.array(fact).optional().describe('Not significant'),
  evaluation: z.array(fact).optional().describe('Criteria, sentiment, rating: differ with the outcome, not tested'),
  methods: z.array(z.string()),
  next: z.array(z.string()).optional(),
  notice: z.string(),
})
export type ExplainAnswer = z.output<typeof output>
export type FactAnswer = z.output<typeof fact>

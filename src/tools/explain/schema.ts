import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { listOf, maxTokens, SELECTION, textsOf } from '../params.ts'

const PARTS = ['facts', 'words', 'modes'] as const

export const input = z.strictObject({
  ...SELECTION,
  compare_to: textsOf(z.string().min(3).max(600), 40)
    .optional()
    .describe(
      'Second group: previous_period, previous_version, or name=value filters overriding these (default: failed vs. successful calls)',
    ),
  include: listOf(z.enum(PARTS))
    .default([...PARTS])
    .describe('facts, words callers and agents say, modes of failure (default: all)'),
  page_size: z.int().min(1).max(50).default(8).describe('Max facts, and max modes'),
  max_tokens: maxTokens(),
})
export type ExplainInput = z.output<typeof input>

const shares = { share: z.number(), k: z.number(), n: z.number() }
const others = { other_share: z.number(), other_k: z.number(), other_n: z.number() }
const differences = { difference: z.number(), low: z.number(), high: z.number() }
const example = { conversation_id: z.string().optional(), turn: z.number().optional(), line: z.string().optional() }

const fact = z.object({
  fact: z.string(),
  ...shares,
  ...others,
  ...differences,
  q: z.number().optional(),
  same_calls: z.array(z.string()).optional(),
  goes_with: z.array(z.string()).optional(),
  ...example,
})

const word = z.object({
  said: z.string(),
  by: z.string(),
  ...shares,
  ...others,
  ...differences,
  z: z.number(),
  q: z.number(),
  ...example,
})

const mode = z.object({
  words: z.array(z.string()),
  title: z.string().optional(),
  ...shares,
  before_share: z.number().optional(),
  before_k: z.number().optional(),
  before_n: z.number().optional(),
  difference: z.number().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
  conversation_ids: z.array(z.string()),
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
  facts: z.array(fact).describe('Significant (q ≤ 0.04), largest sure difference first; shares 0 to 1'),
  nearest: z.array(fact).optional().describe('Not significant'),
  modes: z.array(mode).optional().describe('Kinds of the explained calls, and the period before'),
  words: z.array(word).optional(),
  evaluation: z.array(fact).optional().describe('Criteria, sentiment, rating: differ with the outcome, not tested'),
  methods: z.array(z.string()),
  next: z.array(z.string()).optional(),
  notice: z.string(),
})
export type ExplainAnswer = z.output<typeof output>
export type FactAnswer = z.output<typeof fact>
export type WordAnswer = z.output<typeof word>
export type ModeAnswer = z.output<typeof mode>

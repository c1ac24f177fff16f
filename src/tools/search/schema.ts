import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { maxTokens, SELECTION } from '../params.ts'

export const input = z.strictObject({
  query: z.string().min(1).max(500).describe('refund order: both, in any form; "a phrase"; -not; deliver*'),
  mode: z
    .enum(['words', 'fuzzy', 'semantic'])
    .default('words')
    .describe(
      'words: exact, with totals and all filters; by the API: fuzzy (any of the words, typing errors), semantic (by meaning; filters agent_id, branch_id)',
    ),
  role: z.enum(['user', 'agent', 'tool']).optional().describe('Only what the caller, the agent or a tool said'),
  ...SELECTION,
  neighbours: z.int().min(0).max(5).default(1).describe('Lines shown before and after each found turn'),
  page_size: z.int().min(1).max(50).default(20).describe('Calls a page; by the API: found turns'),
  cursor: z.string().min(1).max(4000).optional().describe('next_cursor of the page before, with the same arguments'),
  max_tokens: maxTokens(4000),
})
export type SearchInput = z.output<typeof input>

export const output = z.object({
  coverage: coverageSchema,
  hits: z.array(
    z.object({
      conversation_id: z.string(),
      call: z.string().describe('Start, agent, outcome'),
      turns: z.array(z.number()).describe('Found turns'),
      lines: z.string().describe('> found turn: turn, time, who: words'),
    }),
  ),
  total: z.object({ conversations: z.number(), turns: z.number() }).optional().describe('All that match; mode words'),
  has_more: z.boolean(),
  next_cursor: z.string().optional(),
  notice: z.string(),
})
export type SearchAnswer = z.output<typeof output>

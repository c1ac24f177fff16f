import * as z from 'zod/v4'
import { coverageSchema } from '../coverage.ts'
import { cursor, maxTokens, SELECTION } from '../params.ts'

export const input = z.strictObject({
  query: z
    .string()
    .min(1)
    .max(500)
    .describe('All must match (stemmed); "a phrase", a OR b, =exact form, -exclude, prefix*'),
  mode: z
    .enum(['words', 'fuzzy', 'semantic'])
    .default('words')
    .describe(
      'words: keyword search with totals and all filters; API search: fuzzy (any word, tolerates typos), semantic (by meaning; filters agent_id, branch_id only)',
    ),
  role: z.enum(['user', 'agent', 'tool']).optional().describe('Only turns of the caller, the agent or a tool'),
  sort: z.enum(['best', 'newest', 'oldest']).optional().describe('Default best'),
  ...SELECTION,
  neighbours: z.int().min(0).max(5).default(1).describe('Context turns before and after each match'),
  page_size: z.int().min(1).max(50).default(20).describe('Conversations per page (fuzzy, semantic: matching turns)'),
  cursor,
  max_tokens: maxTokens(),
})
export type SearchInput = z.output<typeof input>

export const output = z.object({
  coverage: coverageSchema,
  hits: z.array(
    z.object({
      conversation_id: z.string(),
      call: z.string().describe('Start, agent, outcome'),
      turns: z.array(z.number()).describe('Matching turns'),
      lines: z.string().describe('> marks a match; turn, time, role: words'),
    }),
  ),
  total: z.object({ conversations: z.number(), turns: z.number() }).optional().describe('All matches (mode words)'),
  has_more: z.boolean(),
  next_cursor: z.string().optional(),
  notice: z.string(),
})
export type SearchAnswer = z.output<typeof output>

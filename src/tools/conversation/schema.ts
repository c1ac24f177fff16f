import * as z from 'zod/v4'
import { byId } from '../by-id.ts'
import { conversationId, listOf, maxTokens, turnNumber } from '../params.ts'
import { analysisSchema, metadataSchema } from './facts.ts'

export const USUAL_TOOL_BYTES = 600

export const input = z.strictObject({
  conversation_id: conversationId,
  from_turn: turnNumber.optional().describe('First turn, counted from 0'),
  to_turn: turnNumber.optional().describe('Last turn'),
  around_turn: turnNumber.optional().describe('This turn with five lines before and after'),
  from_time: z.string().max(20).optional().describe('Start within the call, mm:ss'),
  to_time: z.string().max(20).optional().describe('End within the call, mm:ss'),
  match: z.string().max(500).optional().describe('Only turns containing all these words, with the lines around them'),
  include: listOf(z.enum(['metrics', 'costs', 'variables', 'rag', 'raw']), 5)
    .optional()
    .describe(
      'metrics: latency per turn; costs: LLM usage; variables: dynamic variables; rag: knowledge base lookups; raw: API JSON of the turns shown',
    ),
  max_tool_bytes: z
    .int()
    .min(0)
    .max(80_000)
    .default(USUAL_TOOL_BYTES)
    .describe('Truncate tool arguments and results here'),
  max_tokens: maxTokens(),
})
export type GetConversationInput = z.output<typeof input>

export const output = z.object({
  conversation_id: z.string(),
  agent_id: z.string(),
  agent_name: z.string().optional(),
  status: z.string(),
  created_at: z.string().optional().describe('Start of the call'),
  metadata: metadataSchema,
  analysis: analysisSchema,
  transcript: z.string().describe('turn, time, who: words'),
  turns: z.object({ total: z.number(), shown: z.string() }),
  variables: byId<string>().optional(),
  raw: z.string().optional(),
  coverage: z.string(),
  next: z.string().optional().describe('Call that returns the part not shown'),
  notice: z.string(),
})
export type ConversationAnswer = z.output<typeof output>

import * as z from 'zod/v4'
import type { AgentDefinitions, Conversation } from '../domain/conversation.ts'
import { byId } from './by-id.ts'
import { conversationAnswer } from './conversation/answer.ts'
import { analysisSchema, metadataSchema } from './conversation/facts.ts'
import { renderConversation } from './conversation/text.ts'
import { decoration } from './decoration.ts'
import { defineTool, type ToolContext } from './define.ts'
import { conversationId, listOf, maxTokens, turnNumber } from './params.ts'

const input = z.strictObject({
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
  max_tool_bytes: z.int().min(0).max(80_000).default(600).describe('Truncate tool arguments and results here'),
  max_tokens: maxTokens(4000),
})
export type GetConversationInput = z.output<typeof input>

const output = z.object({
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

export const getConversation = defineTool({
  name: 'get_conversation',
  title: 'Read one conversation',
  description:
    'What happened in one call: facts, outcome, evaluation with rationales, collected data and the transcript, one line per turn, each tool call with its result. ' +
    'Use it with an id from list_conversations or search_conversations. A long call shows its beginning and end and says which turns are omitted; ' +
    'continue with from_turn/to_turn, around_turn, from_time/to_time or match.',
  input,
  output,
  effect: 'read',
  async run(request, context) {
    const parts = await fetchConversation(request.conversation_id, request.include?.includes('raw') ?? false, context)
    return conversationAnswer(request, parts, context)
  },
  render: renderConversation,
})

/** The call with the names that belong to it, as far as they can be read. */
export async function fetchConversation(id: string, withRaw: boolean, context: ToolContext) {
  const { source, signal } = context
  const { call, ...read } = await readCall(id, withRaw, context)
  const [tags, definitions, agents] = await Promise.all([
    call.tagIds.length > 0 ? decoration(source.tags(signal), [], context) : [],
    call.criteria.length > 0 && call.agentId !== ''
      ? decoration<AgentDefinitions | null>(source.agentDefinitions(call.agentId, signal), null, context)
      : null,
    call.agentName === null || call.visitedAgentIds.length > 1 ? decoration(source.agents(signal), [], context) : [],
  ])
  const agentNames = new Map(agents.map(agent => [agent.id, agent.name]))
  if (call.agentName !== null) agentNames.set(call.agentId, call.agentName)
  return { call, ...read, tags, definitions, agentNames }
}

interface ReadCall {
  call: Conversation
  raw?: unknown
  rawProblem?: string
  /** Unix seconds; missing: it was read just now. */
  archivedAt?: number
  /** Of the archive, where there are several. */
  profile?: string | null
}

/** From the archive, where that is as good as asking the API. */
async function readCall(id: string, withRaw: boolean, { source, signal, mirror }: ToolContext): Promise<ReadCall> {
  const archive = await mirror()
  const copy = await archive.freshCopy(id)
  if (copy)
    return { call: copy.call, archivedAt: copy.readAt, profile: archive.profile, ...(withRaw ? { raw: copy.raw } : {}) }
  if (!withRaw) return { call: await source.get(id, signal) }
  const raw = source.getRaw(id, signal).then(
    raw => ({ raw }),
    error => {
      if (!(error instanceof RangeError)) throw error
      return { rawProblem: 'raw is nested too deeply to show.' }
    },
  )
  const [call, rest] = await Promise.all([source.get(id, signal), raw])
  return { call, ...rest }
}
export type ConversationParts = Awaited<ReturnType<typeof fetchConversation>>

import type { ConversationSummary } from '../domain/conversation.ts'
import { formatDuration, formatInstant } from '../domain/time.ts'
import { fact } from '../render/text.ts'
import { withAgentNames } from '../tools/decoration.ts'
import type { ToolContext } from '../tools/define.ts'
import { conversationUri } from './uri.ts'

/** How many of the newest calls resource lists and completion look at. */
const LISTED = 30
const COMPLETED = 100

/** The newest calls as entries of `resources/list`. */
export async function listRecent(context: ToolContext) {
  const calls = await withAgentNames(await newest(LISTED, context), context)
  return calls.map(call => ({
    uri: conversationUri(call.id),
    name: fact(call.id),
    // Not the call's title: a model wrote it from what the caller said, and a list has no fence.
    title: `${fact(call.agentName ?? '') || fact(call.agentId)}, ${formatInstant(call.startedAt, context.timezone)}`,
    description: [
      formatDuration(call.durationSecs),
      call.status === 'done' ? `outcome ${fact(call.outcome)}` : fact(call.status),
    ].join(' · '),
    mimeType: 'text/plain',
  }))
}

/** Ids of the newest calls whose id begins with the text, or whose agent or title holds it. */
export async function completeConversationId(typed: string, context: ToolContext): Promise<string[]> {
  const calls = await newest(COMPLETED, context)
  const wanted = typed.toLowerCase()
  return calls
    .filter(
      ({ id, agentName, title }) =>
        id.toLowerCase().startsWith(wanted) || `${agentName} ${title}`.toLowerCase().includes(wanted),
    )
    .map(({ id }) => id)
}

async function newest(count: number, { source, signal }: ToolContext): Promise<ConversationSummary[]> {
  const { items } = await source.list({}, { pageSize: count, summaries: true }, signal)
  return items
}

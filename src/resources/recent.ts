import type { ConversationSummary } from '../domain/conversation.ts'
import { formatDuration, formatInstant } from '../domain/time.ts'
import { idText, isPlainId, quote } from '../render/quote.ts'
import { oneLine } from '../render/text.ts'
import type { ToolContext } from '../tools/define.ts'
import { isKnown } from '../tools/known-values.ts'
import { withAgentNames } from '../tools/or-fallback.ts'
import { conversationUri } from './uri.ts'

/** How many of the newest calls resource lists and completion look at. */
const LISTED = 30
const COMPLETED = 100

/** The newest calls as entries of `resources/list`. */
export async function listRecent(context: ToolContext) {
  const calls = await withAgentNames(await newest(LISTED, context), context)
  return calls.map(call => ({
    uri: conversationUri(call.id),
    name: idText(call.id),
    // Not the call's title: a model wrote it from what the caller said, and a list has no fence.
    title: `${oneLine(call.agentName ?? '') === '' ? idText(call.agentId) : quote(call.agentName)}, ${startOf(call, context)}`,
    description: [call.durationSecs !== null && formatDuration(call.durationSecs), standing(call)]
      .filter(Boolean)
      .join(' · '),
    mimeType: 'text/plain',
  }))
}

/** How it went, in words of ours; others are not for a list. */
function standing({ status, outcome }: ConversationSummary): string | false {
  if (status !== 'done') return isKnown('status', status) && status
  return isKnown('outcome', outcome) && `outcome ${outcome}`
}

const startOf = ({ startedAt }: ConversationSummary, { timezone }: ToolContext): string =>
  startedAt > 0 ? formatInstant(startedAt, timezone) : 'start unknown'

/** Ids of the newest calls whose id begins with the text, or whose agent or title holds it. */
export async function completeConversationId(typed: string, context: ToolContext): Promise<string[]> {
  const calls = await newest(COMPLETED, context)
  const wanted = typed.toLowerCase()
  return (
    calls
      .filter(
        ({ id, agentName, title }) =>
          id.toLowerCase().startsWith(wanted) || `${agentName} ${title}`.toLowerCase().includes(wanted),
      )
      .map(({ id }) => id)
      // What is offered has to work as it stands, and nobody types the others.
      .filter(isPlainId)
  )
}

async function newest(count: number, { source, signal }: ToolContext): Promise<ConversationSummary[]> {
  const { items } = await source.list({}, { pageSize: count, summaries: true }, signal)
  return items
}

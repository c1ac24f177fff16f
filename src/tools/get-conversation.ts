import { conversationAnswer } from './conversation/answer.ts'
import { fetchConversation } from './conversation/fetch.ts'
import { input, output } from './conversation/schema.ts'
import { renderConversation } from './conversation/text.ts'
import { defineTool } from './define.ts'

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
  view: 'call',
  async run(request, context) {
    const parts = await fetchConversation(request.conversation_id, request.include?.includes('raw') ?? false, context)
    // What is looked for stands there under its pseudonym.
    const match = context.redactor && request.match !== undefined ? context.redactor.text(request.match) : request.match
    return conversationAnswer({ ...request, match }, parts, context)
  },
  render: renderConversation,
})

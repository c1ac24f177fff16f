import { defineTool } from './define.ts'
import { renderQuery } from './query/render.ts'
import { input, output } from './query/schema.ts'

export const queryConversations = defineTool({
  name: 'query_conversations',
  title: 'SQL query',
  description:
    'Anything else. Views, joined by conversation_id: conversations, turns (role user|agent, ' +
    'text), tool_calls, criteria, collected, tags, topics, visited_agents; columns: list_filter_values kind=columns.',
  input,
  output,
  effect: 'read',
  // Loaded when it is used: a start need not read it.
  run: async (request, context) => (await import('./query/run.ts')).queryCalls(request, context),
  render: renderQuery,
})

import { defineTool } from './define.ts'
import { input, output } from './search/schema.ts'
import { renderSearch } from './search/text.ts'

export const searchConversations = defineTool({
  name: 'search_conversations',
  title: 'Search conversations',
  description:
    'Where was this said, and in how many conversations? Finds turns whose words, tool arguments or results match (and titles, summaries, rationales, comments), with totals, by conversation, best first; best turns are quoted with context. ' +
    'Use list_conversations to select by metadata, get_conversation to read around a turn.',
  input,
  output,
  effect: 'read',
  view: 'call',
  // Loaded when it is used: a start need not read it.
  async run(request, context) {
    if (request.mode !== 'words') return (await import('./search/api.ts')).searchApi(request, context)
    return (await import('./search/archive.ts')).searchArchive(request, context)
  },
  render: renderSearch,
})

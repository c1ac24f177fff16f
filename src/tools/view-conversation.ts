import { defineTool } from './define.ts'
import { input, output } from './view/schema.ts'

/** What `get_conversation` tells, for the page that draws it: in parts as they are looked at, and never to the model. */
export const viewConversation = defineTool({
  name: 'view_conversation',
  title: 'Call for the view',
  description: 'For the call view only; use get_conversation.',
  input,
  output,
  effect: 'read',
  forViews: true,
  // Loaded when it is used: a start need not read it.
  run: async (request, context) => (await import('./view/answer.ts')).viewAnswer(request, context),
  render: () => 'For the view.',
})

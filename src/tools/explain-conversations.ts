import { defineTool } from './define.ts'
import { renderExplanation } from './explain/render.ts'
import { input, output } from './explain/schema.ts'

export const explainConversations = defineTool({
  name: 'explain_conversations',
  title: 'Explain conversations',
  description:
    'Why do calls fail, or what sets two groups of calls apart? Compares failed with successful calls (or any two ' +
    'selections) in every known fact, ranked, with significance and example calls.',
  input,
  output,
  effect: 'read',
  // Loaded when it is used: a start need not read it.
  run: async (request, context) => (await import('./explain/run.ts')).explainCalls(request, context),
  render: renderExplanation,
})

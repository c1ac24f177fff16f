import { defineTool } from './define.ts'
import { renderExplanation } from './explain/render.ts'
import { input, output } from './explain/schema.ts'

export const explainConversations = defineTool({
  name: 'explain_conversations',
  title: 'Explain conversations',
  description:
    'Why do calls fail, in which ways, or what sets two groups of calls apart? Compares failed with successful calls ' +
    '(or any two selections) in every known fact and in what is said, ranked, with significance and example calls; ' +
    'clusters them into modes.',
  input,
  output,
  effect: 'read',
  view: 'numbers',
  // Loaded when it is used: a start need not read it.
  run: async (request, context) => (await import('./explain/run.ts')).explainCalls(request, context),
  render: renderExplanation,
})

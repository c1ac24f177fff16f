import { renderAnalysis } from './analyze/render.ts'
import { input, output } from './analyze/schema.ts'
import { defineTool } from './define.ts'

export const analyzeConversations = defineTool({
  name: 'analyze_conversations',
  title: 'Analyze conversations',
  description:
    'How many, how often, how long, how did it change, is A better than B? Metrics over all matching calls, by group, ' +
    'with n, 95 % confidence intervals and significance. For individual calls use list_conversations.',
  input,
  formerNames: { limit: 'page_size' },
  output,
  effect: 'read',
  view: 'numbers',
  // Loaded when it is used: a start need not read it.
  run: async (request, context) => (await import('./analyze/run.ts')).analyzeCalls(request, context),
  render: renderAnalysis,
})

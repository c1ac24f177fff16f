import { defineTool } from './define.ts'
import { renderDescription } from './describe/render.ts'
import { input, output } from './describe/schema.ts'

export const describeAgent = defineTool({
  name: 'describe_agent',
  title: 'Describe an agent',
  description:
    'How is an agent set up, what did a version change, and did it help? Branches, versions, model, voice, tools, criteria, prompt; ' +
    'with compare_to settings and prompt lines that differ, and the numbers of both with significance.',
  input,
  output,
  effect: 'read',
  // Loaded when it is used: a start need not read it.
  run: async (request, context) => (await import('./describe/run.ts')).describeAgentCalls(request, context),
  render: renderDescription,
})

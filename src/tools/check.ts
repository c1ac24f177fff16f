import { renderCheck } from './check/render.ts'
import { input, output } from './check/schema.ts'
import { defineTool } from './define.ts'

/** A command, and what runs beside `--keep-fresh`; no tool of the model, which asks `analyze_conversations`. */
export const checkCommand = defineTool({
  name: 'check',
  title: 'check conditions on metrics, for cron and CI',
  description:
    'Checks conditions on metrics, such as "success_rate >= 80%", and drift against the same hours of the weeks before. ' +
    'One line for each finding, with the calls that show it. ' +
    'Exit codes: 0 all hold, 3 a condition fails, 4 none fails, but one cannot be decided (no calls, or not all synced).',
  input,
  output,
  effect: 'read',
  run: async (request, context) => (await import('./check/run.ts')).checkCalls(request, context),
  render: renderCheck,
})

import * as z from 'zod/v4'
import { defineTool } from './define.ts'
import { renderExport } from './export/answer.ts'
import { input as exportInput, output } from './export/schema.ts'

const { format: _, columns: __, ...shape } = exportInput.shape

/** A command; an assistant has `export_conversations` with format report. */
export const reportCommand = defineTool({
  name: 'report',
  title: 'write a report to send: one HTML file with charts and quotes',
  description:
    'Writes one HTML file, for the screen and for paper: volume, outcomes, changes against the period before, why calls failed, ' +
    'new versions and what they changed, agents, tools, latency, cost, ten calls worth hearing, definitions and coverage.',
  input: z.strictObject(shape),
  output,
  effect: 'write-file',
  run: async (request, context) =>
    (await import('./export/report.ts')).exportReport({ ...request, format: 'report' }, context),
  render: renderExport,
})

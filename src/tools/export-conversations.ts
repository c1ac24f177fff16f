import { UserInputError } from '../errors.ts'
import type { ExportContext, ExportFormat } from '../export/index.ts'
import { defineTool } from './define.ts'
import { exportAnswer, renderExport } from './export/answer.ts'
import { isMasked } from './export/masking.ts'
import { input, output } from './export/schema.ts'
import { writeCalls } from './export/write.ts'
import { fromArchive } from './from-archive.ts'
import { filtersOf, resolveSelection } from './selection.ts'
import { withWhere } from './where.ts'

export const exportConversations = defineTool({
  name: 'export_conversations',
  title: 'Export conversations',
  description:
    'Give me the calls as a file: writes all selected calls to a new file in the export directory, as a table, API JSON, readable transcripts, or a report to send. ' +
    'The other tools answer questions without a file.',
  input,
  output,
  effect: 'write-file',
  async run(request, context) {
    const masked = isMasked(request.mask, context)
    if (request.columns && request.format !== 'csv') throw new UserInputError('columns requires format csv.')
    if (request.format === 'report') return (await import('./export/report.ts')).exportReport(request, context)
    const engine = await import('../export/index.ts')
    const formatOf = (words: ExportContext): ExportFormat => {
      if (request.format === 'jsonl') return engine.jsonlFormat()
      return request.format === 'csv' ? engine.csvFormat(words, request) : engine.markdownFormat(words)
    }
    const selection = await resolveSelection(withWhere(filtersOf(request), request.where), context)
    // What is wrong with names is said before anything is read.
    const { needs, extension } = formatOf({ zone: selection.zone, agentNames: new Map() })
    engine.fileStem(request.file_name ?? '', extension)
    const synced = await fromArchive(selection, needs !== 'summary', context)
    const written = await writeCalls(request.file_name, { engine, formatOf, needs, selection, synced, masked }, context)
    return exportAnswer(request, written, { selection, synced, masked })
  },
  render: renderExport,
})

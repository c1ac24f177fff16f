import type { ToolContext } from '../define.ts'
import { fromArchive } from '../from-archive.ts'
import { filtersOf, resolveSelection } from '../selection.ts'
import { withWhere } from '../where.ts'
import { exportAnswer } from './answer.ts'
import { isMasked, MASKED, NOT_MASKED_HERE, redactorOf } from './masking.ts'
import type { ExportAnswer, ExportInput } from './schema.ts'
import { whyNot } from './write.ts'

const EXTENSION = 'html'

/**
 * Writes a report on the selected calls.
 * @throws ExportError where not all of them are synced: whoever gets the file cannot ask again
 */
export async function exportReport(request: ExportInput, given: ToolContext): Promise<ExportAnswer> {
  const masked = isMasked(request.mask, given)
  const engine = await import('../../export/index.ts')
  const { format: _, mask: __, columns: ___, file_name, ...filters } = request
  const selection = await resolveSelection(withWhere(filtersOf(filters), request.where), given)
  engine.fileStem(file_name ?? '', EXTENSION)
  const synced = await fromArchive(selection, true, given)
  if (!synced.report.complete) throw new engine.ExportError(whyNot(synced.report))
  const { archive } = synced
  const counted = await engine.countCalls({ archive, ...selection, now: given.now() })
  const format = { needs: 'call' } as const
  const basis = { selection, synced, masked }
  if (counted.calls === 0) return exportAnswer(request, { ...counted, file: null, format }, basis)
  const context = masked && !given.redactor ? await maskedContext(given, archive) : given
  const { reportPage } = await import('../report/page.ts')
  const asked = { filters, selection, archive, calls: counted.calls }
  const page = await reportPage({ ...asked, read: synced.read, masking: masked ? MASKED : NOT_MASKED_HERE }, context)
  const name = file_name ?? `report-${selection.described.window.slice(0, 10).replace(/\D+$/, '') || 'all'}`
  const file = await engine.openExportFile(engine.exportFolder(given.exports.folder), name, EXTENSION)
  try {
    await file.write(page)
    const written = { ...(await file.finish()), rows: counted.calls, lost: [] }
    return exportAnswer(request, { ...counted, file: written, format }, basis)
  } catch (error) {
    await file.abandon()
    throw error
  }
}

/** As with `--redact on`, for this report alone. */
async function maskedContext(context: ToolContext, archive: Parameters<typeof redactorOf>[0]): Promise<ToolContext> {
  const { maskedReading } = await import('../../masked/index.ts')
  const redactor = await redactorOf(archive, context.exports.variables)
  return { ...context, ...maskedReading(context.source, context.mirror, redactor), redactor }
}

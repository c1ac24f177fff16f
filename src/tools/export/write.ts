import { formatInstant } from '../../domain/time.ts'
import { DeadlineError } from '../../errors.ts'
import type { ExportContext, Exported, ExportFormat } from '../../export/index.ts'
import type { SyncReport } from '../../mirror/mirror.ts'
import { plural } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import { type FromArchive, haveSoFar, howToGoOn } from '../from-archive.ts'
import { orFallback } from '../or-fallback.ts'
import type { Selection } from '../selection.ts'
import { redactorOf } from './masking.ts'

interface Order {
  engine: typeof import('../../export/index.ts')
  formatOf(words: ExportContext): ExportFormat
  needs: ExportFormat['needs']
  selection: Selection
  synced: FromArchive
  masked: boolean
}

/** What came of it. */
export interface Written {
  /** Selected calls, and those of them that are not over yet. */
  calls: number
  unfinished: number
  /** Of these, calls that are not over after more than a day. */
  stuck: number
  /** null: there were no calls, and so there is no file. */
  file: Exported | null
  format: Pick<ExportFormat, 'needs' | 'columns' | 'emptyColumns'>
}

/**
 * Writes the selected calls to a new file.
 * @throws ExportError where not all of them are synced: a file that is not whole would pass for one that is
 */
export async function writeCalls(fileName: string | undefined, order: Order, context: ToolContext): Promise<Written> {
  const { engine, formatOf, needs, selection, synced, masked } = order
  const { archive, report } = synced
  if (!report.complete) throw new engine.ExportError(whyNot(report))
  const chosen = { archive, filter: selection.filter, window: selection.window }
  const counted = await engine.countCalls({ ...chosen, now: context.now() })
  const { calls } = counted
  const agents = needs === 'body' ? [] : await orFallback(context.source.agents(context.signal), [], context)
  const agentNames = new Map(agents.map(({ id, name }) => [id, name]))
  const redactor = masked ? (context.redactor ?? (await redactorOf(archive, context.exports.variables))) : null
  const shownNames = new Map([...agentNames].map(([id, name]) => [id, redactor?.text(name) ?? name]))
  const format = formatOf({ zone: selection.zone, agentNames: shownNames })
  if (calls === 0) return { ...counted, file: null, format }
  const name = fileName ?? `calls-${formatInstant(context.now(), selection.zone, 'day')}`
  const file = await engine.openExportFile(engine.exportFolder(context.exports.folder), name, format.extension)
  const isArchiveMasked = context.redactor !== null
  const items = engine.archivedCalls({ ...chosen, agentNames, redactor, isArchiveMasked }, needs)
  try {
    return { ...counted, file: await engine.writeExport(file, format, items, context.signal), format }
  } catch (error) {
    throw error instanceof DeadlineError ? new engine.ExportError(tooMany(calls)) : error
  }
}

const tooMany = (calls: number): string =>
  `No file was written: ${plural(calls, 'call')} could not be written within the time limit of a tool call. Choose a shorter window or fewer columns, or run export_conversations on the command line, which has no time limit.`

export const whyNot = (report: SyncReport): string =>
  `No file was written: it would be incomplete. ${haveSoFar(report)}\n${howToGoOn(report)}`

import { quote } from '../../render/quote.ts'
import { formatCount, oneLine, plural, shortText } from '../../render/text.ts'
import { coverageLines } from '../coverage.ts'
import { emptyResultHints } from '../empty-result-hints.ts'
import type { FromArchive } from '../from-archive.ts'
import { stuckNote } from '../odd-calls.ts'
import type { Selection } from '../selection.ts'
import { MASKED, NOT_MASKED } from './masking.ts'
import type { ExportAnswer, ExportInput } from './schema.ts'
import type { Written } from './write.ts'

interface Basis {
  selection: Selection
  synced: FromArchive
  masked: boolean
}

/** What was written and where, and what whoever opens the file should know. */
export function exportAnswer(request: ExportInput, written: Written, basis: Basis): ExportAnswer {
  const { selection, synced, masked } = basis
  const { file, format } = written
  const notes = [
    ...synced.leftOut,
    ...selection.notes,
    ...(file ? hints(request, written, synced) : emptyResultHints(selection.filter)),
  ]
  return {
    coverage: {
      counts: file ? writtenText(request, file.rows) : 'No calls match, so no file was written.',
      ...selection.described,
      read: synced.read,
      ...(notes.length > 0 ? { notes } : {}),
    },
    ...(file
      ? {
          file: {
            path: file.path,
            rows: file.rows,
            bytes: file.bytes,
            format: request.format,
            columns: format.columns?.map(oneLine),
          },
          masking: masked ? MASKED : NOT_MASKED,
        }
      : {}),
  }
}

const writtenText = ({ format }: ExportInput, calls: number): string =>
  format === 'report'
    ? `Report on ${plural(calls, 'call')} written.`
    : `${plural(calls, 'call')} written, newest first.`

/** So many calls are named. */
const NAMED = 5

function notWritten(lost: readonly string[]): string {
  const more = lost.length > NAMED ? ' and others' : ''
  const named = lost.slice(0, NAMED).map(shortText).join(', ')
  return `Excluded: ${plural(lost.length, 'call')} that could not be read or were deleted during the export: ${named}${more}.`
}

function hints(
  { columns }: ExportInput,
  { unfinished, stuck, file, format }: Written,
  { report: { unreadable } }: FromArchive,
): string[] {
  const lost = file?.lost ?? []
  // Of these the notes tell.
  const told = format.needs === 'summary' ? 0 : unreadable.calls - unreadable.older
  const going = unfinished - stuck
  // Of the usual columns many are empty.
  const empty = columns && (format.emptyColumns?.() ?? [])
  return [
    ...stuckNote(stuck),
    ...(going > 0
      ? [
          `${plural(going, 'call')} ${going === 1 ? 'is' : 'are'} still in progress; ${going === 1 ? 'its' : 'their'} data in the file is partial.`,
        ]
      : []),
    ...(lost.length > told ? [notWritten(lost)] : []),
    ...(empty && empty.length > 0
      ? [`Columns without any value in these calls: ${empty.map(shownColumn).join(', ')}.`]
      : []),
  ]
}

/** A criterion, data field or variable is called as somebody called it. */
const shownColumn = (name: string): string => (name.includes(':') ? quote(name) : name)

/** The text half. */
export function renderExport({ coverage, file, masking }: ExportAnswer): string {
  const [counts = '', ...rest] = coverageLines(coverage)
  const about = file && `File: ${file.path} (${file.format}, ${formatCount(file.bytes)} bytes)`
  const columns = file?.columns && `Columns: ${file.columns.map(shownColumn).join(', ')}.`
  return [counts, about, columns, ...rest, masking].filter(Boolean).join('\n')
}
